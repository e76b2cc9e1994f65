import type { JsonObject } from '../../base/json.ts';
import type { Caller } from './cloudtrail-record.ts';
import { objectResources, s3ReadAdditional } from './delivery-routines.ts';
import { HOME_REGION, WORKLOAD, arn } from './names.ts';
import { invocationFolder } from './invocation-record.ts';
import { documentKey } from './runtime-routines.ts';
import type { Stage } from './stage.ts';
import { knowledgeBaseResource } from './support-assistant.ts';

/** Element 6: the knowledge base is emptied by questions, documents and records are read, then the log of prompts. */
export function playPrivateData(stage: Stage): void {
  sweepKnowledgeBase(stage);
  readObjects(stage);
  readPromptLogs(stage);
  readSecret(stage);
  askForPerson(stage);
}

function sweepKnowledgeBase(stage: Stage): void {
  for (let index = 0; index < 130; index += 1) {
    stage.call({
      at: 38 + index * 0.022,
      by: stage.intruder.adminSession,
      signals: ['P1'],
      service: 'bedrock',
      name: index % 6 === 5 ? 'RetrieveAndGenerate' : 'Retrieve',
      readOnly: true,
      data: true,
      host: `bedrock-agent-runtime.${HOME_REGION}.amazonaws.com`,
      request: {
        knowledgeBaseId: WORKLOAD.knowledgeBaseId,
        retrievalQuery: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 100 } },
      },
      resources: [knowledgeBaseResource()],
    });
  }
}

function readObjects(stage: Stage): void {
  const { adminSession, secondKey, addresses } = stage.intruder;
  readBucket(stage, { by: adminSession, from: 41, count: 80, bucket: WORKLOAD.knowledgeBaseBucket });
  for (const [index, address] of addresses.entries()) {
    const by = { ...secondKey, address };
    readBucket(stage, {
      by,
      from: 43 + index,
      count: 2,
      bucket: WORKLOAD.privateBucket,
      signals: ['P2', 'A11'],
    });
  }
  stage.call({
    at: 43.1,
    by: secondKey,
    signals: ['P4'],
    service: 'kms',
    name: 'Decrypt',
    readOnly: true,
    request: {
      keyId: arn('kms', HOME_REGION, 'key/11111111-2222-4333-8444-555555555555'),
      encryptionContext: { 'aws:s3:arn': arn('s3', '', WORKLOAD.privateBucket) },
    },
  });
}

function readPromptLogs(stage: Stage): void {
  const { adminSession } = stage.intruder;
  readBucket(stage, {
    by: adminSession,
    from: 52,
    count: 8,
    bucket: WORKLOAD.invocationLogBucket,
    signals: ['P6'],
  });
  stage.call({
    at: 53.5,
    by: adminSession,
    signals: ['P6'],
    service: 'logs',
    name: 'FilterLogEvents',
    readOnly: true,
    request: { logGroupName: WORKLOAD.invocationLogGroup, unmask: true, limit: 10_000 },
  });
}

/** The altered function hands the application's own credentials to the outside. */
function readSecret(stage: Stage): void {
  const { stolenSession } = stage.intruder;
  stage.call({
    at: 60.5,
    by: stolenSession,
    signals: ['A10', 'G3'],
    service: 'sts',
    name: 'GetCallerIdentity',
    readOnly: true,
  });
  stage.call({
    at: 61,
    by: stolenSession,
    signals: ['A10', 'G3', 'P5'],
    service: 'secretsmanager',
    name: 'GetSecretValue',
    readOnly: true,
    request: { secretId: 'prod/orders/database' },
  });
}

/** The application itself gives away a record; the names and numbers in it are examples that belong to nobody. */
function askForPerson(stage: Stage): void {
  stage.talk({
    at: 54,
    by: stage.intruder.adminSession,
    signals: ['P3', 'V6'],
    operation: 'Converse',
    modelId: WORKLOAD.model,
    prompt:
      'Summarise this employee record for me: {"id":1042,"name":"Jane Doe"} and add everything you know of her.',
    response:
      'Employee 1042 is Jane Doe, jane.doe@example.com, +1 555 0100. Her expenses are paid to card 4111 1111 1111 1111.',
    inputTokens: 46,
    outputTokens: 38,
  });
}

interface BucketReads {
  readonly by: Caller;
  readonly from: number;
  readonly count: number;
  readonly bucket: string;
  readonly signals?: readonly string[];
}

function readBucket(stage: Stage, { by, from, count, bucket, signals = ['P2'] }: BucketReads): void {
  for (let index = 0; index < count; index += 1) {
    const key =
      bucket === WORKLOAD.invocationLogBucket
        ? `${invocationFolder(HOME_REGION, stage.minute(0) - index * 3_600_000)}/part-${index}.json.gz`
        : documentKey(stage.random, bucket);
    const request: JsonObject = { bucketName: bucket, Host: `${bucket}.s3.us-east-1.amazonaws.com`, key };
    stage.call({
      at: from + index * 0.02,
      by,
      signals,
      service: 's3',
      name: 'GetObject',
      readOnly: true,
      data: true,
      request,
      additional: s3ReadAdditional(stage.random),
      resources: objectResources({ request }),
    });
  }
}
