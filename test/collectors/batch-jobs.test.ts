import { BedrockClient, CreateModelInvocationJobCommand } from '@aws-sdk/client-bedrock';
import { DeleteObjectCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { describe, expect, it } from 'vitest';
import { type CollectCase } from '../support/collect-case.ts';
import { OPENED } from '../support/simulated-account.ts';
import { opened } from '../support/opened-case.ts';

const OWN_BUCKET = 'example-bedrock-logs-111122223333';

const kept = async (own: CollectCase, collector: string): Promise<readonly string[]> =>
  (await own.custody()).flatMap((record) => (record.collector === collector ? [record.source] : []));

describe('batch inference jobs', () => {
  it('come with what they read and wrote, and a place that may not be read is named', async () => {
    const { account, own } = await opened();
    const bedrock = new BedrockClient(account.settings(account.responder));
    const { s3 } = account.as(account.responder);
    const { jobArn = '' } = await bedrock.send(
      new CreateModelInvocationJobCommand({
        jobName: 'own-answers',
        modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
        roleArn: 'arn:aws:iam::111122223333:role/batch',
        inputDataConfig: { s3InputDataConfig: { s3Uri: `s3://${OWN_BUCKET}/batch/in.jsonl` } },
        outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${OWN_BUCKET}/batch/out` } },
      }),
    );
    const id = jobArn.split('/').at(-1) ?? '';
    for (const Key of ['batch/in.jsonl', `batch/out/${id}/in.jsonl.out`, 'batch/out/other/in.jsonl.out'])
      await s3.send(new PutObjectCommand({ Bucket: OWN_BUCKET, Key, Body: `{"key":"${Key}"}` }));
    account.clock.advance(60_000);
    await own.collect({
      collectors: ['bedrock-batch-jobs'],
      to: new Date(account.clock.now()).toISOString(),
    });
    const sources = await kept(own, 'bedrock-batch-jobs');
    expect(sources.filter((source) => source.startsWith('s3://')).toSorted()).toEqual([
      `s3://${OWN_BUCKET}/batch/in.jsonl`,
      `s3://${OWN_BUCKET}/batch/out/${id}/in.jsonl.out`,
    ]);
    expect(sources.filter((source) => source.includes('GetModelInvocationJob'))).toHaveLength(2);
    const [entry] = own.coverage('bedrock.batch', 'us-east-1');
    // The intruder's answers went to a bucket of another account.
    expect(entry).toMatchObject({ status: 'partial', records: 2 });
    expect(entry?.detail).toContain('s3://example-collected-444455556666/out/');
  });

  it('of a Region without any are none over a list read to its end; denied, they are not readable', async () => {
    const { own } = await opened();
    const collectors = ['bedrock-batch-jobs'];
    await own.collect({ collectors, regions: ['sa-east-1'] });
    expect(own.coverage('bedrock.batch', 'sa-east-1')).toMatchObject([
      { status: 'complete', detail: 'no job ran', records: 0 },
    ]);
    const match = { operation: 'ListModelInvocationJobs' };
    await own.collect({
      ...{ collectors, from: '2026-01-15T05:00:00.000Z' },
      faults: [{ match, fault: { kind: 'access-denied' } }],
    });
    expect(own.coverage('bedrock.batch', 'us-east-1')).toMatchObject([
      { status: 'not-readable', from: null },
    ]);
  });
});

describe('versions of the objects behind a knowledge base', () => {
  const COLLECTORS = ['knowledge-base-object-versions'];

  it('are listed with those that were replaced or deleted', async () => {
    const { account, own } = await opened();
    const { s3 } = account.as(account.responder);
    const before = (await bucketNames(own))[0] ?? '';
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: before, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    for (const Body of ['first', 'second'])
      await s3.send(new PutObjectCommand({ Bucket: before, Key: 'poisoned.md', Body }));
    await s3.send(new DeleteObjectCommand({ Bucket: before, Key: 'poisoned.md' }));
    await own.collect({ collectors: COLLECTORS, from: new Date(OPENED - 3_600_000).toISOString() });
    const documents = (await own.custody()).filter(({ source }) =>
      source.includes(`/s3/ListObjectVersions/${before}/`),
    );
    const text = await own.book.kept(documents.at(-1)?.sha256 ?? '');
    const { answer } = JSON.parse(text) as {
      readonly answer: {
        readonly Versions: readonly { Key: string }[];
        readonly DeleteMarkers: readonly { Key: string }[];
      };
    };
    expect(answer.Versions.filter(({ Key }) => Key === 'poisoned.md')).toHaveLength(2);
    expect(answer.DeleteMarkers.map(({ Key }) => Key)).toContain('poisoned.md');
  });

  it('say where versioning is off, and what was refused', async () => {
    const { own } = await opened();
    await own.collect({
      collectors: COLLECTORS,
      faults: [{ match: { operation: 'ListObjectVersions' }, fault: { kind: 'access-denied' } }],
    });
    const [entry] = own.coverage('s3.versions', 'us-east-1');
    expect(entry).toMatchObject({ status: 'partial', records: 0 });
    expect(entry?.detail).toContain('AccessDenied for s3:ListObjectVersions');
  });

  async function bucketNames(own: CollectCase): Promise<readonly string[]> {
    await own.collect({ collectors: COLLECTORS });
    const sources = await kept(own, COLLECTORS[0] ?? '');
    return sources.flatMap((source) => /ListObjectVersions\/([^/]+)\//.exec(source)?.[1] ?? []);
  }
});

describe('an invocation log in CloudWatch Logs', () => {
  it('is read page by page from its group, and again from where it stood', async () => {
    const { account, own } = await opened();
    const { bedrock, logs } = account.as(account.responder);
    const logGroupName = '/example/bedrock';
    const logStreamName = 'aws/bedrock/modelinvocations';
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const roleArn = 'arn:aws:iam::111122223333:role/bedrock-logging';
    await bedrock.send(
      new PutModelInvocationLoggingConfigurationCommand({
        loggingConfig: { cloudWatchConfig: { logGroupName, roleArn }, textDataDeliveryEnabled: true },
      }),
    );
    const write = (from: number, count: number) =>
      logs.send(
        new PutLogEventsCommand({
          logGroupName,
          logStreamName,
          logEvents: Array.from({ length: count }, (_, index) => ({
            timestamp: account.clock.now() - 60_000 + index,
            message: JSON.stringify({ schemaType: 'ModelInvocationLog', requestId: `r-${from + index}` }),
          })),
        }),
      );
    for (const from of [0, 8000]) await write(from, 8000);
    const collectors = ['logging-state', 'cloudtrail-event-history', 'bedrock-invocation-logs'];
    await own.collect({ collectors });
    const pages = (await kept(own, 'bedrock-invocation-logs')).filter((source) =>
      source.includes('/logs/FilterLogEvents/'),
    );
    expect(pages.length).toBeGreaterThan(1);
    const ids = new Set<string>();
    for (const { source, sha256 } of await own.custody())
      if (source.includes('/logs/FilterLogEvents/'))
        for (const [id] of (await own.book.kept(sha256)).matchAll(/r-\d+/g)) ids.add(id);
    expect(ids.size).toBe(16_000);
    expect(own.coverage('bedrock.invocations', 'us-east-1')[0]?.detail).toContain(logGroupName);
  });

  it('cut off in the middle, goes on and has every record', async () => {
    const { account, own } = await opened();
    const { bedrock, logs } = account.as(account.responder);
    const logGroupName = '/example/bedrock';
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'one' }));
    await bedrock.send(
      new PutModelInvocationLoggingConfigurationCommand({
        loggingConfig: {
          cloudWatchConfig: { logGroupName, roleArn: 'arn:aws:iam::111122223333:role/bedrock-logging' },
          textDataDeliveryEnabled: true,
        },
      }),
    );
    for (const half of [0, 1])
      await logs.send(
        new PutLogEventsCommand({
          ...{ logGroupName, logStreamName: 'one' },
          logEvents: Array.from({ length: 8000 }, (_, index) => ({
            timestamp: account.clock.now() - 120_000 + half * 60_000 + index,
            message: JSON.stringify({ schemaType: 'ModelInvocationLog', requestId: `r-${half}-${index}` }),
          })),
        }),
      );
    const collectors = ['logging-state', 'cloudtrail-event-history', 'bedrock-invocation-logs'];
    const match = { operation: 'FilterLogEvents', nth: 2 };
    const cut = own.collect({ collectors, faults: [{ match, fault: { kind: 'expired-credentials' } }] });
    await expect(cut).rejects.toMatchObject({ exitCode: 5 });
    await own.goOn();
    const ids = new Set<string>();
    for (const { source, sha256 } of await own.custody())
      if (source.includes('/logs/FilterLogEvents/'))
        for (const [id] of (await own.book.kept(sha256)).matchAll(/r-\d-\d+/g)) ids.add(id);
    expect(ids.size).toBe(16_000);
  });
});
