import type { Json, JsonObject } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { listOf, textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly agentRuntimeId: string;
  readonly endpoint: string;
  readonly version: string;
  readonly region?: string;
}

interface Observed {
  /** The version it has, or is being moved to; null = there is no such endpoint. */
  readonly version: string | null;
  readonly status: string | null;
  /** The versions of the runtime. */
  readonly versions: readonly string[];
}

/** C29: moves an endpoint of an agent runtime back to a version that is known to be good. */
export const restoreRuntimeEndpoint = defineAction<Params, Observed>({
  catalogue: 'C29',
  kind: 'containment',
  title: 'Restore an endpoint of an agent runtime',
  summary: 'Moves an endpoint of an AgentCore runtime to a version of the agent known to be good.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['agentRuntimeId', 'endpoint', 'version'],
    properties: {
      agentRuntimeId: { type: 'string', minLength: 1, description: 'Id of the agent runtime.' },
      endpoint: { type: 'string', minLength: 1, description: 'Name of the endpoint.' },
      version: { type: 'string', pattern: '^[1-9]\\d{0,4}$', description: 'Number of the good version.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: [
    'bedrock-agentcore-control:GetAgentRuntimeEndpoint',
    'bedrock-agentcore-control:ListAgentRuntimeVersions',
  ],
  changes: ['bedrock-agentcore-control:UpdateAgentRuntimeEndpoint'],
  undone: 'Moves the endpoint back to the version it had.',
  keepFirst: ['the bad version as it is (GetAgentRuntime with its number): image, role, environment'],
  mistakes: [
    'Sessions that run go on with the version they started on: stop them (bedrock-agentcore/stop-runtime-session).',
    'The endpoint DEFAULT follows the newest version: it may move again with the next update (unverified).',
    'The image of the good version may have been pushed anew under its tag: compare its digest.',
  ],
  observe: async ({ agentRuntimeId, endpoint, region }, reader, context) => {
    const ask = {
      service: 'bedrock-agentcore-control',
      region: region ?? context.region,
      absent: ['ResourceNotFoundException'],
    };
    const found = await reader.read({
      ...ask,
      operation: 'GetAgentRuntimeEndpoint',
      input: { agentRuntimeId, endpointName: endpoint },
    });
    const versions: string[] = [];
    let page: JsonObject = {};
    for (;;) {
      const answer = await reader.read({
        ...ask,
        operation: 'ListAgentRuntimeVersions',
        input: { agentRuntimeId, ...page },
      });
      versions.push(
        ...listOf(answer, 'agentRuntimes').map((one) => textOf(one, 'agentRuntimeVersion') ?? ''),
      );
      const nextToken = textOf(answer, 'nextToken');
      if (nextToken === null) break;
      page = { nextToken };
    }
    return {
      version: textOf(found, 'targetVersion') ?? textOf(found, 'liveVersion'),
      status: textOf(found, 'status'),
      versions,
    };
  },
  target: ({ agentRuntimeId, endpoint }) => `endpoint ${endpoint} of agent runtime ${agentRuntimeId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ agentRuntimeId, endpoint, version: good }, { version, status, versions }) => {
    if (version === null)
      return {
        why: `agent runtime ${agentRuntimeId} has no endpoint ${endpoint} in this Region`,
        instead: 'list them (bedrock-agentcore-control list-agent-runtime-endpoints), and check the Region',
      };
    if (!versions.includes(good))
      return { why: `there is no version ${good}`, instead: `give one of ${versions.join(', ')}` };
    if (version === good || status?.endsWith('ING') !== true) return null;
    return { why: `the endpoint is ${status}`, instead: 'wait until it is READY, and plan again' };
  },
  blast: ({ endpoint, version: good }, { version }) => [
    `new sessions of ${endpoint} run version ${good} instead of ${version ?? '?'}; those that run go on`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(
  { agentRuntimeId, endpoint, version: good, region }: Params,
  { version }: Observed,
  context: ActionContext,
): readonly Setting[] {
  if (version === null) return [];
  return [
    {
      name: `version of endpoint ${endpoint}`,
      is: version,
      wanted: good,
      set: (to: Json) => [
        {
          service: 'bedrock-agentcore-control',
          operation: 'UpdateAgentRuntimeEndpoint',
          region: region ?? context.region,
          input: { agentRuntimeId, endpointName: endpoint, agentRuntimeVersion: to },
          purpose: to === good ? 'move it to the good version' : 'move it back',
          reversibility: REVERSIBLE,
        },
      ],
    },
  ];
}
