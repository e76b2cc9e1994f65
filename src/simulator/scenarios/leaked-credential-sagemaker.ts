import { roleArnOf } from '../story/cast.ts';
import { HOME_REGION, arn } from '../story/names.ts';
import { byRegion } from '../world/by-region.ts';
import { noSageMaker, sharesOf, type SageMakerState } from '../world/sagemaker-state.ts';

const DAY = 86_400_000;
const ENDPOINT = 'support-reranker';

/** SageMaker of the story: the home Region reranks what the support assistant finds. The intruder was refused there and changed nothing. */
export function sageMakerStates(start: number): (region: string) => SageMakerState {
  return byRegion((region) => (region === HOME_REGION ? homeState(start) : noSageMaker()));
}

function homeState(start: number): SageMakerState {
  const state = noSageMaker();
  for (const [index, name] of [`${ENDPOINT}-1`, `${ENDPOINT}-2`].entries())
    state.configs.set(name, {
      EndpointConfigName: name,
      EndpointConfigArn: arn('sagemaker', HOME_REGION, `endpoint-config/${name}`),
      ProductionVariants: [
        {
          VariantName: 'AllTraffic',
          ModelName: name,
          InitialInstanceCount: 2,
          InstanceType: 'ml.g5.xlarge',
          InitialVariantWeight: 1,
        },
      ],
      CreationTime: new Date(start - (100 - index * 60) * DAY),
    });
  const config = state.configs.get(`${ENDPOINT}-2`);
  if (config !== undefined)
    state.endpoints.set(ENDPOINT, {
      name: ENDPOINT,
      arn: arn('sagemaker', HOME_REGION, `endpoint/${ENDPOINT}`),
      createdAt: start - 100 * DAY,
      configName: `${ENDPOINT}-2`,
      shares: sharesOf(config),
      changedAt: start - 40 * DAY,
      meanwhile: 'Updating',
    });
  addNotebook(state, start);
  addTrainingJob(state, start);
  return state;
}

function addNotebook({ notebooks }: SageMakerState, start: number): void {
  notebooks.set('reranker-lab', {
    shown: {
      NotebookInstanceName: 'reranker-lab',
      NotebookInstanceArn: arn('sagemaker', HOME_REGION, 'notebook-instance/reranker-lab'),
      InstanceType: 'ml.t3.medium',
      Url: `reranker-lab.notebook.${HOME_REGION}.sagemaker.aws`,
      RoleArn: roleArnOf('platform'),
      DirectInternetAccess: 'Enabled',
      RootAccess: 'Enabled',
      VolumeSizeInGB: 20,
      CreationTime: new Date(start - 90 * DAY),
    },
    wanted: 'InService',
    since: start - 2 * DAY,
  });
}

/** It still runs when the responders come. */
function addTrainingJob({ trainingJobs }: SageMakerState, start: number): void {
  const TrainingJobName = `${ENDPOINT}-3`;
  trainingJobs.set(TrainingJobName, {
    shown: {
      TrainingJobName,
      TrainingJobArn: arn('sagemaker', HOME_REGION, `training-job/${TrainingJobName}`),
      ModelArtifacts: { S3ModelArtifacts: undefined },
      RoleArn: roleArnOf('platform'),
      ResourceConfig: { InstanceType: 'ml.g5.xlarge', InstanceCount: 1, VolumeSizeInGB: 100 },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
      CreationTime: new Date(start - DAY / 12),
      TrainingStartTime: new Date(start - DAY / 12),
    },
    endsAt: start + DAY / 2,
    stoppedAt: undefined,
  });
}
