import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { ListObjectsV2Command, PutBucketPolicyCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendLogEvents, writeLogs } from '../../src/simulator/world/log-events.ts';
import { lastTrack, OPENED, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const INVOCATIONS = '/example/bedrock/invocations';
const BUCKET = 'example-bedrock-logs-111122223333';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/22222222-3333-4444-8555-666666666666';

describe.each(['in process', 'over HTTP'] as const)('CloudWatch Logs %s', (over) => {
  let account: TestAccount;
  let client: logs.CloudWatchLogsClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).logs;
  });
  afterAll(() => account.close());
  const described = async (logGroupName: string): Promise<logs.LogGroup | undefined> =>
    (await client.send(new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName })))
      .logGroups?.[0];

  it('has the groups of the story, with the retention that the intruder set', async () => {
    const { logGroups = [] } = await client.send(new logs.DescribeLogGroupsCommand({}));
    expect(logGroups.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays])).toEqual([
      ['/aws/lambda/support-assistant', 90],
      ['/aws/lambda/support-assistant-notify', 90],
      [INVOCATIONS, 1],
    ]);
    const { events = [] } = await client.send(
      new logs.FilterLogEventsCommand({ logGroupName: INVOCATIONS, limit: 5 }),
    );
    expect(events).toHaveLength(5);
    expect(JSON.parse(events[0]?.message ?? '')).toMatchObject({ schemaType: 'ModelInvocationLog' });
    const west = account.as(account.responder, 'us-west-2').logs;
    expect((await west.send(new logs.DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
  });

  it('keeps groups: made once, kept as long as set, protected, encrypted, deleted', async () => {
    const logGroupName = '/t/groups';
    const make = new logs.CreateLogGroupCommand({ logGroupName, deletionProtectionEnabled: true });
    await client.send(make);
    expect(await refused(client.send(make))).toBe('ResourceAlreadyExistsException');
    expect(
      await refused(client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 }))),
    ).toBe('InvalidParameterException');
    await client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 30 }));
    await client.send(new logs.AssociateKmsKeyCommand({ logGroupName, kmsKeyId: KEY }));
    await client.send(
      new logs.PutDataProtectionPolicyCommand({ logGroupIdentifier: logGroupName, policyDocument: '{}' }),
    );
    expect(await described(logGroupName)).toMatchObject({
      retentionInDays: 30,
      kmsKeyId: KEY,
      deletionProtectionEnabled: true,
      dataProtectionStatus: 'ACTIVATED',
      logGroupClass: 'STANDARD',
    });
    await client.send(new logs.DeleteRetentionPolicyCommand({ logGroupName }));
    await client.send(new logs.DisassociateKmsKeyCommand({ logGroupName }));
    await client.send(new logs.DeleteDataProtectionPolicyCommand({ logGroupIdentifier: logGroupName }));
    const after = await described(logGroupName);
    expect([after?.retentionInDays, after?.kmsKeyId, after?.dataProtectionStatus]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const remove = new logs.DeleteLogGroupCommand({ logGroupName });
    expect(await refused(client.send(remove))).toBe('ValidationException');
    await client.send(
      new logs.PutLogGroupDeletionProtectionCommand({
        logGroupIdentifier: logGroupName,
        deletionProtectionEnabled: false,
      }),
    );
    await client.send(remove);
    expect(await refused(client.send(remove))).toBe('ResourceNotFoundException');
  });

  it('drops for good what is older than a lowered retention', async () => {
    const logGroupName = '/t/retention';
    await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
    const day = 86_400_000;
    const target = { region: 'us-east-1', group: logGroupName, stream: 's' };
    const lines = [5, 0].map((days) => ({ timestamp: OPENED - days * day, message: `${days} days` }));
    expect(writeLogs(account.world, target, lines)).toBe(true);
    expect(writeLogs(account.world, { ...target, group: 'none' }, lines)).toBe(false);
    await client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
    const messages = async () =>
      (await client.send(new logs.FilterLogEventsCommand({ logGroupName }))).events?.map((e) => e.message);
    expect(await messages()).toEqual(['0 days']);
    await client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 365 }));
    expect(await messages()).toEqual(['0 days']);
  });

  it('takes events in order only, and tells what is too old', async () => {
    const logGroupName = '/t/put';
    await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
    await client.send(new logs.CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
    const put = (...times: number[]) =>
      client.send(
        new logs.PutLogEventsCommand({
          logGroupName,
          logStreamName: 's',
          logEvents: times.map((timestamp) => ({ timestamp, message: String(timestamp - OPENED) })),
        }),
      );
    expect(await refused(put(OPENED, OPENED - 1))).toBe('InvalidParameterException');
    const { rejectedLogEventsInfo } = await put(OPENED - 30 * 86_400_000, OPENED - 2, OPENED - 1);
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    await put(OPENED);
    const get = async (more: object) => {
      const { events = [], ...tokens } = await client.send(
        new logs.GetLogEventsCommand({ logGroupName, logStreamName: 's', limit: 2, ...more }),
      );
      return { messages: events.map(({ message }) => message), ...tokens };
    };
    const first = await get({ startFromHead: true });
    const second = await get({ nextToken: first.nextForwardToken });
    const third = await get({ nextToken: second.nextForwardToken });
    expect([first.messages, second.messages, third.messages]).toEqual([['-2', '-1'], ['0'], []]);
    expect(third.nextForwardToken).toBe(second.nextForwardToken);
    const tail = await get({});
    expect([tail.messages, (await get({ nextToken: tail.nextBackwardToken })).messages]).toEqual([
      ['-1', '0'],
      ['-2'],
    ]);
    const { logStreams } = await client.send(new logs.DescribeLogStreamsCommand({ logGroupName }));
    expect(logStreams?.[0]).toMatchObject({ logStreamName: 's', lastEventTimestamp: OPENED });
  });

  it('searches by terms and by JSON, page by page, also where a page has nothing', async () => {
    const logGroupName = '/t/filter';
    await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
    const group = account.world.logs('us-east-1').groups.get(logGroupName);
    if (group === undefined) throw new Error('the group was not made');
    const json = [
      { a: { b: 'xyz' }, n: 3 },
      { a: { b: 'other' }, n: 9, list: [{ v: 'deep' }] },
    ];
    const noise = Array.from({ length: 10_001 }, () => 'noise');
    const lines = [...noise, 'ERROR disk full', ...json.map((one) => JSON.stringify(one))].map(
      (message, index) => ({ timestamp: OPENED - 20_000 + index, message }),
    );
    appendLogEvents(group, { stream: 's', lines, now: OPENED });
    const all = async (filterPattern: string): Promise<readonly (string | undefined)[]> => {
      const first = await client.send(new logs.FilterLogEventsCommand({ logGroupName, filterPattern }));
      expect(first.events).toEqual([]);
      const next = await client.send(
        new logs.FilterLogEventsCommand({ logGroupName, filterPattern, nextToken: first.nextToken }),
      );
      expect(next.nextToken).toBeUndefined();
      return next.events?.map(({ message }) => message) ?? [];
    };
    expect(await all('ERROR "disk full" -empty')).toEqual(['ERROR disk full']);
    expect(await all('?ERROR ?nothing')).toEqual(['ERROR disk full']);
    expect(await all('%E.*k%')).toEqual(['ERROR disk full']);
    const [one, other] = json.map((value) => JSON.stringify(value));
    expect(await all('{ $.a.b = "x*" }')).toEqual([one]);
    expect(await all('{ ($.n > 3 && $.list[0].v = "deep") || $.a.b = "none" }')).toEqual([other]);
    expect(await all('{ $.list NOT EXISTS }')).toEqual([one]);
    for (const filterPattern of ['{ $.a ', '{ a = 1 }', '{ $.a ~ 1 }', '%(a|b)%', '%a!%', '{ $.a = %a b% }'])
      expect(
        await refused(client.send(new logs.FilterLogEventsCommand({ logGroupName, filterPattern }))),
      ).toBe('InvalidParameterException');
  });

  it('exports into a bucket that lets it, one export at a time', async () => {
    const { s3 } = account.as(account.responder);
    const start = new logs.CreateExportTaskCommand({
      logGroupName: INVOCATIONS,
      from: OPENED - 10 * 3_600_000,
      to: OPENED,
      destination: BUCKET,
      destinationPrefix: 'case/logs',
    });
    expect(await refused(client.send(start))).toBe('InvalidParameterException');
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'logs.us-east-1.amazonaws.com' },
      Action: ['s3:GetBucketAcl', 's3:PutObject'],
      Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
    const { taskId } = await client.send(start);
    expect(await refused(client.send(start))).toBe('LimitExceededException');
    const status = async () =>
      (await client.send(new logs.DescribeExportTasksCommand({ taskId }))).exportTasks?.[0]?.status?.code;
    expect(await status()).toBe('PENDING');
    account.clock.advance(60_000);
    expect(await status()).toBe('COMPLETED');
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'case/logs/' }),
    );
    const Key = Contents.map(({ Key: key }) => key).find((key) => key?.endsWith('.gz'));
    expect(Key).toBe(`case/logs/${taskId}/aws-bedrock-modelinvocations/000000.gz`);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString();
    expect(text.split('\n')[0]).toMatch(/^2026-01-15T\d\d:\d\d:\d\d\.\d{3}Z \{"timestamp"/);
  });

  it('answers queries of Insights', async () => {
    const query = async (queryString: string, limit?: number) => {
      const { queryId } = await client.send(
        new logs.StartQueryCommand({
          logGroupName: INVOCATIONS,
          startTime: OPENED / 1000 - 36_000,
          endTime: OPENED / 1000,
          queryString,
          limit,
        }),
      );
      const running = await client.send(new logs.GetQueryResultsCommand({ queryId }));
      expect([running.status, running.results]).toEqual(['Running', []]);
      const {
        status,
        results = [],
        statistics,
      } = await client.send(new logs.GetQueryResultsCommand({ queryId }));
      expect(status).toBe('Complete');
      const rows = results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
      return { rows, statistics };
    };
    const { rows, statistics } = await query(
      'fields @timestamp, modelId, input.inputTokenCount as tokens\n| filter operation like /Converse|Invoke/ and ispresent(identity.arn) | sort @timestamp asc | limit 3',
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]?.['@timestamp']).toMatch(/^2026-01-15 \d\d:/);
    expect(rows[0]).toHaveProperty('@ptr');
    const counted = await query(
      'stats count(*) as calls, sum(input.inputTokenCount) as spent, count_distinct(identity.arn) as who by modelId | sort calls desc',
    );
    const calls = counted.rows.map((row) => Number(row['calls']));
    expect(calls).toEqual(calls.toSorted((a, b) => b - a));
    expect(calls.reduce((a, b) => a + b)).toBe(statistics?.recordsScanned);
    expect((await query('stats count(*) by bin(1h)')).rows[0]).toHaveProperty('bin(1h)');
    expect((await query('filter modelId in ["nothing", "none"] or operation = "none"')).rows).toEqual([]);
    expect(await refused(query('frobnicate x'))).toBe('MalformedQueryException');
    expect(await refused(query('filter a ='))).toBe('MalformedQueryException');
    expect(await refused(client.send(new logs.GetQueryResultsCommand({ queryId: 'none' })))).toBe(
      'ResourceNotFoundException',
    );
  });

  it('keeps subscription and metric filters; a Put replaces', async () => {
    const logGroupName = INVOCATIONS;
    const put = (filterName: string, filterPattern = '') =>
      client.send(
        new logs.PutSubscriptionFilterCommand({
          logGroupName,
          filterName,
          filterPattern,
          destinationArn: 'arn:aws:lambda:us-east-1:111122223333:function:support-assistant',
        }),
      );
    await put('a');
    await put('a', 'ERROR');
    await put('b');
    expect(await refused(put('c'))).toBe('LimitExceededException');
    const { subscriptionFilters = [] } = await client.send(
      new logs.DescribeSubscriptionFiltersCommand({ logGroupName }),
    );
    expect(subscriptionFilters.map(({ filterName, filterPattern }) => [filterName, filterPattern])).toEqual([
      ['a', 'ERROR'],
      ['b', ''],
    ]);
    await client.send(new logs.DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'b' }));
    const metricTransformations = [{ metricName: 'm', metricNamespace: 'ns', metricValue: '1' }];
    await client.send(
      new logs.PutMetricFilterCommand({
        logGroupName,
        filterName: 'm',
        filterPattern: 'x',
        metricTransformations,
      }),
    );
    expect((await described(logGroupName))?.metricFilterCount).toBe(1);
    await client.send(new logs.DeleteMetricFilterCommand({ logGroupName, filterName: 'm' }));
    const { metricFilters } = await client.send(new logs.DescribeMetricFiltersCommand({ logGroupName }));
    expect(metricFilters).toEqual([]);
    const policies = new logs.DescribeAccountPoliciesCommand({ policyType: 'DATA_PROTECTION_POLICY' });
    expect((await client.send(policies)).accountPolicies).toEqual([]);
    expect((await client.send(new logs.DescribeDeliverySourcesCommand({}))).deliverySources).toEqual([]);
  });

  it('has metric filters count what comes in', async () => {
    const target = { logGroupName: '/t/count', logStreamName: 's' };
    await client.send(new logs.CreateLogGroupCommand({ logGroupName: target.logGroupName }));
    await client.send(new logs.CreateLogStreamCommand(target));
    await client.send(
      new logs.PutMetricFilterCommand({
        logGroupName: target.logGroupName,
        filterName: 'tokens',
        filterPattern: '{ $.model = "big*" }',
        metricTransformations: [
          {
            metricNamespace: 'Example/Tokens',
            metricName: 'Spent',
            metricValue: '$.tokens',
            dimensions: { Model: '$.model' },
          },
        ],
      }),
    );
    const messages = [{ model: 'big-1', tokens: 7 }, { model: 'small', tokens: 9 }, { model: 'big-1' }];
    const timestamp = account.clock.now();
    const logEvents = messages.map((message) => ({ timestamp, message: JSON.stringify(message) }));
    await client.send(new logs.PutLogEventsCommand({ ...target, logEvents }));
    const { MetricDataResults } = await account.as(account.responder).cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(timestamp - 60_000),
        EndTime: new Date(timestamp + 60_000),
        MetricDataQueries: [
          {
            Id: 'm',
            MetricStat: {
              Metric: {
                Namespace: 'Example/Tokens',
                MetricName: 'Spent',
                Dimensions: [{ Name: 'Model', Value: 'big-1' }],
              },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
      }),
    );
    expect(MetricDataResults?.[0]?.Values).toEqual([7]);
  });

  it('takes of metric filters what CloudWatch Logs takes', async () => {
    const logGroupName = '/t/limits';
    await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
    const put = (filterName: string, filterPattern: string, more: Partial<logs.MetricTransformation> = {}) =>
      refused(
        client.send(
          new logs.PutMetricFilterCommand({
            logGroupName,
            filterName,
            filterPattern,
            metricTransformations: [{ metricName: 'm', metricNamespace: 'ns', metricValue: '1', ...more }],
          }),
        ),
      );
    const bad = 'InvalidParameterException';
    expect(await put('long', 'x'.repeat(1025))).toBe(bad);
    expect(await put('three', '{ $.a = %a% || $.a = %b% || $.a = %c% }')).toBe(bad);
    expect(await put('marks', '{ $.a = "50%" || $.b = "%" || $.c = "%" || $.d = "%" }')).toBe('went through');
    const dimensions = { A: '$.a', B: '$.b', C: '$.c' };
    expect(await put('sides', '{ $.a = * }', { dimensions })).toBe('went through');
    expect(await put('sides', '{ $.a = * }', { dimensions: { ...dimensions, D: '$.d' } })).toBe(bad);
    expect(await put('sides', '{ $.a = * }', { dimensions, defaultValue: 0 })).toBe(bad);
    expect(await put('sides', 'ERROR', { dimensions })).toBe(bad);
    for (const name of ['1', '2', '3', '4', '5']) expect(await put(name, `%${name}%`)).toBe('went through');
    expect(await put('6', '{ $.a = %six% }')).toBe('LimitExceededException');
    expect(await put('5', '%again%')).toBe('went through');
    expect(await put('6', 'six')).toBe('went through');
  });

  it('refuses whoever is not allowed, and leaves its tracks', async () => {
    const legacy = account.as(account.intruder['leakedKey'] ?? account.responder).logs;
    const denied: unknown = await legacy
      .send(new logs.FilterLogEventsCommand({ logGroupName: INVOCATIONS }))
      .catch((error: unknown) => error);
    expect(denied).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`log-group:${INVOCATIONS}:log-stream:`) as string,
    });
    expect(lastTrack(account, 'FilterLogEvents')).toMatchObject({
      eventSource: 'logs.amazonaws.com',
      readOnly: true,
      managementEvent: true,
      errorCode: 'AccessDenied',
      requestParameters: { logGroupName: INVOCATIONS },
    });
    await client.send(
      new logs.PutRetentionPolicyCommand({ logGroupName: INVOCATIONS, retentionInDays: 365 }),
    );
    expect(lastTrack(account, 'PutRetentionPolicy')).toMatchObject({
      readOnly: false,
      requestParameters: { logGroupName: INVOCATIONS, retentionInDays: 365 },
    });
  });
});
