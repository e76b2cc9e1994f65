import type { Json, JsonObject } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import {
  type AgentDraft,
  DRAFT_MISTAKES,
  type DraftChange,
  draftCalls,
  readDraft,
  undoDrafts,
} from '../agent-drafts.ts';
import { objectOf, textOf } from '../answers.ts';
import { guardrailNamed, latestVersion } from '../guardrails.ts';

interface Params {
  readonly agentId: string;
  readonly guardrail: string;
  readonly region?: string;
}

interface Observed {
  readonly draft: AgentDraft | null;
  /** What UpdateAgent has to be given to leave everything as it is. */
  readonly body: JsonObject;
  /** The guardrail of that name and its newest version; null = there is none, or no version. */
  readonly guardrail: { readonly id: string; readonly version: string } | null;
}

/** What an update replaces (API_UpdateAgent). */
const MEMBERS = [
  ...['agentId', 'agentName', 'agentResourceRoleArn', 'foundationModel', 'instruction', 'description'],
  ...[
    'idleSessionTTLInSeconds',
    'customerEncryptionKeyArn',
    'promptOverrideConfiguration',
    'guardrailConfiguration',
  ],
  ...['memoryConfiguration', 'agentCollaboration', 'customOrchestration', 'orchestrationType'],
];

/** R22: an agent's guardrail. */
export const attachGuardrail = defineAction<Params, Observed>({
  catalogue: 'R22',
  kind: 'preparation',
  title: 'Give an agent a guardrail',
  summary:
    'Names a guardrail, in its newest numbered version, in the draft of an agent that has none, and prepares it.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['agentId', 'guardrail'],
    properties: {
      agentId: { type: 'string', pattern: '^[0-9a-zA-Z]{10}$', description: 'Id of the agent.' },
      guardrail: {
        type: 'string',
        minLength: 1,
        description: 'Name of the guardrail; it has a numbered version.',
      },
      region: { type: 'string', description: 'Region of both; that of the case unless given.' },
    },
  },
  reads: ['bedrock-agent:GetAgent', 'bedrock:ListGuardrails'],
  changes: ['bedrock-agent:UpdateAgent', 'bedrock-agent:PrepareAgent'],
  undone:
    'Takes the guardrail out of the draft again and prepares it; other changes of the draft stay prepared.',
  keepFirst: [],
  mistakes: [
    ...DRAFT_MISTAKES,
    'The role of the agent has to be allowed bedrock:ApplyGuardrail on it, or every call fails.',
    'An update replaces everything: the whole agent is read, changed in this one point, and written.',
  ],
  observe: readObserved,
  target: ({ agentId, guardrail }, { draft }) => `guardrail ${guardrail} for agent ${draft?.name ?? agentId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ agentId, guardrail }, { draft, guardrail: found }) => {
    if (draft === null)
      return { why: `there is no agent ${agentId} in this Region`, instead: 'check the id and the Region' };
    if (found !== null) return null;
    return {
      why: `there is no guardrail ${guardrail} with a numbered version in this Region`,
      instead: `make it first: bedrock/set-up-guardrail name=${guardrail}`,
    };
  },
  blast: (_, { draft, guardrail }) => [
    `what guardrail ${guardrail?.id ?? '?'}, version ${guardrail?.version ?? '?'}, blocks, the agent neither takes in nor says`,
    'a guardrail costs by the text it checks',
    ...(draft?.prepared === false
      ? ['other changes of the draft that were not prepared yet run at the test alias too']
      : []),
  ],
  plan: (params, observed, context) =>
    draftCalls(changes(params, observed, context), params.region ?? context.region),
  undo: (params, { before, now }, context) =>
    undoDrafts(
      { before: changes(params, before, context), now: changes(params, now, context) },
      params.region ?? context.region,
    ),
  contained: () => null,
});

async function readObserved(
  { agentId, guardrail, region: named }: Params,
  reader: CloudReader,
  context: ActionContext,
): Promise<Observed> {
  const region = named ?? context.region;
  const absent = ['ResourceNotFoundException'];
  const answer = await reader.read({
    service: 'bedrock-agent',
    operation: 'GetAgent',
    region,
    input: { agentId },
    absent,
  });
  const agent = objectOf(answer, 'agent') ?? {};
  const id = await guardrailNamed(guardrail, region, reader);
  const version = id === null ? null : await latestVersion({ region, guardrail: id }, reader);
  return {
    draft: await readDraft({ agentId, region, changedAt: textOf(agent, 'updatedAt') ?? '' }, reader),
    body: Object.fromEntries(MEMBERS.flatMap((name) => (agent[name] == null ? [] : [[name, agent[name]]]))),
    guardrail: id === null || version === null ? null : { id, version },
  };
}

/** A guardrail that the agent names already stays: who chose it knows why. */
function changes(
  { agentId, region }: Params,
  { draft, body, guardrail }: Observed,
  context: ActionContext,
): readonly DraftChange[] {
  if (draft === null || guardrail === null) return [];
  const is = objectOf(body, 'guardrailConfiguration');
  const wanted = is ?? { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version };
  const { guardrailConfiguration: _own, ...rest } = body;
  return [
    {
      draft,
      settings: [
        {
          name: `guardrail of agent ${agentId}`,
          is,
          wanted,
          set: (to: Json) => [
            {
              service: 'bedrock-agent',
              operation: 'UpdateAgent',
              region: region ?? context.region,
              input: { ...rest, ...(to === null ? {} : { guardrailConfiguration: to }) },
              purpose: to === null ? 'name no guardrail, as before' : 'name the guardrail in the draft',
              reversibility: REVERSIBLE,
            },
          ],
        },
      ],
    },
  ];
}
