import {
  GetModelInvocationLoggingConfigurationCommand,
  PutModelInvocationLoggingConfigurationCommand,
} from '@aws-sdk/client-bedrock';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague } from '../support/action-checks.ts';

const ID = 'bedrock/restore-invocation-logging';
const REGIONS = ['eu-west-1', 'us-east-1'];
const EU_BUCKET = 'example-elsewhere-eu';

async function buckets(open: ActionCase): Promise<void> {
  for (const region of REGIONS)
    await colleague(open, region).s3.send(new CreateBucketCommand({ Bucket: `example-logs-${region}` }));
  await colleague(open, 'eu-west-1').s3.send(new CreateBucketCommand({ Bucket: EU_BUCKET }));
  await put(open, { bucketName: EU_BUCKET });
}

/** The intruder's: elsewhere, and without texts. */
function put(open: ActionCase, s3Config: { readonly bucketName: string }) {
  return colleague(open, 'eu-west-1').bedrock.send(
    new PutModelInvocationLoggingConfigurationCommand({
      loggingConfig: { s3Config, textDataDeliveryEnabled: false },
    }),
  );
}

async function logged(open: ActionCase): Promise<unknown> {
  const answers = REGIONS.map(async (region) => {
    const { loggingConfig } = await colleague(open, region).bedrock.send(
      new GetModelInvocationLoggingConfigurationCommand({}),
    );
    return [loggingConfig?.s3Config?.bucketName, loggingConfig?.textDataDeliveryEnabled];
  });
  return Promise.all(answers);
}

checkAction({
  id: ID,
  params: { regions: REGIONS, bucket: 'example-logs-{region}', prefix: 'bedrock' },
  prepare: buckets,
  calls: ['PutModelInvocationLoggingConfiguration', 'PutModelInvocationLoggingConfiguration'],
  proof: {
    act: logged,
    free: [
      [EU_BUCKET, false],
      [undefined, undefined],
    ],
    inForce: [
      ['example-logs-eu-west-1', true],
      ['example-logs-us-east-1', true],
    ],
  },
  tamper: (open) =>
    put(open, { bucketName: EU_BUCKET }).then(() => put(open, { bucketName: 'example-logs-eu-west-1' })),
});

describe('bedrock/restore-invocation-logging', () => {
  it('keeps a destination that is not given, and wants one where there is none', async () => {
    const open = await actionCase();
    await buckets(open);
    await open.apply(ID, { regions: ['eu-west-1'] });
    expect(await logged(open)).toEqual([
      [EU_BUCKET, true],
      [undefined, undefined],
    ]);
    await expect(open.plan(ID, { regions: REGIONS })).rejects.toMatchObject({
      why: expect.stringContaining('in us-east-1 nothing is logged') as string,
    });
    await expect(open.plan(ID, { logGroup: '/bedrock' })).rejects.toMatchObject({
      why: expect.stringContaining('role') as string,
    });
    await open.close();
  });
});
