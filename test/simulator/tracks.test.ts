import { CreateGuardrailCommand } from '@aws-sdk/client-bedrock';
import { LookupEventsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetUserCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import {
  DeleteObjectsCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/simulator/story/cloudtrail-record.ts';
import {
  FIVE_MINUTES,
  refused,
  testAccount,
  type Clients,
  type TestAccount,
} from '../support/simulated-account.ts';

const Bucket = 'example-hr-records-111122223333';

/** The records that a piece of work leaves. */
async function tracksOf(work: (clients: Clients) => Promise<unknown>): Promise<readonly CloudTrailRecord[]> {
  const account = await testAccount();
  const before = new Set(account.world.trail.events.map(({ record }) => record.eventID));
  await work(account.as(account.responder));
  return account.world.trail.events.map(({ record }) => record).filter(({ eventID }) => !before.has(eventID));
}

describe('the tracks of a call', () => {
  it('name the caller, the call and its answer, without secrets', async () => {
    const [user, key] = await tracksOf(async ({ iam }) => {
      await iam.send(new CreateUserCommand({ UserName: 'x' }));
      await iam.send(new CreateAccessKeyCommand({ UserName: 'x' }));
    });
    expect(user).toMatchObject({
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.55',
      readOnly: false,
      managementEvent: true,
      eventTime: '2026-01-15T12:00:00Z',
      requestParameters: { userName: 'x' },
      responseElements: { user: { userName: 'x', createDate: 'Jan 15, 2026, 12:00:00 PM' } },
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/example-incident-responder/responder',
        sessionContext: {
          sessionIssuer: { userName: 'example-incident-responder' },
          attributes: { creationDate: '2026-01-15T12:00:00Z', mfaAuthenticated: 'true' },
        },
      },
      tlsDetails: { clientProvidedHostHeader: 'iam.amazonaws.com' },
    });
    expect(user?.userAgent).toContain('aws-sdk-js');
    expect(JSON.stringify(key)).not.toMatch(/secret/i);
  });

  it('leave the answers of questions out, but not those of STS', async () => {
    const [user, role] = await tracksOf(async ({ iam, sts }) => {
      await iam.send(new GetUserCommand({ UserName: 'marta.silva' }));
      await sts.send(
        new AssumeRoleCommand({
          RoleArn: 'arn:aws:iam::111122223333:role/data-platform-admin',
          RoleSessionName: 's',
        }),
      );
    });
    expect([user?.readOnly, user?.responseElements]).toEqual([true, null]);
    expect(role).toMatchObject({
      readOnly: true,
      responseElements: { credentials: { expiration: 'Jan 15, 2026, 1:00:00 PM' } },
    });
    expect(role?.responseElements?.['credentials']).not.toHaveProperty('secretAccessKey');
  });

  it('tell refusals and mistakes by their codes', async () => {
    const tracks = await tracksOf(async ({ iam }) => {
      await refused(iam.send(new GetUserCommand({ UserName: 'nobody' })));
      await refused(
        iam.send(new UpdateLoginProfileCommand({ UserName: 'ci-deployer', Password: 'Secret-1234' })),
      );
    });
    expect(tracks.map(({ errorCode }) => errorCode)).toEqual([
      'NoSuchEntityException',
      'NoSuchEntityException',
    ]);
    expect(JSON.stringify(tracks)).not.toContain('Secret-1234');
    const account = await testAccount();
    const admin = account.as(account.intruder['adminSession'] ?? account.responder);
    await refused(admin.cloudtrail.send(new StopLoggingCommand({ Name: 'organization' })));
    const denied = account.world.trail.events.findLast(
      ({ record, time }) => record.eventName === 'StopLogging' && time === account.clock.now(),
    )?.record;
    expect([denied?.errorCode, denied?.errorMessage]).toEqual([
      'AccessDenied',
      expect.stringContaining('with an explicit deny in a service control policy'),
    ]);
  });

  it('use the names of S3 and tell data from management', async () => {
    const tracks = await tracksOf(async ({ s3 }) => {
      await s3.send(new ListBucketsCommand({}));
      await s3.send(
        new PutPublicAccessBlockCommand({
          Bucket,
          PublicAccessBlockConfiguration: { BlockPublicAcls: true },
        }),
      );
      await s3.send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
      );
      await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'abc' }));
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'k' }, { Key: 'l' }] } }));
    });
    expect(tracks.map(({ eventName, managementEvent }) => [eventName, managementEvent])).toEqual([
      ['ListBuckets', true],
      ['PutBucketPublicAccessBlock', true],
      ['PutBucketVersioning', true],
      ['PutObject', false],
      ['DeleteObjects', false],
      ['DeleteObject', false],
      ['DeleteObject', false],
    ]);
    expect(tracks[2]?.requestParameters).toEqual({
      bucketName: Bucket,
      Host: `${Bucket}.s3.us-east-1.amazonaws.com`,
      versioning: '',
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(tracks[3]).toMatchObject({
      eventCategory: 'Data',
      additionalEventData: { AuthenticationMethod: 'AuthHeader' },
      resources: [{ ARN: `arn:aws:s3:::${Bucket}/k` }, { ARN: `arn:aws:s3:::${Bucket}` }],
    });
  });

  it('hide what Bedrock hides', async () => {
    const [made] = await tracksOf(({ bedrock }) =>
      bedrock.send(
        new CreateGuardrailCommand({
          name: 'g',
          blockedInputMessaging: 'words',
          blockedOutputsMessaging: 'words',
        }),
      ),
    );
    expect(made?.requestParameters).toMatchObject({
      blockedInputMessaging: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      blockedOutputsMessaging: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    });
  });
});

describe('what LookupEvents shows of it', () => {
  const lookup = async (
    { as, responder }: TestAccount,
    name: string,
    region = 'us-east-1',
  ): Promise<number> => {
    const { Events = [] } = await as(responder, region).cloudtrail.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }] }),
    );
    return Events.filter(
      ({ EventTime }) => EventTime !== undefined && EventTime.getTime() >= Date.parse('2026-01-15T12:00:00Z'),
    ).length;
  };

  it('comes five minutes late, in the Region of the call; IAM in us-east-1', async () => {
    const account = await testAccount();
    const west = account.as(account.responder, 'us-west-2');
    await west.sts.send(new GetCallerIdentityCommand({}));
    await west.iam.send(new CreateUserCommand({ UserName: 'x' }));
    expect(await lookup(account, 'CreateUser')).toBe(0);
    account.clock.advance(FIVE_MINUTES);
    expect(await lookup(account, 'CreateUser')).toBe(1);
    expect([
      await lookup(account, 'GetCallerIdentity'),
      await lookup(account, 'GetCallerIdentity', 'us-west-2'),
    ]).toEqual([0, 1]);
  });
});
