import { ACCOUNT, HOME_REGION, arn } from '../story/names.ts';
import { byRegion } from '../world/by-region.ts';
import { newKey, type KmsState } from '../world/kms-state.ts';

const DAY = 86_400_000;

const EVIDENCE_ID = '22222222-3333-4444-8555-666666666666';
/** The key that the invocation log is encrypted with. */
export const EVIDENCE_KEY = arn('kms', HOME_REGION, `key/${EVIDENCE_ID}`);

/** Id, alias and purpose of the keys; the first is the one that the intruder decrypts with in the story. */
const KEYS = [
  ['11111111-2222-4333-8444-555555555555', 'alias/hr-records', 'Personnel records'],
  [EVIDENCE_ID, 'alias/bedrock-logs', 'Logs of model invocations'],
] as const;

/** KMS of the story: two keys in the home Region, none elsewhere. */
export function kmsStates(start: number): (region: string) => KmsState {
  return byRegion((region) => {
    const state: KmsState = { keys: new Map(), aliases: new Map() };
    const createdAt = start - 500 * DAY;
    for (const [id, name, description] of region === HOME_REGION ? KEYS : []) {
      state.keys.set(id, newKey({ id, region, accountId: ACCOUNT, createdAt, description }));
      state.aliases.set(name, { name, arn: arn('kms', region, name), keyId: id, createdAt });
    }
    return state;
  });
}
