import * as s3 from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { lastTrack, OPENED, refused, testAccount } from '../support/simulated-account.ts';

const Bucket = 'example-settings-bucket';

async function bucket() {
  const account = await testAccount();
  const client = account.as(account.responder).s3;
  await client.send(new s3.CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  return { account, client };
}

describe('what a bucket is set to do', () => {
  it('has no lifecycle, replication or notification until it is given one', async () => {
    const { account, client } = await bucket();
    expect(await refused(client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket })))).toBe(
      'NoSuchLifecycleConfiguration',
    );
    expect(await refused(client.send(new s3.GetBucketReplicationCommand({ Bucket })))).toBe(
      'ReplicationConfigurationNotFoundError',
    );
    const get = new s3.GetBucketNotificationConfigurationCommand({ Bucket });
    const { $metadata: _empty, ...none } = await client.send(get);
    expect(none).toEqual({});
    await client.send(
      new s3.PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          QueueConfigurations: [
            { QueueArn: 'arn:aws:sqs:us-east-1:111122223333:arrivals', Events: ['s3:ObjectCreated:*'] },
          ],
        },
      }),
    );
    const { QueueConfigurations } = await client.send(get);
    expect(QueueConfigurations?.[0]?.Events).toEqual(['s3:ObjectCreated:*']);
    expect(lastTrack(account, 'PutBucketNotification')?.managementEvent).toBe(true);
  });

  it('replaces the whole lifecycle, and forgets it', async () => {
    const { account, client } = await bucket();
    const put = (ID: string) =>
      client.send(
        new s3.PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: {
            Rules: [{ ID, Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 30 } }],
          },
        }),
      );
    await put('first');
    await put('second');
    const get = new s3.GetBucketLifecycleConfigurationCommand({ Bucket });
    expect((await client.send(get)).Rules?.map(({ ID }) => ID)).toEqual(['second']);
    expect(lastTrack(account, 'PutBucketLifecycle')).toBeDefined();
    await client.send(new s3.DeleteBucketLifecycleCommand({ Bucket }));
    expect(await refused(client.send(get))).toBe('NoSuchLifecycleConfiguration');
  });

  it('replicates only with versioning', async () => {
    const { client } = await bucket();
    const put = (name: string) =>
      client.send(
        new s3.PutBucketReplicationCommand({
          Bucket: name,
          ReplicationConfiguration: {
            Role: 'arn:aws:iam::111122223333:role/replication',
            Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::example-elsewhere' } }],
          },
        }),
      );
    await client.send(new s3.CreateBucketCommand({ Bucket: 'example-unversioned' }));
    expect(await refused(put('example-unversioned'))).toBe('InvalidRequest');
    await put(Bucket);
    const { ReplicationConfiguration } = await client.send(new s3.GetBucketReplicationCommand({ Bucket }));
    expect(ReplicationConfiguration?.Rules?.[0]?.Destination?.Bucket).toBe('arn:aws:s3:::example-elsewhere');
  });
});

describe('a retention', () => {
  it('keeps a version until its time is over, and cannot be shortened under COMPLIANCE', async () => {
    const { account, client } = await bucket();
    const Key = 'evidence.json';
    const { VersionId } = await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const retain = (hours: number) =>
      client.send(
        new s3.PutObjectRetentionCommand({
          Bucket,
          Key,
          VersionId,
          Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(OPENED + hours * 3_600_000) },
        }),
      );
    expect(await refused(retain(-1))).toBe('InvalidArgument');
    await retain(2);
    expect(await refused(retain(1))).toBe('AccessDenied');
    const { Retention } = await client.send(new s3.GetObjectRetentionCommand({ Bucket, Key, VersionId }));
    expect(Retention?.Mode).toBe('COMPLIANCE');
    const remove = new s3.DeleteObjectCommand({ Bucket, Key, VersionId });
    expect(await refused(client.send(remove))).toBe('AccessDenied');
    account.clock.advance(2 * 3_600_000);
    expect(await refused(client.send(remove))).toBe('went through');
  });
});
