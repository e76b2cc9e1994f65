import { ApplyGuardrailCommand, BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import {
  CreateTrailCommand,
  DeleteTrailCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateUserCommand, GetUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, DeleteBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { openAccount } from '../../src/simulator/account/account.ts';
import {
  DIGESTS,
  keysBelow,
  LOGS,
  objectsBelow,
  recordsBelow,
  TRAIL_BUCKET,
} from '../support/delivered-logs.ts';
import { FIVE_MINUTES, OPENED, refused, testAccount } from '../support/simulated-account.ts';

const Name = 'organization';
const LATE = FIVE_MINUTES + FIVE_MINUTES / 2;

/** A second trail of its own bucket, logging, and what to call it by. */
async function ownTrail(
  settings: object = {},
  region = 'us-east-1',
): Promise<Awaited<ReturnType<typeof testAccount>> & { records: () => Promise<string[]> }> {
  const account = await testAccount();
  const { s3, cloudtrail } = account.as(account.responder, region);
  await s3.send(new CreateBucketCommand({ Bucket: 'own-logs' }));
  await cloudtrail.send(new CreateTrailCommand({ Name: 'own', S3BucketName: 'own-logs', ...settings }));
  await cloudtrail.send(new StartLoggingCommand({ Name: 'own' }));
  const records = async (): Promise<string[]> => {
    account.clock.advance(LATE);
    const all = await recordsBelow(account.as(account.responder).s3, '', 'own-logs');
    return all
      .filter(({ sourceIPAddress }) => sourceIPAddress === '192.0.2.55')
      .map(({ eventName, awsRegion }) => `${awsRegion} ${eventName}`);
  };
  return { ...account, records };
}

describe('log files', () => {
  it('hold each event that the selectors ask for once, where AWS would put it', async () => {
    const { world, as, responder, clock, settings } = await testAccount();
    const { s3 } = as(responder);
    // A data event of a kind that no selector names.
    await new BedrockRuntimeClient(settings(responder)).send(
      new ApplyGuardrailCommand({
        guardrailIdentifier: 'grexample002',
        guardrailVersion: '1',
        source: 'INPUT',
        content: [{ text: { text: 'Hello' } }],
      }),
    );
    clock.advance(2 * FIVE_MINUTES);
    const records = await recordsBelow(s3);
    const closed = Math.floor((clock.now() - FIVE_MINUTES / 2) / FIVE_MINUTES) * FIVE_MINUTES;
    const due = world.trail.events.filter(({ time }) => time < closed).map(({ record }) => record);
    const asked = due.filter(({ eventName }) => eventName !== 'ApplyGuardrail');
    expect(due.length).toBe(asked.length + 1);
    expect(records.map(({ eventID }) => eventID).toSorted()).toEqual(
      asked.map(({ eventID }) => eventID).toSorted(),
    );
    for (const { key, text } of await objectsBelow(s3, LOGS)) {
      const [, region, stamp] =
        /^AWSLogs\/111122223333\/CloudTrail\/([a-z0-9-]+)\/2026\/01\/15\/111122223333_CloudTrail_\1_(20260115T\d{4}Z)_[A-Za-z0-9]{16}\.json\.gz$/.exec(
          key,
        ) ?? [];
      expect(stamp).toBeDefined();
      const { Records } = JSON.parse(text) as { Records: { awsRegion: string }[] };
      expect(new Set(Records.map(({ awsRegion }) => awsRegion))).toEqual(new Set([region]));
    }
  });

  it('come some minutes after the call, and the status tells when', async () => {
    const { as, responder, clock } = await testAccount();
    const { s3, iam, cloudtrail } = as(responder);
    await iam.send(new CreateUserCommand({ UserName: 'late' }));
    const seen = async (): Promise<number> =>
      (await recordsBelow(s3, `${LOGS}us-east-1/`)).filter(
        ({ eventName, requestParameters }) =>
          eventName === 'CreateUser' && requestParameters?.['userName'] === 'late',
      ).length;
    clock.advance(LATE - 1);
    expect(await seen()).toBe(0);
    clock.advance(1);
    expect(await seen()).toBe(1);
    const status = await cloudtrail.send(new GetTrailStatusCommand({ Name }));
    expect(status.LatestDeliveryTime?.getTime()).toBe(OPENED + LATE);
    // The last hour ended when the account was opened; its digest takes as long as a log file.
    expect(status.LatestDigestDeliveryTime?.getTime()).toBe(OPENED + FIVE_MINUTES / 2);
  });

  it('are the same however often somebody looks', async () => {
    const [often, seldom] = [await testAccount(), await testAccount()];
    for (let step = 0; step < 30; step += 1) {
      often.clock.advance(FIVE_MINUTES / 5);
      await often.dispatch({
        method: 'GET',
        path: '/',
        query: {},
        headers: {},
        body: new Uint8Array(),
        address: '',
      });
    }
    seldom.clock.advance(30 * (FIVE_MINUTES / 5));
    for (const prefix of [LOGS, `${DIGESTS}us-east-1/`]) {
      const one = await objectsBelow(often.as(often.responder).s3, prefix);
      expect(one.length).toBeGreaterThan(5);
      expect(one).toEqual(await objectsBelow(seldom.as(seldom.responder).s3, prefix));
    }
  });

  it('hold no event twice where the account is opened once more', async () => {
    const { world, as, responder, clock } = await testAccount();
    const { s3, iam } = as(responder);
    await iam.send(new CreateUserCommand({ UserName: 'early' }));
    clock.advance(LATE);
    const before = await recordsBelow(s3);
    const again = openAccount(world);
    clock.advance(3 * FIVE_MINUTES);
    const look = { method: 'GET', path: '/', query: {}, headers: {}, body: new Uint8Array(), address: '' };
    await again(look);
    const ids = (await recordsBelow(s3)).map(({ eventID }) => eventID);
    expect(ids.length).toBeGreaterThan(before.length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('leave out what happened while the trail was stopped, but not the stopping', async () => {
    const { as, responder, clock } = await testAccount();
    const { s3, iam, cloudtrail } = as(responder);
    const made = async (UserName: string): Promise<void> => {
      clock.advance(1000);
      await iam.send(new CreateUserCommand({ UserName }));
      clock.advance(1000);
    };
    await made('before');
    await cloudtrail.send(new StopLoggingCommand({ Name }));
    await made('while-stopped');
    await cloudtrail.send(new StartLoggingCommand({ Name }));
    await made('after');
    clock.advance(LATE);
    const live = (await recordsBelow(s3)).filter(
      ({ eventTime, sourceIPAddress }) =>
        eventTime >= '2026-01-15T12:00:00Z' && sourceIPAddress === '192.0.2.55',
    );
    expect(
      live.map(({ eventName, requestParameters }) => requestParameters?.['userName'] ?? eventName),
    ).toEqual(['before', 'StopLogging', 'StartLogging', 'after']);
    const status = await cloudtrail.send(new GetTrailStatusCommand({ Name }));
    expect([status.StopLoggingTime?.getTime(), status.StartLoggingTime?.getTime()]).toEqual([
      OPENED + 2000,
      OPENED + 4000,
    ]);
  });

  it('wait for a bucket that is gone', async () => {
    const { as, responder, clock, records } = await ownTrail();
    const { s3, cloudtrail, iam } = as(responder);
    const status = async (): Promise<unknown[]> => {
      const { LatestDeliveryError, LatestDeliveryTime } = await cloudtrail.send(
        new GetTrailStatusCommand({ Name: 'own' }),
      );
      return [LatestDeliveryError, LatestDeliveryTime?.getTime()];
    };
    await s3.send(new DeleteBucketCommand({ Bucket: 'own-logs' }));
    await iam.send(new ListUsersCommand({}));
    clock.advance(LATE);
    expect(await status()).toEqual(['NoSuchBucket', undefined]);
    clock.advance(FIVE_MINUTES);
    await s3.send(new CreateBucketCommand({ Bucket: 'own-logs' }));
    const back = clock.now();
    expect(await status()).toEqual([undefined, back]);
    expect(await records()).toContain('us-east-1 ListUsers');
  });
});

describe('a trail of one Region', () => {
  it('sees that Region under its prefix, and services without a Region only from us-east-1', async () => {
    const west = await ownTrail({ S3KeyPrefix: 'kept/here' }, 'us-west-2');
    const clients = west.as(west.responder, 'us-west-2');
    await clients.sts.send(new GetCallerIdentityCommand({}));
    await clients.iam.send(new ListUsersCommand({}));
    await west.as(west.responder).sts.send(new GetCallerIdentityCommand({}));
    const records = await west.records();
    expect(records).toContain('us-west-2 GetCallerIdentity');
    expect(records.filter((record) => record.startsWith('us-east-1'))).toEqual([]);
    const keys = await keysBelow(clients.s3, '', 'own-logs');
    expect(keys.every((key) => key.startsWith('kept/here/AWSLogs/111122223333/CloudTrail/us-west-2/'))).toBe(
      true,
    );

    const east = await ownTrail({ IncludeGlobalServiceEvents: false });
    await east.as(east.responder).iam.send(new ListUsersCommand({}));
    await east.as(east.responder).sts.send(new GetCallerIdentityCommand({}));
    expect((await east.records()).filter((record) => /ListUsers|GetCaller/.test(record))).toEqual([
      'us-east-1 GetCallerIdentity',
    ]);
  });

  it('follows its selectors and its settings', async () => {
    const { as, responder, clock, records } = await ownTrail();
    const { s3, iam, cloudtrail } = as(responder);
    const selectors = [
      {
        ReadWriteType: 'WriteOnly' as const,
        DataResources: [
          { Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::example-hr-records-111122223333/in/'] },
        ],
      },
    ];
    await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'own', EventSelectors: selectors }));
    clock.advance(1000);
    await iam.send(new ListUsersCommand({}));
    await iam.send(new CreateUserCommand({ UserName: 'x' }));
    const Bucket = 'example-hr-records-111122223333';
    await s3.send(new PutObjectCommand({ Bucket, Key: 'in/1', Body: '' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'out/1', Body: '' }));
    const kept = await records();
    expect(kept.filter((record) => /Users?$|Object$/.test(record))).toEqual([
      'us-east-1 CreateUser',
      'us-east-1 PutObject',
    ]);
    await s3.send(new CreateBucketCommand({ Bucket: 'moved-logs' }));
    await cloudtrail.send(new UpdateTrailCommand({ Name: 'own', S3BucketName: 'moved-logs' }));
    await iam.send(new CreateUserCommand({ UserName: 'y' }));
    clock.advance(LATE);
    expect(await recordsBelow(s3, '', 'moved-logs')).toMatchObject([
      { eventName: 'CreateBucket' },
      { eventName: 'UpdateTrail' },
      { eventName: 'CreateUser' },
    ]);
    expect((await cloudtrail.send(new GetTrailCommand({ Name: 'own' }))).Trail).toMatchObject({
      S3BucketName: 'moved-logs',
      IncludeGlobalServiceEvents: true,
      HasCustomEventSelectors: true,
    });
  });

  it('delivers what came before it was deleted', async () => {
    const { as, responder, clock, records } = await ownTrail();
    const { iam, cloudtrail } = as(responder);
    await iam.send(new GetUserCommand({ UserName: 'marta.silva' }));
    clock.advance(1000);
    await cloudtrail.send(new DeleteTrailCommand({ Name: 'own' }));
    clock.advance(1000);
    await iam.send(new ListUsersCommand({}));
    expect(await records()).toEqual(
      expect.arrayContaining(['us-east-1 StartLogging', 'us-east-1 GetUser', 'us-east-1 DeleteTrail']),
    );
    expect(await records()).not.toContain('us-east-1 ListUsers');
    expect(await refused(cloudtrail.send(new GetTrailCommand({ Name: 'own' })))).toBe(
      'TrailNotFoundException',
    );
  });

  it('is refused where CloudTrail refuses it', async () => {
    const { as, responder } = await ownTrail();
    const { cloudtrail } = as(responder);
    const create = (settings: object): Promise<string> =>
      refused(
        cloudtrail.send(new CreateTrailCommand({ Name: 'other', S3BucketName: TRAIL_BUCKET, ...settings })),
      );
    expect(await create({ Name: 'own' })).toBe('TrailAlreadyExistsException');
    expect(await create({ Name: '-' })).toBe('InvalidTrailNameException');
    expect(await create({ S3BucketName: 'nowhere' })).toBe('S3BucketDoesNotExistException');
    expect(await create({ IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false })).toBe(
      'InvalidParameterCombinationException',
    );
    expect(await create({ IsOrganizationTrail: true })).toBe('NotOrganizationMasterAccountException');
    for (const name of ['third', 'fourth', 'fifth'])
      expect(await create({ Name: name })).toBe('went through');
    expect(await create({ Name: 'sixth' })).toBe('MaximumNumberOfTrailsExceededException');
  });
});
