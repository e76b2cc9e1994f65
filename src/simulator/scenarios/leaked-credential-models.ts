import type { CreateModelInvocationJobRequest } from '@aws-sdk/client-bedrock';
import { textField } from '../story/field.ts';
import { ACCOUNT, HOME_REGION, WORKLOAD } from '../story/names.ts';
import { noBedrockAssets, type BedrockAssets } from '../world/bedrock-assets.ts';
import type { History } from './history.ts';

const DAY = 86_400_000;

/** Where each geography's profile routes to, its own Region first. */
const GEOGRAPHIES: Readonly<Record<string, readonly string[]>> = {
  us: ['us-east-1', 'us-west-2', 'us-east-2'],
  eu: ['eu-central-1', 'eu-west-1', 'eu-west-3'],
};

/** A model the organization trained for the assistant's triage, bought throughput for and still pays. */
export const TUNED_MODEL = `arn:aws:bedrock:${HOME_REGION}:${ACCOUNT}:custom-model/anthropic.claude-3-haiku-20240307-v1:0/tmexample001`;

/** What the account has of its own in Bedrock: in the home Region a tuned model with its throughput; profiles everywhere. */
export function bedrockAssets(region: string, start: number): BedrockAssets {
  const assets = noBedrockAssets();
  for (const model of [WORKLOAD.model, WORKLOAD.smallModel]) addProfile(assets, region, model);
  if (region !== HOME_REGION) return assets;
  const made = new Date(start - 90 * DAY);
  const jobArn = `arn:aws:bedrock:${region}:${ACCOUNT}:model-customization-job/cjexample001`;
  const base = `arn:aws:bedrock:${region}::foundation-model/${WORKLOAD.smallModel}`;
  const data = {
    trainingDataConfig: { s3Uri: `s3://${WORKLOAD.artefactBucket}/triage/train.jsonl` },
    validationDataConfig: { validators: [] },
    outputDataConfig: { s3Uri: `s3://${WORKLOAD.artefactBucket}/triage/out/` },
  };
  assets.customModels.set(TUNED_MODEL, {
    modelArn: TUNED_MODEL,
    modelName: 'support-triage',
    jobName: 'support-triage-1',
    jobArn,
    baseModelArn: base,
    customizationType: 'FINE_TUNING',
    creationTime: made,
    modelStatus: 'Active',
    ...data,
  });
  assets.customizationJobs.set(jobArn, {
    shown: {
      jobArn,
      jobName: 'support-triage-1',
      outputModelName: 'support-triage',
      outputModelArn: TUNED_MODEL,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/analytics-etl-exec`,
      status: 'Completed',
      creationTime: made,
      lastModifiedTime: made,
      endTime: made,
      baseModelArn: base,
      customizationType: 'FINE_TUNING',
      ...data,
    },
  });
  const provisionedModelArn = `arn:aws:bedrock:${region}:${ACCOUNT}:provisioned-model/pmexample001`;
  assets.provisioned.set(provisionedModelArn, {
    provisionedModelArn,
    provisionedModelName: 'support-triage',
    modelArn: TUNED_MODEL,
    desiredModelArn: TUNED_MODEL,
    foundationModelArn: base,
    modelUnits: 1,
    desiredModelUnits: 1,
    status: 'InService',
    creationTime: made,
    lastModifiedTime: made,
  });
  return assets;
}

/** The batch job that the intruder started, whose answers went to a bucket of another account. */
export function addIntrudersBatch({ batchJobs }: BedrockAssets, happened: History): void {
  for (const { event, time } of happened.all('CreateModelInvocationJob')) {
    const request = event.requestParameters as unknown as Omit<CreateModelInvocationJobRequest, 'tags'>;
    const jobArn = textField(event.responseElements ?? {}, 'jobArn');
    const { jobName, modelId, roleArn, inputDataConfig, outputDataConfig } = request;
    const times = { submitTime: new Date(time), lastModifiedTime: new Date(time) };
    batchJobs.set(jobArn, {
      job: { jobArn, jobName, modelId, roleArn, inputDataConfig, outputDataConfig, ...times },
      stoppedAt: undefined,
    });
  }
}

/** The profile that AWS defines for a model in the Region's geography. */
function addProfile({ profiles }: BedrockAssets, region: string, model: string): void {
  const geography = region.split('-')[0] ?? '';
  const routed = GEOGRAPHIES[geography];
  if (routed === undefined) return;
  const id = `${geography}.${model}`;
  profiles.set(id, {
    inferenceProfileId: id,
    inferenceProfileName: `${geography.toUpperCase()} ${model}`,
    inferenceProfileArn: `arn:aws:bedrock:${region}:${ACCOUNT}:inference-profile/${id}`,
    models: routed.map((one) => ({ modelArn: `arn:aws:bedrock:${one}::foundation-model/${model}` })),
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  });
}
