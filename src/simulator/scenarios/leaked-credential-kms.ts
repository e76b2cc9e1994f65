import { HOME_REGION, arn } from '../story/names.ts';

/** The key that the invocation log is encrypted with. */
export const EVIDENCE_KEY = arn('kms', HOME_REGION, 'key/22222222-3333-4444-8555-666666666666');
