import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measure } from '../../src/simulator/world/measure.ts';
import { lastTrack, OPENED, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const HOUR = 3_600_000;

describe.each(['in process', 'over HTTP'] as const)('CloudWatch %s', (over) => {
  let account: TestAccount;
  let client: cloudwatch.CloudWatchClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).cloudwatch;
  });
  afterAll(() => account.close());
  const data = (MetricName: string, more: Partial<cloudwatch.MetricStat> = {}, rest: object = {}) =>
    client.send(
      new cloudwatch.GetMetricDataCommand({
        StartTime: new Date(OPENED - 12 * HOUR),
        EndTime: new Date(OPENED + HOUR),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: [
          {
            Id: 'm',
            MetricStat: {
              Metric: { Namespace: 'AWS/Bedrock', MetricName },
              Period: 3600,
              Stat: 'Sum',
              ...more,
            },
          },
        ],
        ...rest,
      }),
    );

  it('measures the model calls of the story, per model and over all', async () => {
    const { Metrics = [] } = await client.send(
      new cloudwatch.ListMetricsCommand({ Namespace: 'AWS/Bedrock', MetricName: 'Invocations' }),
    );
    const models = Metrics.filter(({ Dimensions = [] }) => Dimensions.length > 0);
    expect([models.length > 0, Metrics.length - models.length]).toEqual([true, 1]);
    const sum = (result: cloudwatch.GetMetricDataCommandOutput): number =>
      (result.MetricDataResults?.[0]?.Values ?? []).reduce((a, b) => a + b, 0);
    const all = await data('Invocations');
    const each = await Promise.all(models.map((Metric) => data('Invocations', { Metric })));
    expect(sum(all)).toBeGreaterThan(10);
    expect(each.map(sum).reduce((a, b) => a + b)).toBe(sum(all));
    const times = all.MetricDataResults?.[0]?.Timestamps?.map((time) => time.getTime()) ?? [];
    expect(times.every((time) => time % HOUR === 0 && time <= OPENED)).toBe(true);
    const now = measureAndCount();
    expect((await data('Invocations')).MetricDataResults?.[0]?.Values?.at(-1)).toBe(now);
  });

  /** Another service measures something: it stands in CloudWatch at once. */
  function measureAndCount(): number {
    const start = account.clock.now();
    for (const value of [1, 1])
      measure(account.world, 'us-east-1', { namespace: 'AWS/Bedrock', name: 'Invocations', value });
    const { points = [] } =
      [...account.world.metrics('us-east-1').series.values()].find(
        ({ name, dimensions }) => name === 'Invocations' && Object.keys(dimensions).length === 0,
      ) ?? {};
    return points.filter(({ time }) => time <= start && time >= Math.floor(start / HOUR) * HOUR).length;
  }

  it('keeps metrics of the account, in every statistic, page by page', async () => {
    const Namespace = 'Example/Test';
    const put = (MetricData: cloudwatch.MetricDatum[], name = Namespace) =>
      client.send(new cloudwatch.PutMetricDataCommand({ Namespace: name, MetricData }));
    expect(await refused(put([{ MetricName: 'x', Value: 1 }], 'AWS/Bedrock'))).toBe(
      'InvalidParameterValueException',
    );
    expect(await refused(put([{ MetricName: 'x', Value: 1, Timestamp: new Date(OPENED + 3 * HOUR) }]))).toBe(
      'InvalidParameterValueException',
    );
    const Dimensions = [{ Name: 'Stage', Value: 'prod' }];
    await put([
      { MetricName: 'x', Dimensions, Timestamp: new Date(OPENED - 2 * HOUR), Values: [1, 5], Counts: [3, 1] },
      { MetricName: 'x', Dimensions, Timestamp: new Date(OPENED), Value: 9 },
    ]);
    const Metric = { Namespace, MetricName: 'x', Dimensions };
    const values = async (Stat: string) => (await data('x', { Metric, Stat })).MetricDataResults?.[0]?.Values;
    expect(await values('Sum')).toEqual([8, 9]);
    expect(await values('Average')).toEqual([2, 9]);
    expect(await values('SampleCount')).toEqual([4, 1]);
    expect([await values('Minimum'), await values('Maximum')]).toEqual([
      [1, 9],
      [5, 9],
    ]);
    const first = await data('x', { Metric }, { MaxDatapoints: 1 });
    expect(first.MetricDataResults?.[0]).toMatchObject({ Values: [8], StatusCode: 'PartialData' });
    const rest = await data('x', { Metric }, { MaxDatapoints: 1, NextToken: first.NextToken });
    expect(rest.MetricDataResults?.[0]).toMatchObject({ Values: [9], StatusCode: 'Complete' });
    expect(await refused(data('x', { Metric }, { NextToken: 'other' }))).toBe('InvalidNextToken');
    expect(
      (await data('x', { Metric: { Namespace, MetricName: 'x' } })).MetricDataResults?.[0]?.Values,
    ).toEqual([]);
    expect(await refused(data('x', { Metric, Period: 61 }))).toBe('InvalidParameterValueException');
    const listed = await client.send(
      new cloudwatch.ListMetricsCommand({ Dimensions: [{ Name: 'Stage', Value: 'prod' }] }),
    );
    expect(listed.Metrics).toEqual([Metric]);
  });

  it('keeps alarms; a Put replaces all but the state', async () => {
    const described = async (more: object = {}) =>
      (await client.send(new cloudwatch.DescribeAlarmsCommand(more))).MetricAlarms ?? [];
    expect((await described()).map(({ AlarmName, StateValue }) => [AlarmName, StateValue])).toEqual([
      ['bedrock-log-delivery-failures', 'OK'],
      ['bedrock-output-tokens', 'ALARM'],
    ]);
    expect((await described({ StateValue: 'ALARM' })).length).toBe(1);
    const base = {
      AlarmName: 'a',
      Namespace: 'Example/Test',
      MetricName: 'x',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
    } as const;
    await client.send(new cloudwatch.PutMetricAlarmCommand({ ...base, AlarmDescription: 'first' }));
    await client.send(
      new cloudwatch.SetAlarmStateCommand({ AlarmName: 'a', StateValue: 'ALARM', StateReason: 'test' }),
    );
    await client.send(new cloudwatch.PutMetricAlarmCommand({ ...base, Threshold: 2 }));
    await client.send(new cloudwatch.DisableAlarmActionsCommand({ AlarmNames: ['a', 'none'] }));
    const [alarm] = await described({ AlarmNames: ['a'] });
    expect([alarm?.AlarmDescription, alarm?.Threshold, alarm?.StateValue, alarm?.ActionsEnabled]).toEqual([
      undefined,
      2,
      'ALARM',
      false,
    ]);
    await client.send(new cloudwatch.EnableAlarmActionsCommand({ AlarmNames: ['a'] }));
    expect((await described({ AlarmNamePrefix: 'a' }))[0]?.ActionsEnabled).toBe(true);
    const { MetricName: _metric, Namespace: _namespace, ...frame } = base;
    const putQueries = (Metrics: cloudwatch.MetricDataQuery[], more: object = {}) =>
      refused(client.send(new cloudwatch.PutMetricAlarmCommand({ ...frame, Metrics, ...more })));
    const query = { Id: 'q', Expression: 'SELECT SUM(x) FROM SCHEMA("Example/Test", a)', Period: 60 };
    expect(await putQueries([query])).toBe('went through');
    expect(await putQueries([query], { Period: 60 })).toBe('InvalidParameterCombinationException');
    const wrong = [[], [query, query], [query, { ...query, Id: 'r' }], [{ ...query, Id: 'Q' }]];
    for (const queries of wrong) expect(await putQueries(queries)).toBe('InvalidParameterValueException');
    const metrics = Array.from({ length: 11 }, (_, at) => ({
      Id: `m${at}`,
      MetricStat: { Metric: { Namespace: 'Example/Test', MetricName: 'x' }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    }));
    expect(await putQueries([...metrics, query])).toBe('InvalidParameterValueException');
    expect((await described({ AlarmNames: ['a'] }))[0]?.Metrics).toEqual([query]);
    const remove = new cloudwatch.DeleteAlarmsCommand({ AlarmNames: ['a'] });
    await client.send(remove);
    expect(await refused(client.send(remove))).toBe('ResourceNotFound');
  });

  it('refuses whoever is not allowed, and leaves its tracks', async () => {
    const legacy = account.as(account.intruder['leakedKey'] ?? account.responder).cloudwatch;
    const AlarmNames = ['bedrock-output-tokens'];
    const denied: unknown = await legacy
      .send(new cloudwatch.DisableAlarmActionsCommand({ AlarmNames }))
      .catch((error: unknown) => error);
    expect(String(denied)).toContain(
      'cloudwatch:DisableAlarmActions on resource: arn:aws:cloudwatch:us-east-1:111122223333:alarm:bedrock-output-tokens',
    );
    expect(lastTrack(account, 'DisableAlarmActions')).toMatchObject({
      eventSource: 'monitoring.amazonaws.com',
      readOnly: false,
      errorCode: 'AccessDenied',
      requestParameters: { alarmNames: AlarmNames },
    });
    await client.send(new cloudwatch.DescribeAlarmsCommand({}));
    expect(lastTrack(account, 'DescribeAlarms')?.readOnly).toBe(true);
    expect(lastTrack(account, 'GetMetricData')?.managementEvent).toBe(false);
  });
});
