import { leakedCredentialAccount } from './leaked-credential.ts';
import { bareAccount } from './bare.ts';
import { preparedAccount } from './prepared.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario there is. */
export const SCENARIOS: readonly Scenario[] = [
  {
    id: 'leaked-credential',
    summary:
      "a CI user's access key, exposed in a public repository, is used against a generative-AI workload",
    open: leakedCredentialAccount,
  },
  {
    id: 'bare',
    summary: 'an account with the workload, in which nothing was prepared for an incident; nothing happened',
    open: bareAccount,
  },
  {
    id: 'prepared',
    summary: 'the same account, prepared as the readiness checks want it; nothing happened',
    open: preparedAccount,
  },
];
