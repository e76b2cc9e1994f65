import * as bedrock from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { containment, type Containment } from '../../support/containment.ts';
import { objectsBelow } from '../../support/delivered-logs.ts';
import { MODEL } from '../../support/inference-calls.ts';
import { FIVE_MINUTES } from '../../support/simulated-account.ts';

const BUCKET = 'example-bedrock-logs-111122223333';
const LOG_ROLE = 'arn:aws:iam::111122223333:role/support-assistant-exec';
const IN_BUCKET: bedrock.LoggingConfig = {
  s3Config: { bucketName: BUCKET },
  textDataDeliveryEnabled: true,
  imageDataDeliveryEnabled: true,
  embeddingDataDeliveryEnabled: true,
};

interface Line {
  readonly requestId: string;
  readonly identity: { readonly arn: string };
  readonly input: { readonly inputBodyJson?: unknown };
}

describe('C11, the invocation log switched on again', () => {
  let opened: Containment;
  beforeEach(async () => {
    opened = await containment();
  });

  const put = (loggingConfig: bedrock.LoggingConfig, region?: string): Promise<unknown> =>
    opened
      .as(opened.responder, region)
      .bedrock.send(new bedrock.PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));

  /** The intruder asks a model; gives the id of the request. It always goes through. */
  async function ask(text: string, region?: string): Promise<string> {
    const client = new BedrockRuntimeClient(opened.heldSettings('adminSession', region));
    const { $metadata } = await client.send(
      new ConverseCommand({
        modelId: region === undefined ? MODEL : 'amazon.nova-pro-v1:0',
        messages: [{ role: 'user', content: [{ text }] }],
      }),
    );
    return $metadata.requestId ?? '';
  }

  async function logged(bucket = BUCKET): Promise<readonly Line[]> {
    opened.clock.advance(2 * FIVE_MINUTES);
    const files = await objectsBelow(opened.responders.s3, 'AWSLogs', bucket);
    return files
      .filter(({ key }) => !key.includes('/data/'))
      .flatMap(({ text }) =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Line),
      );
  }

  it('has from now on what the intruder asks and who asked, and stops nothing', async () => {
    const before = await ask('Before the log was back.');
    await put(IN_BUCKET);
    const after = await ask('After the log was back.');
    const lines = await logged();
    expect(lines.find(({ requestId }) => requestId === after)).toMatchObject({
      identity: { arn: 'arn:aws:sts::111122223333:assumed-role/data-platform-admin/explore' },
      input: { inputBodyJson: { messages: [{ content: [{ text: 'After the log was back.' }] }] } },
    });
    // The gap stays.
    expect(lines.map(({ requestId }) => requestId)).not.toContain(before);
  });

  it('is of one Region: elsewhere calls go on unlogged until that Region is set', async () => {
    await put(IN_BUCKET);
    const agreed = async (region: string): Promise<void> => {
      const { bedrock: client } = opened.as(opened.keys('adminSession'), region);
      const { offers = [] } = await client.send(
        new bedrock.ListFoundationModelAgreementOffersCommand({ modelId: 'amazon.nova-pro-v1:0' }),
      );
      await client.send(
        new bedrock.CreateFoundationModelAgreementCommand({
          modelId: 'amazon.nova-pro-v1:0',
          offerToken: offers[0]?.offerToken ?? '',
        }),
      );
    };
    await agreed('us-west-2');
    const unlogged = await ask('Elsewhere.', 'us-west-2');
    expect((await logged()).map(({ requestId }) => requestId)).not.toContain(unlogged);
    await opened.as(opened.responder, 'us-west-2').s3.send(
      new CreateBucketCommand({
        Bucket: 'example-west-log',
        CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
      }),
    );
    await put({ ...IN_BUCKET, s3Config: { bucketName: 'example-west-log' } }, 'us-west-2');
    const then = await ask('Elsewhere again.', 'us-west-2');
    expect((await logged('example-west-log')).map(({ requestId }) => requestId)).toEqual([then]);
  });

  it('replaces what was set before: a destination that is left out gets nothing more', async () => {
    const logGroupName = '/bedrock/invocations';
    await opened.responders.logs.send(new CreateLogGroupCommand({ logGroupName }));
    await put({ ...IN_BUCKET, cloudWatchConfig: { logGroupName, roleArn: LOG_ROLE } });
    const both = await ask('To both.');
    const inGroup = async (): Promise<string> => {
      opened.clock.advance(2 * FIVE_MINUTES);
      const { events = [] } = await opened.responders.logs.send(new FilterLogEventsCommand({ logGroupName }));
      return events.map(({ message }) => message).join('\n');
    };
    expect(await inGroup()).toContain(both);
    await put(IN_BUCKET);
    const one = await ask('To one.');
    expect(await inGroup()).not.toContain(one);
    expect((await logged()).map(({ requestId }) => requestId)).toEqual(expect.arrayContaining([both, one]));
  });

  it("is the intruder's to end again, as long as nothing else is done", async () => {
    await put(IN_BUCKET);
    await opened
      .held('adminSession')
      .bedrock.send(new bedrock.DeleteModelInvocationLoggingConfigurationCommand({}));
    const { loggingConfig } = await opened.responders.bedrock.send(
      new bedrock.GetModelInvocationLoggingConfigurationCommand({}),
    );
    expect(loggingConfig).toBeUndefined();
    const unlogged = await ask('Off again.');
    expect((await logged()).map(({ requestId }) => requestId)).not.toContain(unlogged);
  });
});
