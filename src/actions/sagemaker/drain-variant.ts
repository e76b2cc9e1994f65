import type { Json, JsonObject } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { listOf, textOf } from '../answers.ts';
import { ENDPOINT, readEndpoint } from '../endpoints.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly endpoint: string;
  readonly variant: string;
  readonly region?: string;
}

interface Observed {
  /** InService, Updating …; null = there is no such endpoint. */
  readonly status: string | null;
  /** The weight each variant has, or is being given. */
  readonly weights: Readonly<Record<string, number>>;
}

/** C27: sends no calls to one variant of an endpoint any more. */
export const drainVariant = defineAction<Params, Observed>({
  catalogue: 'C27',
  kind: 'containment',
  title: 'Send an endpoint variant no calls',
  summary: 'Gives one variant of a SageMaker endpoint the weight 0: the others answer instead.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['endpoint', 'variant'],
    properties: {
      endpoint: ENDPOINT,
      variant: {
        type: 'string',
        minLength: 1,
        maxLength: 63,
        description: 'Name of the variant that cannot be trusted.',
      },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['sagemaker:DescribeEndpoint'],
  changes: ['sagemaker:UpdateEndpointWeightsAndCapacities'],
  undone: 'Gives the variant the weight it had.',
  keepFirst: [],
  mistakes: [
    'Of a single variant a weight of 0 changes nothing: move or delete the endpoint.',
    'A caller that names the variant (TargetVariant) still reaches it.',
    'Automatic scaling may change capacities meanwhile; it leaves weights alone.',
  ],
  observe: async ({ endpoint, region }, reader, context) => {
    const found = await readEndpoint(endpoint, region ?? context.region, reader);
    return {
      status: textOf(found, 'EndpointStatus'),
      weights: Object.fromEntries(
        listOf(found, 'ProductionVariants').map((shown) => [
          textOf(shown, 'VariantName') ?? '',
          weightOf(shown),
        ]),
      ),
    };
  },
  target: ({ endpoint, variant }) => `variant ${variant} of endpoint ${endpoint}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ endpoint, variant }, { status, weights }) => {
    if (status === null)
      return {
        why: `there is no endpoint ${endpoint} in this Region`,
        instead: 'check the name and the Region',
      };
    if (weights[variant] === undefined)
      return {
        why: `endpoint ${endpoint} has no variant ${variant}`,
        instead: `give one of ${Object.keys(weights).join(', ')}`,
      };
    if (weights[variant] === 0) return null;
    if (!Object.entries(weights).some(([name, weight]) => name !== variant && weight > 0))
      return {
        why: `${variant} is the only variant that gets calls: a weight of 0 would change nothing`,
        instead:
          'move the endpoint to a good configuration (sagemaker/restore-endpoint), or delete it (sagemaker/delete-endpoint)',
      };
    return status === 'InService'
      ? null
      : {
          why: `the endpoint is ${status}, and cannot be changed meanwhile`,
          instead: 'wait until it is InService, and plan again',
        };
  },
  blast: ({ variant }, { weights }) => [
    `the calls of ${variant} go to ${Object.keys(weights)
      .filter((name) => name !== variant)
      .join(', ')}, which take the whole load`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function weightOf({ DesiredWeight, CurrentWeight }: JsonObject): number {
  return Number(DesiredWeight ?? CurrentWeight ?? 0);
}

function settings(
  { endpoint, variant, region }: Params,
  { weights }: Observed,
  context: ActionContext,
): readonly Setting[] {
  const weight = weights[variant];
  if (weight === undefined) return [];
  return [
    {
      name: `weight of variant ${variant}`,
      is: weight,
      wanted: 0,
      set: (to: Json) => [
        {
          service: 'sagemaker',
          operation: 'UpdateEndpointWeightsAndCapacities',
          region: region ?? context.region,
          input: {
            EndpointName: endpoint,
            DesiredWeightsAndCapacities: [{ VariantName: variant, DesiredWeight: to }],
          },
          purpose: to === 0 ? 'send it no calls' : 'send it its calls again',
          reversibility: REVERSIBLE,
        },
      ],
    },
  ];
}
