import type { Json, JsonObject } from '../../base/json.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import {
  type AgentAlias,
  ALIAS_PARAMETERS,
  aliasCall,
  type AliasPlace,
  noAlias,
  readAlias,
  TEST_ALIAS,
  versionsOf,
} from '../agent-aliases.ts';
import { textOf } from '../answers.ts';
import { allItems, NEXT_TOKEN_PAGES } from '../pages.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params extends Omit<AliasPlace, 'region'> {
  readonly version: string;
  readonly region?: string;
}

interface Observed {
  readonly alias: AgentAlias;
  /** Numbers of the agent's versions; the draft is none. */
  readonly versions: readonly string[];
}

/** C12: callers get a version of the agent that is known to be good. */
export const moveAgentAlias = defineAction<Params, Observed>({
  catalogue: 'C12',
  kind: 'containment',
  title: 'Move an agent’s alias to a good version',
  summary: 'Points an alias of a Bedrock agent to a version known to be good; callers go on.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['agentId', 'aliasId', 'version'],
    properties: {
      ...ALIAS_PARAMETERS,
      version: { type: 'string', pattern: '^[0-9]{1,5}$', description: 'Number of the good version.' },
    },
  },
  reads: ['bedrock-agent:GetAgentAlias', 'bedrock-agent:ListAgentVersions'],
  changes: ['bedrock-agent:UpdateAgentAlias'],
  undone: 'Points the alias to the version it pointed to.',
  keepFirst: ['the bad version as it is (GetAgentVersion): instructions, tools, guardrail'],
  mistakes: [
    'Functions, knowledge bases and prompts behind a version are not part of it: what was changed there reaches the good version too.',
    'It is per alias: look at each, and mind the draft’s, TSTALIASID, which is stopped instead.',
    'A tool that was disabled in the draft reaches production with a new version: make one, then move the alias.',
  ],
  observe: async (params, reader, context) => {
    const region = params.region ?? context.region;
    const request = {
      service: 'bedrock-agent',
      operation: 'ListAgentVersions',
      region,
      input: { agentId: params.agentId },
      absent: ['ResourceNotFoundException'],
    };
    const listed = await allItems(request, { items: 'agentVersionSummaries', ...NEXT_TOKEN_PAGES }, reader);
    return {
      alias: await readAlias({ ...params, region }, reader),
      versions: listed.flatMap((one) => textOf(one, 'agentVersion') ?? []).filter((one) => one !== 'DRAFT'),
    };
  },
  target: ({ agentId, aliasId }, { alias }) => `alias ${alias.name ?? aliasId} of agent ${agentId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: (params, { alias, versions }) => {
    if (alias.state === null) return noAlias(params);
    if (params.aliasId === TEST_ALIAS)
      return {
        why: 'the test alias always runs the draft',
        instead: 'stop it (bedrock-agent/stop-agent-alias), or mend the draft',
      };
    return versions.includes(params.version)
      ? null
      : {
          why: `agent ${params.agentId} has no version ${params.version}`,
          instead: `give one of ${versions.join(', ')}`,
        };
  },
  blast: ({ agentId, version }, { alias }) => [
    `callers of agent ${agentId} by alias ${alias.name ?? '?'} get version ${version} instead of ${versionsOf(alias).join(', ')}`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(params: Params, { alias }: Observed, context: ActionContext): readonly Setting[] {
  const place = { ...params, region: params.region ?? context.region };
  const [first = {}] = alias.routing;
  const wanted = [{ ...first, agentVersion: params.version }];
  return [
    {
      name: `route of alias ${params.aliasId}`,
      is: alias.routing,
      wanted,
      set: (to: Json) => [
        aliasCall(
          place,
          { ...alias, routing: to as readonly JsonObject[] },
          to === wanted ? `send callers to version ${params.version}` : 'send callers where they went before',
        ),
      ],
    },
  ];
}
