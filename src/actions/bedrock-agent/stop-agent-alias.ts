import type { Json } from '../../base/json.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import {
  type AgentAlias,
  ALIAS_PARAMETERS,
  aliasCall,
  type AliasPlace,
  noAlias,
  readAlias,
  versionsOf,
} from '../agent-aliases.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params extends Omit<AliasPlace, 'region'> {
  readonly region?: string;
}

/** C12: an agent's alias refuses calls; the agent stays as it is. */
export const stopAgentAlias = defineAction<Params, AgentAlias>({
  catalogue: 'C12',
  kind: 'containment',
  title: 'Stop an agent’s alias',
  summary: 'Has an alias of a Bedrock agent refuse every invocation; what it points to stays.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['agentId', 'aliasId'],
    properties: ALIAS_PARAMETERS,
  },
  reads: ['bedrock-agent:GetAgentAlias'],
  changes: ['bedrock-agent:UpdateAgentAlias'],
  undone: 'Lets the alias be invoked as before.',
  keepFirst: [],
  mistakes: [
    'It is per alias: stop every alias that is called, and mind the draft’s, TSTALIASID.',
    'Whether sessions that are running are cut off is not documented: look for later calls.',
    'Agents and flows that call this one fail. Where a good version is known, move the alias to it instead (bedrock-agent/move-agent-alias).',
  ],
  observe: (params, reader, context) =>
    readAlias({ ...params, region: params.region ?? context.region }, reader),
  target: ({ agentId, aliasId }, { name }) => `alias ${name ?? aliasId} of agent ${agentId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: (params, { state }) => (state === null ? noAlias(params) : null),
  blast: ({ agentId }, observed) => [
    `everything that calls agent ${agentId} by alias ${observed.name ?? '?'} gets errors, applications and other agents`,
    `it points to version ${versionsOf(observed).join(', ')}, and goes on doing so`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(params: Params, alias: AgentAlias, context: ActionContext): readonly Setting[] {
  const place = { ...params, region: params.region ?? context.region };
  const { routing } = alias;
  return [
    {
      name: `invocations of alias ${params.aliasId}`,
      is: { state: alias.state, routing },
      wanted: { state: 'REJECT_INVOCATIONS', routing },
      set: (to: Json) => {
        const written = { ...alias, ...(to as Pick<AgentAlias, 'state' | 'routing'>) };
        const stops = written.state === 'REJECT_INVOCATIONS';
        return [aliasCall(place, written, stops ? 'refuse every invocation' : 'let it be invoked again')];
      },
    },
  ];
}
