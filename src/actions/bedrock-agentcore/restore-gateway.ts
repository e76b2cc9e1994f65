import type { Json, JsonObject } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { objectOf, textOf } from '../answers.ts';
import { neededCalls, sameButEmpty, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly gateway: string;
  readonly body?: JsonObject;
  readonly enforce?: boolean;
  readonly region?: string;
}

interface Observed {
  /** Everything an update takes: what it leaves out is dropped. Null = there is no such gateway. */
  readonly body: JsonObject | null;
  readonly status: string | null;
}

/** What UpdateGateway takes, by the names GetGateway gives it. */
const TAKEN = [
  'name',
  'description',
  'roleArn',
  'protocolType',
  'protocolConfiguration',
  'authorizerType',
  'authorizerConfiguration',
  'kmsKeyArn',
  'customTransformConfiguration',
  'interceptorConfigurations',
  'policyEngineConfiguration',
  'exceptionLevel',
  'wafConfiguration',
] as const;

/** C29: gives a gateway of AgentCore its kept body back, and has its policies enforced. */
export const restoreGateway = defineAction<Params, Observed>({
  catalogue: 'C29',
  kind: 'containment',
  title: 'Restore a gateway of AgentCore',
  summary:
    'Writes a gateway of AgentCore as it was kept, or as it is, whole, with its policy engine enforcing instead of only logging.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['gateway'],
    properties: {
      gateway: { type: 'string', minLength: 1, description: 'Id or ARN of the gateway.' },
      body: {
        type: 'object',
        required: ['name', 'roleArn', 'authorizerType'],
        description: 'What GetGateway gave when it was good; the gateway as it is unless given.',
      },
      enforce: {
        type: 'boolean',
        description: 'Whether its policy engine enforces (ENFORCE); true unless given.',
      },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['bedrock-agentcore-control:GetGateway'],
  changes: ['bedrock-agentcore-control:UpdateGateway'],
  undone: 'Writes the gateway as it was found.',
  keepFirst: ['the gateway and its targets as they are (GetGateway, ListGatewayTargets)'],
  mistakes: [
    'An update replaces everything: what it leaves out is dropped.',
    'Targets are not part of it: look at each, and delete one last of all, since it is evidence.',
    'With no policy that allows a tool, ENFORCE refuses every call of it.',
  ],
  observe: async ({ gateway, region }, reader, context) => {
    const found = await reader.read({
      service: 'bedrock-agentcore-control',
      operation: 'GetGateway',
      region: region ?? context.region,
      input: { gatewayIdentifier: gateway },
      absent: ['ResourceNotFoundException'],
    });
    return { body: found === null ? null : takenOf(found), status: textOf(found, 'status') };
  },
  target: ({ gateway }, { body }) => `gateway ${textOf(body, 'name') ?? gateway}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ gateway, body: good, enforce = true }, { body, status }) => {
    if (body === null)
      return {
        why: `there is no gateway ${gateway} in this Region`,
        instead: 'list them (bedrock-agentcore-control list-gateways), and check the Region',
      };
    if (status?.endsWith('ING') === true)
      return { why: `the gateway is ${status}`, instead: 'wait until it is READY, and plan again' };
    if (good !== undefined || !enforce || objectOf(body, 'policyEngineConfiguration') !== null) return null;
    return {
      why: 'the gateway has no policy engine, so that there is nothing to enforce',
      instead: 'give the kept body, with its policyEngineConfiguration, or enforce=false',
    };
  },
  blast: ({ gateway }, { body }) => [
    `agents that use ${gateway} get only the tools its policies allow, under the sign-in of the body that is written`,
    `its policy engine until now: ${textOf(objectOf(body, 'policyEngineConfiguration'), 'mode') ?? 'none'}; its sign-in: ${textOf(body, 'authorizerType') ?? '?'}`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed.body, { observed, context })),
  undo: (params, { before, now }, context) =>
    undoSettings({
      before: settings(params, before.body, { observed: before, context }),
      now: settings(params, before.body, { observed: now, context }),
    }),
  contained: () => null,
});

function takenOf(gateway: JsonObject): JsonObject {
  return Object.fromEntries(
    TAKEN.flatMap((name) => {
      const value = gateway[name];
      return value === undefined || value === null ? [] : [[name, value] as const];
    }),
  );
}

interface States {
  readonly observed: Observed;
  readonly context: ActionContext;
}

function settings(
  { gateway, body: good, enforce = true, region }: Params,
  base: JsonObject | null,
  { observed, context }: States,
): readonly Setting[] {
  if (observed.body === null) return [];
  const wanted = enforced(good === undefined ? (base ?? observed.body) : takenOf(good), enforce);
  return [
    {
      name: `gateway ${gateway}`,
      is: observed.body,
      wanted,
      same: sameButEmpty,
      set: (to: Json) => [
        {
          service: 'bedrock-agentcore-control',
          operation: 'UpdateGateway',
          region: region ?? context.region,
          input: { gatewayIdentifier: gateway, ...(to as JsonObject) },
          purpose: to === wanted ? 'write it as it is wanted' : 'write it as it was before',
          reversibility: REVERSIBLE,
        },
      ],
    },
  ];
}

function enforced(body: JsonObject, enforce: boolean): JsonObject {
  const engine = objectOf(body, 'policyEngineConfiguration');
  return engine === null || !enforce
    ? body
    : { ...body, policyEngineConfiguration: { ...engine, mode: 'ENFORCE' } };
}
