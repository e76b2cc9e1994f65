import * as sagemaker from '@aws-sdk/client-sagemaker';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { endpointHandlers } from './endpoints.ts';
import type { SageMakerHandlers } from './handlers.ts';
import { notebookHandlers } from './notebooks.ts';
import { trainingJobHandlers } from './training-jobs.ts';

/** The kinds of resource, by the member that names one. */
const RESOURCES: readonly (readonly [member: string, kind: string])[] = [
  ['EndpointName', 'endpoint'],
  ['EndpointConfigName', 'endpoint-config'],
  ['NotebookInstanceName', 'notebook-instance'],
  ['TrainingJobName', 'training-job'],
];

/** What containment needs of SageMaker. */
export function sageMakerService(world: World): ServiceUnit {
  const handlers: SageMakerHandlers = {
    ...endpointHandlers(world),
    ...notebookHandlers(world),
    ...trainingJobHandlers(world),
  };
  return {
    model: serviceModel(sagemaker, sagemaker.SageMakerClient),
    handlers: untyped(handlers),
    // A call that names an endpoint and its configuration needs the permission on both.
    access: (operation, input, { region }) => {
      const named = RESOURCES.flatMap(([member, kind]) => {
        const name = input[member];
        return typeof name === 'string' ? [`${kind}/${name.toLowerCase()}`] : [];
      });
      const arns = named.map((path) => `arn:aws:sagemaker:${region}:${world.accountId}:${path}`);
      return (arns.length === 0 ? ['*'] : arns).map((resource) => ({
        action: `sagemaker:${operation}`,
        resource,
      }));
    },
  };
}
