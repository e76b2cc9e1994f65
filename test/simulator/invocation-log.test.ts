import {
  DeleteModelInvocationLoggingConfigurationCommand,
  PutModelInvocationLoggingConfigurationCommand,
} from '@aws-sdk/client-bedrock';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { invocationRecord, type Exchange } from '../../src/simulator/story/invocation-record.ts';
import {
  createInvocationDelivery,
  type InvocationBatch,
} from '../../src/simulator/tracks/invocation-delivery.ts';
import { logInvocation } from '../../src/simulator/world/log-invocation.ts';
import { objectsBelow } from '../support/delivered-logs.ts';
import { FIVE_MINUTES, OPENED, testAccount } from '../support/simulated-account.ts';

const BUCKET = 'example-bedrock-logs-111122223333';
const FOLDER = 'AWSLogs/111122223333/BedrockModelInvocationLogs';
const LATE = FIVE_MINUTES + FIVE_MINUTES / 2;

function exchange(over: Partial<Exchange> = {}): Exchange {
  return {
    time: OPENED,
    region: 'us-west-2',
    requestId: '11111111-2222-4333-8444-555555555555',
    operation: 'Converse',
    modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    callerArn: 'arn:aws:iam::111122223333:user/marta.silva',
    prompt: 'Hello',
    response: 'Good day',
    inputTokens: 3,
    outputTokens: 4,
    ...over,
  };
}

type Line = {
  readonly requestId: string;
  readonly timestamp: string;
  readonly input: Record<string, unknown>;
};

function linesOf(files: readonly { readonly text: string }[]): Line[] {
  return files.flatMap(({ text }) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  );
}

describe('the invocation log', () => {
  it('has the records of the history in their hours, as long as the log was on', async () => {
    const { as, responder, world } = await testAccount();
    const files = await objectsBelow(as(responder).s3, '', BUCKET);
    const records = files.filter(({ key }) => !key.includes('/data/'));
    const due = world.invocations.records.filter(({ time }) => time < OPENED - LATE);
    expect(due.length).toBeGreaterThan(5);
    expect(
      linesOf(records)
        .map(({ requestId }) => requestId)
        .toSorted(),
    ).toEqual(due.map(({ record }) => String(record['requestId'])).toSorted());
    for (const { key, text } of records) {
      const hour = linesOf([{ text }])[0]?.timestamp.slice(0, 13).replaceAll(/[-T]/g, '/');
      expect(key).toMatch(
        new RegExp(`^${FOLDER}/us-east-1/${hour}/\\d{8}T\\d{9}Z_[0-9a-f]{16}\\.json\\.gz$`),
      );
    }
    const aside = files.filter(({ key }) => key.includes('/data/')).map(({ key }) => `s3://${BUCKET}/${key}`);
    const paths = linesOf(records).flatMap(({ input }) => input['inputBodyS3Path'] ?? []);
    expect(paths.length).toBeGreaterThan(0);
    expect(aside).toEqual(expect.arrayContaining(paths));
  });

  it('goes where the Region sends it, with large bodies beside the records', async () => {
    const { as, responder, world, clock } = await testAccount();
    const { s3, bedrock } = as(responder, 'us-west-2');
    expect(logInvocation(world, invocationRecord(exchange()))).toBe(false);
    await s3.send(
      new CreateBucketCommand({
        Bucket: 'west-log',
        CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
      }),
    );
    const loggingConfig = {
      s3Config: { bucketName: 'west-log', keyPrefix: 'models' },
      embeddingDataDeliveryEnabled: false,
    };
    await bedrock.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
    expect(logInvocation(world, invocationRecord(exchange()))).toBe(true);
    const large = exchange({ requestId: 'large', prompt: 'x'.repeat(103_000) });
    expect(logInvocation(world, invocationRecord(large))).toBe(true);
    const vector = exchange({ operation: 'InvokeModel', embedding: true });
    expect(logInvocation(world, invocationRecord(vector))).toBe(false);
    await bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
    expect(logInvocation(world, invocationRecord(exchange()))).toBe(false);
    clock.advance(LATE - 1);
    expect(await objectsBelow(s3, '', 'west-log')).toEqual([]);
    clock.advance(1);
    const [records, body] = await objectsBelow(s3, '', 'west-log');
    const hour = `models/${FOLDER}/us-west-2/2026/01/15/12`;
    expect(linesOf([records ?? { text: '' }])).toMatchObject([
      { requestId: '11111111-2222-4333-8444-555555555555', input: { inputBodyJson: { messages: [{}] } } },
      { requestId: 'large', input: { inputBodyS3Path: `s3://west-log/${hour}/data/large_input.json.gz` } },
    ]);
    expect(body?.key).toBe(`${hour}/data/large_input.json.gz`);
    expect(body?.text.length).toBeGreaterThan(103_000);
  });

  it('hands the records for a log group over, whole or with the place of large bodies', async () => {
    const { world } = await testAccount();
    const batches: InvocationBatch[] = [];
    const deliver = createInvocationDelivery(world, (batch) => batches.push(batch));
    world.bedrock('us-west-2').logging = {
      cloudWatchConfig: { logGroupName: '/models', roleArn: 'arn:aws:iam::111122223333:role/log' },
    };
    logInvocation(world, invocationRecord(exchange()));
    logInvocation(world, invocationRecord(exchange({ requestId: 'large', prompt: 'x'.repeat(103_000) })));
    deliver(OPENED + LATE);
    expect(batches).toMatchObject([
      { region: 'us-west-2', group: '/models', stream: 'aws/bedrock/modelinvocations', records: [{}, {}] },
    ]);
    expect(batches[0]?.records[1]?.record['input']).toEqual({
      inputContentType: 'application/json',
      inputTokenCount: 3,
    });
  });
});
