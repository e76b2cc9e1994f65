import type { Json } from '../../base/json.ts';
import { type Reversibility, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { objectOf, textOf } from '../answers.ts';
import { ENDPOINT, NO_ENDPOINT, readEndpoint } from '../endpoints.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly endpoint: string;
  readonly config: string;
  readonly region?: string;
}

interface Observed {
  /** InService, Updating …; null = there is no such endpoint. */
  readonly status: string | null;
  /** The configuration it has, or is being moved to. */
  readonly config: string | null;
  readonly goodExists: boolean;
}

const SHARES_LOST: Reversibility = {
  kind: 'leaves',
  residue: 'weights and numbers of instances as the configuration has them: what was changed since is gone',
};

/** C27: moves an endpoint back to a configuration that is known to be good. */
export const restoreEndpoint = defineAction<Params, Observed>({
  catalogue: 'C27',
  kind: 'containment',
  title: 'Restore an endpoint’s configuration',
  summary:
    'Moves a SageMaker endpoint to a configuration known to be good, without taking it out of service.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['endpoint', 'config'],
    properties: {
      endpoint: ENDPOINT,
      config: {
        type: 'string',
        minLength: 1,
        maxLength: 63,
        description: 'Name of the good endpoint configuration.',
      },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['sagemaker:DescribeEndpoint', 'sagemaker:DescribeEndpointConfig'],
  changes: ['sagemaker:UpdateEndpoint'],
  undone:
    'Moves the endpoint back to the configuration it had; weights and numbers of instances that were changed since are not.',
  keepFirst: ['the configuration it has now, and the model artefacts it names'],
  mistakes: [
    'The good configuration names models: look whether their artefacts were changed in the bucket.',
    'A weight of 0 does not stop a variant that is the only one.',
    'It takes minutes; if it fails the endpoint rolls back to what it had. See that it is InService.',
  ],
  observe: async ({ endpoint, config, region }, reader, context) => {
    const place = region ?? context.region;
    const found = await readEndpoint(endpoint, place, reader);
    const good = await reader.read({
      service: 'sagemaker',
      operation: 'DescribeEndpointConfig',
      region: place,
      input: { EndpointConfigName: config },
      absent: NO_ENDPOINT,
    });
    const pending = objectOf(found, 'PendingDeploymentSummary');
    return {
      status: textOf(found, 'EndpointStatus'),
      config: textOf(pending, 'EndpointConfigName') ?? textOf(found, 'EndpointConfigName'),
      goodExists: good !== null,
    };
  },
  target: ({ endpoint }) => `endpoint ${endpoint}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ endpoint, config }, observed) => {
    if (observed.status === null)
      return {
        why: `there is no endpoint ${endpoint} in this Region`,
        instead: 'check the name and the Region; DeleteEndpoint tells who deleted it',
      };
    if (!observed.goodExists)
      return {
        why: `there is no endpoint configuration ${config} in this Region`,
        instead: 'make it again from the kept one (create-endpoint-config), and plan again',
      };
    if (observed.config === config || observed.status === 'InService') return null;
    return {
      why: `the endpoint is ${observed.status}, and cannot be changed meanwhile`,
      instead: 'wait until it is InService, and plan again',
    };
  },
  blast: ({ endpoint, config }, observed) => [
    `whoever calls ${endpoint} gets the models of ${config} instead of those of ${observed.config ?? '?'}`,
    'new instances are started before the old ones go: for a while both are paid for',
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(
  { endpoint, config, region }: Params,
  observed: Observed,
  context: ActionContext,
): readonly Setting[] {
  if (observed.status === null) return [];
  return [
    {
      name: `configuration of endpoint ${endpoint}`,
      is: observed.config,
      wanted: config,
      set: (to: Json) => [
        {
          service: 'sagemaker',
          operation: 'UpdateEndpoint',
          region: region ?? context.region,
          input: { EndpointName: endpoint, EndpointConfigName: to },
          purpose: to === config ? 'move it to the good configuration' : 'move it back',
          reversibility: to === config ? SHARES_LOST : REVERSIBLE,
        },
      ],
    },
  ];
}
