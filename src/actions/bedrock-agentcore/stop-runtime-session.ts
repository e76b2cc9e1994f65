import { type ActionContext, defineAction } from '../../ports/action.ts';
import type { PlannedCall } from '../../model/plan.ts';
import { listOf, textOf } from '../answers.ts';

interface Params {
  readonly agentRuntimeId: string;
  readonly sessionId: string;
  readonly endpoint?: string;
  readonly region?: string;
}

interface Observed {
  /** Null = there is no such runtime. */
  readonly arn: string | null;
}

const UNSEEN = 'AgentCore tells of no session whether it runs: its answer to the call is all there is';

/** C29: ends a session of an agent that runs. */
export const stopRuntimeSession = defineAction<Params, Observed>({
  catalogue: 'C29',
  kind: 'containment',
  title: 'Stop a session of an agent runtime',
  summary: 'Ends a session of an AgentCore runtime: what it holds in memory and on its disk is gone.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['agentRuntimeId', 'sessionId'],
    properties: {
      agentRuntimeId: { type: 'string', minLength: 1, description: 'Id of the agent runtime.' },
      sessionId: { type: 'string', minLength: 1, description: 'Id of the session, as its calls carry it.' },
      endpoint: {
        type: 'string',
        minLength: 1,
        description: 'Name of the endpoint (qualifier); DEFAULT unless given.',
      },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['bedrock-agentcore-control:ListAgentRuntimes'],
  changes: ['bedrock-agentcore:StopRuntimeSession'],
  undone: 'Nothing: the session is gone. A new call with the same id starts an empty one.',
  keepFirst: [
    'the spans and logs of the session (aws/spans, the log group of the runtime): its memory is lost',
  ],
  mistakes: [
    'A new call with the same id starts a new session: first take the way in, the key or the role.',
    'What its tools started elsewhere goes on.',
    'Whether it still runs cannot be read: look for its id in the spans afterwards.',
  ],
  unseen: UNSEEN,
  observe: async ({ agentRuntimeId, region }, reader, context) => {
    for (let page = {}; ;) {
      const answer = await reader.read({
        service: 'bedrock-agentcore-control',
        operation: 'ListAgentRuntimes',
        region: region ?? context.region,
        input: page,
      });
      const found = listOf(answer, 'agentRuntimes').find(
        (one) => textOf(one, 'agentRuntimeId') === agentRuntimeId,
      );
      const nextToken = textOf(answer, 'nextToken');
      if (found !== undefined || nextToken === null) return { arn: textOf(found ?? null, 'agentRuntimeArn') };
      page = { nextToken };
    }
  },
  target: ({ agentRuntimeId, sessionId }) => `session ${sessionId} of agent runtime ${agentRuntimeId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ agentRuntimeId }, { arn }) =>
    arn === null
      ? {
          why: `there is no agent runtime ${agentRuntimeId} in this Region`,
          instead: 'list them (bedrock-agentcore-control list-agent-runtimes), and check the Region',
        }
      : null,
  blast: ({ sessionId }) => [
    `whoever talks to the agent in session ${sessionId} loses it, with all it holds in memory`,
    UNSEEN,
  ],
  plan: (params, { arn }, context) =>
    arn === null || context.made?.length === 1 ? [] : [stopCall(params, arn, context)],
  undo: () => ({ kind: 'none', why: 'a session that was ended is gone' }),
  contained: () => null,
});

function stopCall({ sessionId, endpoint, region }: Params, arn: string, context: ActionContext): PlannedCall {
  return {
    service: 'bedrock-agentcore',
    operation: 'StopRuntimeSession',
    region: region ?? context.region,
    input: {
      agentRuntimeArn: arn,
      runtimeSessionId: sessionId,
      ...(endpoint === undefined ? {} : { qualifier: endpoint }),
    },
    purpose: 'end the session',
    reversibility: { kind: 'irreversible', why: 'what the session held in memory is gone' },
    alreadyWhen: ['ResourceNotFoundException'],
  };
}
