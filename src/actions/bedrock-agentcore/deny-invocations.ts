import type { Json } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import { textOf } from '../answers.ts';
import { samePolicy, type Statement, withStatements } from '../policies.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly resource: string;
  readonly principals?: readonly string[];
  readonly allow?: readonly string[];
}

interface Observed {
  /** As written; null = the resource has none. */
  readonly policy: string | null;
}

/** Calls that set an agent or a gateway to work (service authorization reference of Bedrock AgentCore). */
const INVOKING = {
  gateway: ['bedrock-agentcore:InvokeGateway'],
  runtime: [
    'bedrock-agentcore:InvokeAgentRuntime',
    'bedrock-agentcore:InvokeAgentRuntimeCommand',
    'bedrock-agentcore:InvokeAgentRuntimeCommandShell',
    'bedrock-agentcore:InvokeAgentRuntimeForUser',
    'bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream',
    'bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStreamForUser',
  ],
} as const;

/** C29: a resource policy keeps callers away from an agent runtime or a gateway. */
export const denyInvocations = defineAction<Params, Observed>({
  catalogue: 'C29',
  kind: 'containment',
  title: 'Deny calls of an agent runtime or gateway',
  summary:
    'Denies principals, or everybody but those listed, to invoke an AgentCore runtime or gateway, by its resource policy.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['resource'],
    properties: {
      resource: {
        type: 'string',
        pattern:
          '^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:[0-9]{12}:(gateway/[^/]+|runtime/[^/]+(/runtime-endpoint/[^/]+)?)$',
        description: 'ARN of the runtime, its endpoint, or the gateway.',
      },
      principals: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^arn:aws[a-z-]*:iam::[0-9*]+:(role|user)/.+$' },
        description: 'ARNs that are denied (aws:PrincipalArn); everybody unless given.',
      },
      allow: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^arn:aws[a-z-]*:iam::[0-9*]+:(role|user)/.+$' },
        description: 'ARNs that are still let in, where everybody is denied.',
      },
    },
  },
  reads: ['bedrock-agentcore-control:GetResourcePolicy'],
  changes: ['bedrock-agentcore-control:PutResourcePolicy', 'bedrock-agentcore-control:DeleteResourcePolicy'],
  undone: 'Puts the resource policy back as it was, or takes it away where there was none.',
  keepFirst: [],
  mistakes: [
    'A resource policy is replaced whole: the statements that are there are kept.',
    'A call of a runtime is judged by the policy of the runtime and of its endpoint, each by itself: deny on the runtime.',
    'Sessions that run go on: stop them (bedrock-agentcore/stop-runtime-session).',
    'Callers who sign in by a JWT have no ARN: deny everybody, or change the authorizer (bedrock-agentcore/restore-gateway).',
  ],
  observe: async ({ resource }, reader) => {
    const answer = await reader.read({
      service: 'bedrock-agentcore-control',
      operation: 'GetResourcePolicy',
      region: regionOf(resource),
      input: { resourceArn: resource },
      absent: ['ResourceNotFoundException'],
    });
    return { policy: textOf(answer, 'policy') };
  },
  target: ({ resource }) => `calls of ${resource}`,
  touches: ({ principals = ['*'], allow = [] }) => ({ principals, spared: allow, buckets: [] }),
  refuse: ({ principals, allow }) =>
    principals !== undefined && allow !== undefined
      ? {
          why: 'both principals and allow are given',
          instead: 'name those who are denied, or those who are let in',
        }
      : null,
  blast: ({ principals, allow }, { policy }) => [
    principals === undefined
      ? `nobody${allow === undefined ? '' : ` but ${allow.join(', ')}`} can invoke it, whatever their policies allow`
      : `${principals.join(', ')} can invoke it no more, whatever their policies allow`,
    policy === null ? 'it has no resource policy until now' : 'the statements of its policy stay',
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: () => null,
});

function settings(params: Params, { policy }: Observed): readonly Setting[] {
  const { resource } = params;
  const wanted = withStatements(policy, [deniedBy(params)]);
  return [
    {
      name: `resource policy of ${resource}`,
      is: policy,
      wanted,
      same: samePolicy,
      set: (to: Json) => [
        policyCall(resource, to, to === wanted ? 'deny the calls' : 'put back what was there before'),
      ],
    },
  ];
}

function deniedBy({ resource, principals, allow }: Params): Statement {
  const kind = resource.includes(':gateway/') ? 'gateway' : 'runtime';
  const condition =
    principals !== undefined
      ? { ArnLike: { 'aws:PrincipalArn': [...principals].toSorted() } }
      : allow === undefined
        ? null
        : { ArnNotLike: { 'aws:PrincipalArn': [...allow].toSorted() } };
  return {
    Sid: 'HeptadDenyInvocations',
    Effect: 'Deny',
    Principal: '*',
    Action: INVOKING[kind],
    Resource: resource,
    ...(condition === null ? {} : { Condition: condition }),
  };
}

function policyCall(resourceArn: string, to: Json, purpose: string): PlannedCall {
  return {
    service: 'bedrock-agentcore-control',
    operation: to === null ? 'DeleteResourcePolicy' : 'PutResourcePolicy',
    region: regionOf(resourceArn),
    input: { resourceArn, ...(to === null ? {} : { policy: to }) },
    purpose,
    reversibility: REVERSIBLE,
  };
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
