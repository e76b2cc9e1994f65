import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testAccount, refused, type TestAccount } from '../support/simulated-account.ts';

const TRAIL = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/organization';

describe.each(['in process', 'over HTTP'] as const)('CloudTrail %s', (over) => {
  let account: TestAccount;
  let client: cloudtrail.CloudTrailClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).cloudtrail;
  });
  afterAll(() => account.close());

  it('shows the trail in every Region and stops it at home only', async () => {
    const west = account.as(account.responder, 'us-west-2').cloudtrail;
    expect((await west.send(new cloudtrail.DescribeTrailsCommand({}))).trailList?.[0]).toMatchObject({
      Name: 'organization',
      TrailARN: TRAIL,
      HomeRegion: 'us-east-1',
    });
    expect(
      (await west.send(new cloudtrail.DescribeTrailsCommand({ includeShadowTrails: false }))).trailList,
    ).toEqual([]);
    expect((await client.send(new cloudtrail.ListTrailsCommand({}))).Trails).toHaveLength(1);
    expect(
      (await client.send(new cloudtrail.GetTrailCommand({ Name: 'organization' }))).Trail
        ?.LogFileValidationEnabled,
    ).toBe(true);
    expect(await refused(west.send(new cloudtrail.StopLoggingCommand({ Name: TRAIL })))).toBe(
      'InvalidHomeRegionException',
    );
    await client.send(new cloudtrail.StopLoggingCommand({ Name: TRAIL }));
    const stopped = await client.send(new cloudtrail.GetTrailStatusCommand({ Name: 'organization' }));
    expect([stopped.IsLogging, stopped.StopLoggingTime?.getTime()]).toEqual([false, account.clock.now()]);
    await client.send(new cloudtrail.StartLoggingCommand({ Name: TRAIL }));
    expect((await client.send(new cloudtrail.GetTrailStatusCommand({ Name: TRAIL }))).IsLogging).toBe(true);
    expect(await refused(client.send(new cloudtrail.GetTrailStatusCommand({ Name: 'none' })))).toBe(
      'TrailNotFoundException',
    );
  });

  it('replaces selectors whole', async () => {
    const before = await client.send(new cloudtrail.GetEventSelectorsCommand({ TrailName: TRAIL }));
    expect(before.AdvancedEventSelectors).toHaveLength(6);
    const EventSelectors: cloudtrail.EventSelector[] = [
      {
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
      },
    ];
    await client.send(new cloudtrail.PutEventSelectorsCommand({ TrailName: TRAIL, EventSelectors }));
    const after = await client.send(new cloudtrail.GetEventSelectorsCommand({ TrailName: TRAIL }));
    expect([after.EventSelectors, after.AdvancedEventSelectors]).toEqual([EventSelectors, undefined]);
    const wrong = [{ DataResources: [{ Type: 'AWS::Bedrock::AgentAlias', Values: ['*'] }] }];
    expect(
      await refused(
        client.send(new cloudtrail.PutEventSelectorsCommand({ TrailName: TRAIL, EventSelectors: wrong })),
      ),
    ).toBe('InvalidEventSelectorsException');
    expect(await refused(client.send(new cloudtrail.PutEventSelectorsCommand({ TrailName: TRAIL })))).toBe(
      'InvalidEventSelectorsException',
    );
    await client.send(
      new cloudtrail.PutEventSelectorsCommand({
        TrailName: TRAIL,
        AdvancedEventSelectors: before.AdvancedEventSelectors,
      }),
    );
  });

  it('looks the incident up, page by page, newest first, management events only', async () => {
    const { events, pages } = await all(client, {});
    expect(pages).toBeGreaterThan(3);
    expect(new Set(events.map(({ EventId }) => EventId)).size).toBe(events.length);
    const times = events.map(({ EventTime }) => EventTime?.getTime() ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const names = new Set(events.map(({ EventName }) => EventName));
    expect([
      names.has('CreateServiceSpecificCredential'),
      names.has('DeleteGuardrail'),
      names.has('Retrieve'),
      names.has('PutObject'),
    ]).toEqual([true, true, false, false]);
    const known = account.world.trail.events.filter(
      ({ record, time }) =>
        record.managementEvent && record.awsRegion === 'us-east-1' && time <= account.clock.now() - 300_000,
    );
    expect(events.length).toBe(known.length);
  });

  it.each<[cloudtrail.LookupAttribute]>([
    [{ AttributeKey: 'EventName', AttributeValue: 'CreateAccessKey' }],
    [{ AttributeKey: 'Username', AttributeValue: 'explore' }],
    [{ AttributeKey: 'EventSource', AttributeValue: 'iam.amazonaws.com' }],
    [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
    [{ AttributeKey: 'ResourceName', AttributeValue: 'BedrockAPIKey-x7q2' }],
    [{ AttributeKey: 'ResourceType', AttributeValue: 'AWS::IAM::User' }],
  ])('filters by %j', async (attribute) => {
    const { events } = await all(client, { LookupAttributes: [attribute] });
    expect(events.length).toBeGreaterThan(0);
    const whole = await all(client, {});
    expect(events.length).toBeLessThan(whole.events.length);
  });

  it('filters by key, event and time', async () => {
    const key = account.intruder['leakedKey']?.accessKeyId;
    const { events } = await all(client, {
      LookupAttributes: [{ AttributeKey: 'AccessKeyId', AttributeValue: key }],
    });
    expect(events.every(({ AccessKeyId }) => AccessKeyId === key)).toBe(true);
    const [first] = events;
    const byId = await all(client, {
      LookupAttributes: [{ AttributeKey: 'EventId', AttributeValue: first?.EventId }],
    });
    expect(byId.events).toEqual([first]);
    const StartTime = new Date('2026-01-15T09:05:00Z');
    const EndTime = new Date('2026-01-15T09:15:00Z');
    const window = await all(client, { StartTime, EndTime });
    expect(window.events.length).toBeGreaterThan(0);
    expect(
      window.events.every(
        ({ EventTime }) => EventTime !== undefined && EventTime >= StartTime && EventTime <= EndTime,
      ),
    ).toBe(true);
  });

  it('refuses what the real one refuses', async () => {
    const lookup = (input: cloudtrail.LookupEventsCommandInput): Promise<string> =>
      refused(client.send(new cloudtrail.LookupEventsCommand(input)));
    const two: cloudtrail.LookupAttribute[] = [
      { AttributeKey: 'EventName', AttributeValue: 'a' },
      { AttributeKey: 'Username', AttributeValue: 'b' },
    ];
    expect(await lookup({ MaxResults: 51 })).toBe('InvalidMaxResultsException');
    expect(await lookup({ LookupAttributes: two })).toBe('InvalidLookupAttributesException');
    expect(await lookup({ StartTime: new Date(2), EndTime: new Date(1) })).toBe('InvalidTimeRangeException');
    expect(await lookup({ NextToken: 'none' })).toBe('InvalidNextTokenException');
    const { NextToken } = await client.send(new cloudtrail.LookupEventsCommand({ MaxResults: 1 }));
    expect(
      await lookup({
        MaxResults: 1,
        NextToken,
        LookupAttributes: [two[0] ?? { AttributeKey: 'EventName', AttributeValue: 'a' }],
      }),
    ).toBe('InvalidNextTokenException');
  });

  it('serves a real public key', async () => {
    const { PublicKeyList = [] } = await client.send(new cloudtrail.ListPublicKeysCommand({}));
    const [key] = PublicKeyList;
    const { createPublicKey } = await import('node:crypto');
    expect(
      createPublicKey({ key: Buffer.from(key?.Value ?? []), format: 'der', type: 'pkcs1' }).asymmetricKeyType,
    ).toBe('rsa');
    const past = { StartTime: new Date('2020-01-01T00:00:00Z'), EndTime: new Date('2020-01-02T00:00:00Z') };
    expect((await client.send(new cloudtrail.ListPublicKeysCommand(past))).PublicKeyList).toEqual([]);
  });
});

async function all(
  client: cloudtrail.CloudTrailClient,
  input: cloudtrail.LookupEventsCommandInput,
): Promise<{ events: cloudtrail.Event[]; pages: number }> {
  const events: cloudtrail.Event[] = [];
  let pages = 0;
  let NextToken: string | undefined;
  do {
    const page: cloudtrail.LookupEventsCommandOutput = await client.send(
      new cloudtrail.LookupEventsCommand({ ...input, NextToken }),
    );
    events.push(...(page.Events ?? []));
    pages += 1;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { events, pages };
}

describe('the quota of LookupEvents', () => {
  it('is two a second for each Region, in real time', async () => {
    const { lookupEvents } = await import('../../src/simulator/services/cloudtrail/lookup-events.ts');
    const { world, clock, as, responder } = await testAccount();
    await as(responder).sts.send(new (await import('@aws-sdk/client-sts')).GetCallerIdentityCommand({}));
    let real = 0;
    const lookup = lookupEvents({
      ...world,
      realNow: () => real,
      quotas: { lookupsPerSecond: 2, modelCallsPerMinute: 600 },
    });
    const principal = {
      kind: 'user',
      user: [...world.iam.users.values()][0],
      accessKeyId: 'x',
      session: undefined,
    } as never;
    const call = (region: string): string => {
      try {
        lookup(
          {},
          {
            requestId: 'r',
            region,
            now: clock.now(),
            principal,
            address: '',
            host: '',
            userAgent: '',
            notes: {},
          },
        );
        return 'went through';
      } catch (error) {
        return error instanceof Error ? error.name : 'other';
      }
    };
    expect([call('us-east-1'), call('us-east-1'), call('us-east-1'), call('us-west-2')]).toEqual([
      'went through',
      'went through',
      'ThrottlingException',
      'went through',
    ]);
    real += 500;
    expect([call('us-east-1'), call('us-east-1')]).toEqual(['went through', 'ThrottlingException']);
  });
});
