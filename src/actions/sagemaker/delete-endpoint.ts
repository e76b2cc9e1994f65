import type { Json } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { textOf } from '../answers.ts';
import { ENDPOINT, readEndpoint } from '../endpoints.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly endpoint: string;
  readonly region?: string;
}

interface Observed {
  /** InService, Updating …; null = there is no such endpoint. */
  readonly status: string | null;
  readonly config: string | null;
}

/** C27: takes an endpoint out of service altogether; its configuration and its model stay. */
export const deleteEndpoint = defineAction<Params, Observed>({
  catalogue: 'C27',
  kind: 'containment',
  title: 'Delete an endpoint',
  summary:
    'Deletes a SageMaker endpoint whose model cannot be trusted; its configuration and its model stay as evidence.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['endpoint'],
    properties: {
      endpoint: ENDPOINT,
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['sagemaker:DescribeEndpoint'],
  changes: ['sagemaker:DeleteEndpoint', 'sagemaker:CreateEndpoint'],
  undone: 'Makes it again by its name from the configuration it had; tags, weights and scaling are not.',
  keepFirst: ['the endpoint and its configuration as they are, and what data capture has kept of its calls'],
  mistakes: [
    'Where a good configuration is known, move the endpoint to it instead (sagemaker/restore-endpoint): callers go on.',
    'Do not delete the configuration or the model with it: they are evidence, and the way back.',
    'Whoever may create endpoints makes it again: deny that too.',
  ],
  observe: async ({ endpoint, region }, reader, context) => {
    const found = await readEndpoint(endpoint, region ?? context.region, reader);
    const status = textOf(found, 'EndpointStatus');
    return status === 'Deleting'
      ? { status: null, config: null }
      : { status, config: textOf(found, 'EndpointConfigName') };
  },
  target: ({ endpoint }) => `endpoint ${endpoint}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: (_, { status }) =>
    status === 'Creating' || status === 'Updating' || status === 'RollingBack'
      ? {
          why: `the endpoint is ${status}, and cannot be deleted meanwhile`,
          instead: 'wait until it is InService, and plan again',
        }
      : null,
  blast: ({ endpoint }, { config }) => [
    `every call of ${endpoint} fails until it is made again, which takes minutes`,
    `its configuration ${config ?? '?'} stays, and can be used to make it again`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(
  { endpoint, region }: Params,
  { config }: Observed,
  context: ActionContext,
): readonly Setting[] {
  const place = { service: 'sagemaker', region: region ?? context.region };
  return [
    {
      name: `endpoint ${endpoint}`,
      is: config,
      wanted: null,
      set: (to: Json) =>
        to === null
          ? [
              {
                ...place,
                operation: 'DeleteEndpoint',
                input: { EndpointName: endpoint },
                purpose: 'let it answer nobody',
                reversibility: {
                  kind: 'leaves',
                  residue: 'made again from its configuration: tags, changed weights and scaling are gone',
                },
              },
            ]
          : [
              {
                ...place,
                operation: 'CreateEndpoint',
                input: { EndpointName: endpoint, EndpointConfigName: to },
                purpose: 'make it again from the configuration it had',
                reversibility: REVERSIBLE,
              },
            ],
    },
  ];
}
