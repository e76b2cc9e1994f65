import type { Json, JsonObject } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { listOf, objectOf, textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly agentId: string;
  readonly aliasId: string;
  readonly region?: string;
}

interface Observed {
  readonly name: string | null;
  readonly description: string | null;
  readonly state: string | null;
  /** As it is: an update without it would make a new version. */
  readonly routing: readonly JsonObject[];
}

/** The draft's alias. Its route is fixed: an update that names one is refused (as simulated; unverified on AWS). */
const TEST_ALIAS = 'TSTALIASID';

/** C12: an agent's alias refuses calls; the agent stays as it is. */
export const stopAgentAlias = defineAction<Params, Observed>({
  catalogue: 'C12',
  kind: 'containment',
  title: 'Stop an agent’s alias',
  summary: 'Has an alias of a Bedrock agent refuse every invocation; what it points to stays.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['agentId', 'aliasId'],
    properties: {
      agentId: { type: 'string', pattern: '^[0-9a-zA-Z]{10}$', description: 'Id of the agent.' },
      aliasId: { type: 'string', pattern: '^[0-9a-zA-Z]{10}$', description: 'Id of the alias.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['bedrock-agent:GetAgentAlias'],
  changes: ['bedrock-agent:UpdateAgentAlias'],
  undone: 'Lets the alias be invoked as before.',
  keepFirst: [],
  mistakes: [
    'It is per alias: stop every alias that is called, and mind the draft’s, TSTALIASID.',
    'Whether sessions that are running are cut off is not documented: look for later calls.',
    'Agents and flows that call this one fail.',
  ],
  observe: async ({ agentId, aliasId, region }, reader, context) => {
    const answer = await reader.read({
      service: 'bedrock-agent',
      operation: 'GetAgentAlias',
      region: region ?? context.region,
      input: { agentId, agentAliasId: aliasId },
      absent: ['ResourceNotFoundException'],
    });
    const alias = objectOf(answer, 'agentAlias');
    return {
      name: textOf(alias, 'agentAliasName'),
      description: textOf(alias, 'description'),
      state: alias === null ? null : (textOf(alias, 'aliasInvocationState') ?? 'ACCEPT_INVOCATIONS'),
      routing: listOf(alias, 'routingConfiguration'),
    };
  },
  target: ({ agentId, aliasId }, { name }) => `alias ${name ?? aliasId} of agent ${agentId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ agentId, aliasId }, { state }) =>
    state === null
      ? {
          why: `agent ${agentId} has no alias ${aliasId} in this Region`,
          instead: 'list its aliases (bedrock-agent list-agent-aliases), and check the Region',
        }
      : null,
  blast: ({ agentId }, { name, routing }) => [
    `everything that calls agent ${agentId} by alias ${name ?? '?'} gets errors, applications and other agents`,
    `it points to version ${routing.map((item) => textOf(item, 'agentVersion') ?? '?').join(', ')}, and goes on doing so`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(
  { agentId, aliasId, region }: Params,
  { name, description, state, routing }: Observed,
  context: ActionContext,
): readonly Setting[] {
  return [
    {
      name: `invocations of alias ${aliasId}`,
      is: { state, routing },
      wanted: { state: 'REJECT_INVOCATIONS', routing },
      set: (to: Json) => {
        const { state: aliasInvocationState = null, routing: routingConfiguration = [] } = to as JsonObject;
        return [
          {
            service: 'bedrock-agent',
            operation: 'UpdateAgentAlias',
            region: region ?? context.region,
            input: {
              agentId,
              agentAliasId: aliasId,
              agentAliasName: name,
              ...(description === null ? {} : { description }),
              ...(aliasId === TEST_ALIAS ? {} : { routingConfiguration }),
              aliasInvocationState,
            },
            purpose:
              aliasInvocationState === 'REJECT_INVOCATIONS'
                ? 'refuse every invocation'
                : 'let it be invoked again',
            reversibility: REVERSIBLE,
          },
        ];
      },
    },
  ];
}
