import {
  AttachRolePolicyCommand,
  GetAccessKeyLastUsedCommand,
  PutRolePolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CloudTrailRecord } from '../../src/simulator/story/cloudtrail-record.ts';
import { workUntil } from '../../src/simulator/account/ordinary-work.ts';
import { openWorkload } from '../../src/simulator/scenarios/workload.ts';
import { controlledClock } from '../../src/simulator/world/clock.ts';
import { testAccount, type TestAccount } from '../support/simulated-account.ts';

const HOUR = 3_600_000;
const APPLICATION = 'support-assistant-exec';

async function opened(): Promise<TestAccount> {
  const account = await testAccount('in process', { backgroundEvents: 16_000 });
  onTestFinished(account.close);
  return account;
}

/** What ordinary work leaves in the next hour; anybody's call lets the account go on. */
async function nextHour({ world, clock, as, responder }: TestAccount): Promise<readonly CloudTrailRecord[]> {
  const known = new Set(world.trail.events.map(({ record }) => record.eventID));
  clock.advance(HOUR);
  const asked = await as(responder).sts.send(new GetCallerIdentityCommand({}));
  return world.trail.events.flatMap(({ record }) =>
    known.has(record.eventID) || record.requestID === asked.$metadata.requestId ? [] : [record],
  );
}

/** What the story tells of an hour. */
const told = ({ world }: TestAccount, from: number): readonly CloudTrailRecord[] =>
  world.toCome.moments.flatMap(({ time, event }) => (time > from && time <= from + HOUR ? [event] : []));

const byApplication = ({ userIdentity }: CloudTrailRecord): boolean =>
  JSON.stringify(userIdentity).includes(`role/${APPLICATION}`);

describe('ordinary work', () => {
  it('goes on as told while nothing is changed', async () => {
    const account = await opened();
    const from = account.clock.now();
    const events = await nextHour(account);
    expect(events.map(({ eventID }) => eventID)).toEqual(told(account, from).map(({ eventID }) => eventID));
    expect(events.length).toBeGreaterThan(300);
    expect(events).toEqual(told(account, from));
  });

  it('ends for a key that is no longer active, and for nobody else', async () => {
    const account = await opened();
    const { as, responder, intruder, clock } = account;
    const id = intruder['leakedKey']?.accessKeyId ?? '';
    const { iam } = as(responder);
    const change = { UserName: 'ci-deployer', AccessKeyId: id };
    await iam.send(new UpdateAccessKeyCommand({ ...change, Status: 'Inactive' }));
    const from = clock.now();
    const events = await nextHour(account);
    const expected = told(account, from);
    const others = expected.filter(({ userIdentity }) => userIdentity['accessKeyId'] !== id);
    expect(others.length).toBeLessThan(expected.length);
    expect(events).toEqual(others);
    await iam.send(new UpdateAccessKeyCommand({ ...change, Status: 'Active' }));
    const later = await nextHour(account);
    expect(later.some(({ userIdentity }) => userIdentity['accessKeyId'] === id)).toBe(true);
    const used = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
    expect(used.AccessKeyLastUsed?.LastUsedDate?.getTime()).toBeGreaterThan(from + HOUR);
  });

  it('is refused where its role is denied it by name', async () => {
    const account = await opened();
    const { as, responder } = account;
    await as(responder).iam.send(
      new AttachRolePolicyCommand({ RoleName: APPLICATION, PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }),
    );
    const events = await nextHour(account);
    const own = events.filter(byApplication);
    expect(own.length).toBeGreaterThan(10);
    for (const event of own) {
      expect(event).toMatchObject({ errorCode: 'AccessDenied', responseElements: null });
      expect(event.errorMessage).toContain('with an explicit deny in an identity-based policy');
      expect(event).not.toHaveProperty('additionalEventData');
    }
    expect(events.some((event) => !byApplication(event) && event.errorCode === undefined)).toBe(true);
  });

  it.each([false, true])('leaves its words only where it is not refused: refused %s', (denied) => {
    const start = Date.parse('2026-01-15T09:00:00Z');
    const clock = controlledClock(start, () => 0);
    const { world } = openWorkload({
      ...{ scenario: 'test', seed: 'words', start, clock, realNow: () => 0 },
      logging: { trail: 'data', invocations: true, guardDuty: false },
      background: { events: 2000, before: 1, after: 3 },
    });
    const before = world.invocations.records.length;
    expect(before).toBeGreaterThan(0);
    if (denied) world.iam.roles.get(APPLICATION)?.attached.add('arn:aws:iam::aws:policy/AWSDenyAll');
    clock.advance(HOUR);
    workUntil(world, clock.now());
    const left = world.invocations.records
      .slice(before)
      .filter(({ record }) => JSON.stringify(record['identity']).includes(APPLICATION));
    expect(left.length > 0).toBe(!denied);
  });

  it('goes on with sessions made after older ones were revoked', async () => {
    const account = await opened();
    const { as, responder, clock } = account;
    const revokedAt = new Date(clock.now()).toISOString();
    const revoke = {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': revokedAt } },
    };
    await as(responder).iam.send(
      new PutRolePolicyCommand({
        RoleName: APPLICATION,
        PolicyName: 'AWSRevokeOlderSessions',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [revoke] }),
      }),
    );
    const own = [...(await nextHour(account)), ...(await nextHour(account))].filter(byApplication);
    const isOlder = ({ userIdentity }: CloudTrailRecord): boolean =>
      /"creationDate":"([^"]+)"/.exec(JSON.stringify(userIdentity))?.[1]?.localeCompare(revokedAt) === -1;
    expect(new Set(own.map(isOlder))).toEqual(new Set([true, false]));
    for (const event of own)
      expect([isOlder(event), event.errorCode]).toEqual(
        isOlder(event) ? [true, 'AccessDenied'] : [false, undefined],
      );
  });
});
