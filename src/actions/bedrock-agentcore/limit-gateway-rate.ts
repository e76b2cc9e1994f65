import type { Json, JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { listOf, objectOf, textOf } from '../answers.ts';
import { allItems, NEXT_TOKEN_PAGES } from '../pages.ts';
import { neededCalls, sameButEmpty, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly gateway: string;
  readonly dimension: string;
  readonly value: string;
  readonly requests: number;
  readonly period?: 'minute' | 'second';
  readonly region?: string;
}

/** The rate limit of a gateway that goes by one dimension: a gateway has at most one of each. */
interface RateLimit {
  readonly id: string;
  readonly description: string | null;
  readonly status: string | null;
  readonly entries: readonly JsonObject[];
}

interface Observed {
  readonly exists: boolean;
  readonly limit: RateLimit | null;
}

/** C29: a caller, a tool or a target of a gateway gets so many calls, or none. */
export const limitGatewayRate = defineAction<Params, Observed>({
  catalogue: 'C29',
  kind: 'containment',
  title: 'Limit the calls of a gateway of AgentCore',
  summary:
    'Lets a caller, a tool or a target of a gateway of AgentCore have so many calls and no more; 0 blocks it.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['gateway', 'dimension', 'value', 'requests'],
    properties: {
      gateway: { type: 'string', minLength: 1, description: 'Id of the gateway.' },
      dimension: {
        type: 'string',
        pattern:
          '^(targetName|toolName|qualifiedModelId|\\$\\.context\\.iam\\.(principal|sourceIdentity)|\\$\\.context\\.jwt\\.[A-Za-z0-9_:-]+)$',
        description:
          'What is limited: $.context.iam.principal, $.context.jwt.sub, toolName, targetName, qualifiedModelId.',
      },
      value: {
        type: 'string',
        minLength: 1,
        description:
          'Its value: the ARN of the caller, target___tool; * for all that have no limit of their own.',
      },
      requests: {
        type: 'number',
        multipleOf: 1,
        minimum: 0,
        maximum: 10_000_000,
        description: 'How many calls it gets in the period; 0 blocks it.',
      },
      period: { type: 'string', enum: ['minute', 'second'], description: 'Minute unless second is given.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['bedrock-agentcore-control:GetGateway', 'bedrock-agentcore-control:ListGatewayRateLimits'],
  changes: [
    'bedrock-agentcore-control:CreateGatewayRateLimit',
    'bedrock-agentcore-control:UpdateGatewayRateLimit',
    'bedrock-agentcore-control:DeleteGatewayRateLimit',
  ],
  undone: 'Gives back the limit that was found, or takes it away.',
  keepFirst: [],
  mistakes: [
    'A limit is no boundary: where the gateway cannot work out who calls, or the limiter is down, it lets calls through. Take the caller’s role or key as well.',
    'It counts within 30 seconds, and only for this gateway.',
    'An update of a limit replaces all of its entries: those of other values are kept.',
    'A caller behind a JWT has no ARN: limit a claim ($.context.jwt.sub).',
  ],
  observe: async ({ gateway, dimension, region }, reader, context) => {
    const request = {
      service: 'bedrock-agentcore-control',
      region: region ?? context.region,
      input: { gatewayIdentifier: gateway },
      absent: ['ResourceNotFoundException'],
    };
    const found = await reader.read({ ...request, operation: 'GetGateway' });
    const limits = await allItems(
      { ...request, operation: 'ListGatewayRateLimits' },
      { items: 'rateLimits', ...NEXT_TOKEN_PAGES },
      reader,
    );
    const own = limits.find(
      ({ dimensionKeys, status }) =>
        Array.isArray(dimensionKeys) &&
        dimensionKeys.length === 1 &&
        dimensionKeys[0] === dimension &&
        status !== 'DELETING',
    );
    return { exists: found !== null, limit: own === undefined ? null : limitOf(own) };
  },
  target: ({ gateway, dimension, value }) => `calls of gateway ${gateway} with ${dimension} ${value}`,
  touches: ({ dimension, value, requests }) => ({
    principals: dimension === '$.context.iam.principal' && value !== '*' && requests === 0 ? [value] : [],
    buckets: [],
  }),
  refuse: (params, { exists, limit }) => {
    if (!exists)
      return {
        why: `there is no gateway ${params.gateway} in this Region`,
        instead: 'list them (bedrock-agentcore-control list-gateways), and check the Region',
      };
    if (limit === null || sameButEmpty(limit.entries, wantedEntries(params, limit.entries))) return null;
    return limit.status?.endsWith('ING') === true
      ? { why: `the rate limit is ${limit.status}`, instead: 'wait until it is ACTIVE, and plan again' }
      : null;
  },
  blast: ({ dimension, value, requests, period = 'minute' }, { limit }) => [
    requests === 0
      ? `calls with ${dimension} ${value} get no answer from this gateway any more`
      : `calls with ${dimension} ${value} beyond ${requests} a ${period} are refused`,
    limit === null
      ? 'until now nothing is limited by this'
      : `the limit ${limit.id} has ${limit.entries.length} entries, which stay but for this value`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function limitOf(limit: JsonObject): RateLimit {
  return {
    id: textOf(limit, 'rateLimitId') ?? '',
    description: textOf(limit, 'description'),
    status: textOf(limit, 'status'),
    entries: listOf(limit, 'entries'),
  };
}

function settings(params: Params, { limit }: Observed, context: ActionContext): readonly Setting[] {
  const wanted = wantedEntries(params, limit?.entries ?? []);
  return [
    {
      name: `rate limit by ${params.dimension}`,
      is: limit === null ? null : limit.entries,
      wanted,
      same: sameButEmpty,
      set: (to: Json) => [
        limitCall(params, limit, {
          to,
          region: params.region ?? context.region,
          purpose: to === wanted ? 'let it have no more calls than that' : 'limit it as before',
        }),
      ],
    },
  ];
}

/** The entries that are there, with this value's own in its place. */
function wantedEntries(
  { dimension, value, requests, period = 'minute' }: Params,
  found: readonly JsonObject[],
): readonly JsonObject[] {
  const entry = { dimensions: { [dimension]: value }, requests: [{ rate: requests, period }] };
  const at = found.findIndex((one) => textOf(objectOf(one, 'dimensions'), dimension) === value);
  return at === -1 ? [...found, entry] : found.with(at, entry);
}

interface Written {
  readonly to: Json;
  readonly region: string;
  readonly purpose: string;
}

function limitCall(
  { gateway, dimension }: Params,
  limit: RateLimit | null,
  { to, region, purpose }: Written,
): PlannedCall {
  const rateLimitId =
    limit?.id ?? `heptad-${dimension.replace('$.', '').replaceAll(/[^A-Za-z0-9]+/g, '-')}`.slice(0, 64);
  const said = { service: 'bedrock-agentcore-control', region, purpose, reversibility: REVERSIBLE };
  const named = { gatewayIdentifier: gateway, rateLimitId };
  if (to === null) return { ...said, operation: 'DeleteGatewayRateLimit', input: named };
  if (limit === null)
    return {
      ...said,
      operation: 'CreateGatewayRateLimit',
      input: { ...named, dimensionKeys: [dimension], entries: to },
    };
  const description = limit.description === null ? {} : { description: limit.description };
  return { ...said, operation: 'UpdateGatewayRateLimit', input: { ...named, ...description, entries: to } };
}
