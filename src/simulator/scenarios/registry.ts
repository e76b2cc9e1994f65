import { leakedCredentialAccount } from './leaked-credential.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario there is. */
export const SCENARIOS: readonly Scenario[] = [
  {
    id: 'leaked-credential',
    summary:
      "a CI user's access key, exposed in a public repository, is used against a generative-AI workload",
    open: leakedCredentialAccount,
  },
];
