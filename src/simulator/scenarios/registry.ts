import { leakedCredentialAccount } from './leaked-credential.ts';
import { bareAccount } from './bare.ts';
import { preparedAccount } from './prepared.ts';
import { ASSISTANT_STORY } from '../story/assistant-story.ts';
import { GATEWAY_STORY } from '../story/gateway-story.ts';
import { NOTEBOOK_STORY } from '../story/notebook-story.ts';
import type { PlantedStory } from '../story/planted-story.ts';
import { RECORDS_STORY } from '../story/records-story.ts';
import { plantedScenario } from './planted.ts';
import type { Scenario } from './scenario.ts';

/** Incidents of one kind, each in an account of its own. */
export const PLANTED_STORIES: readonly PlantedStory[] = [
  NOTEBOOK_STORY,
  ASSISTANT_STORY,
  GATEWAY_STORY,
  RECORDS_STORY,
];

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
  ...PLANTED_STORIES.map(plantedScenario),
];
