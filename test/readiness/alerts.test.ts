import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { RuleState } from '@aws-sdk/client-eventbridge';
import { expect, it } from 'vitest';
import type { CheckVerdict } from '../../src/model/readiness.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { ATTESTED, openFor, RECENT, reportOn } from '../support/readiness-account.ts';

/** R28 on the prepared account, changed. */
async function alerts(change: (world: World) => void): Promise<Pick<CheckVerdict, 'status' | 'says'>> {
  const { checks } = await reportOn(await openFor('prepared', { change }), {
    inputs: ATTESTED,
    baseline: RECENT,
  });
  const found = checks.find(({ check }) => check === 'R28');
  return { status: found?.status ?? 'unknown', says: found?.says ?? [] };
}

const INTERVENTIONS = 'watch-GuardrailInterventions';
const TOKENS = 'watch-OutputTokenCount';
const SILENT = expect.stringMatching(/guardrails step in again and again .* in .*eu-west-1/) as string;

it.each<[string, (world: World) => void, readonly unknown[]]>([
  [
    'no filter for interventions in one Region',
    ({ logs }) => logs('eu-west-1').groups.get('/example/bedrock/invocations')?.metricFilters.clear(),
    [SILENT],
  ],
  ['no alarm on that filter', ({ metrics }) => metrics('eu-west-1').alarms.delete(INTERVENTIONS), [SILENT]],
  [
    'an alarm that tells nobody',
    ({ metrics }) => {
      const { alarms } = metrics('eu-west-1');
      const alarm = alarms.get(INTERVENTIONS);
      if (alarm !== undefined) alarms.set(INTERVENTIONS, { ...alarm, AlarmActions: [] });
    },
    [SILENT],
  ],
  [
    'no alarm on tokens',
    ({ metrics }) => metrics('eu-west-1').alarms.delete(TOKENS),
    [expect.stringMatching(/tokens that are burnt .* in .*eu-west-1/)],
  ],
  [
    'an invocation log that goes to a bucket only',
    ({ regions, bedrock }) => {
      for (const region of regions) bedrock(region).logging = { s3Config: { bucketName: 'example-prompts' } };
    },
    ['The invocation log goes to no log group in any Region: nothing rings for what is asked of models.'],
  ],
])('R28 fails with %s', async (_, change, says) => {
  expect(await alerts(change)).toEqual({ status: 'fail', says });
});

it('R28 passes with alarms on queries as well', async () => {
  const found = await alerts(({ metrics, regions }) => {
    for (const region of regions) {
      const { alarms } = metrics(region);
      for (const [name, query] of [
        [INTERVENTIONS, { Id: 'q', Expression: 'SELECT SUM(GuardrailInterventions) FROM "Example/Watch"' }],
        [
          TOKENS,
          { Id: 'm', MetricStat: { Metric: { Namespace: 'AWS/Bedrock', MetricName: 'InputTokenCount' } } },
        ],
      ] as const) {
        const { MetricName: _metric, Namespace: _namespace, ...alarm } = alarms.get(name) ?? {};
        alarms.set(name, { ...alarm, Metrics: [query] as MetricDataQuery[] });
      }
    }
  });
  expect(found.status).toBe('pass');
});

/** No metric filter tells a stopped trail; a rule of EventBridge may. */
function byRule(world: World, of: { readonly State: RuleState; readonly targets: number }): void {
  const groups = world.regions.flatMap((region) => [...world.logs(region).groups.values()]);
  for (const { metricFilters } of groups)
    for (const [name, { filterPattern = '' }] of metricFilters)
      if (filterPattern.includes('StopLogging')) metricFilters.delete(name);
  const arn = 'arn:aws:sns:eu-west-1:111122223333:security';
  const targets = Array.from(
    { length: of.targets },
    (_, index) => [`${index}`, { Id: `${index}`, Arn: arn }] as const,
  );
  const rule = { Name: 'trails', Arn: 'arn:aws:events:eu-west-1:111122223333:rule/trails', State: of.State };
  const pattern = JSON.stringify({ detail: { eventName: ['StopLogging'] } });
  const rules = world.eventRules('eu-west-1');
  rules.set('trails', { rule: { ...rule, EventPattern: pattern }, targets: new Map(targets) });
  const daily = { Name: 'daily', State: 'ENABLED', ScheduleExpression: 'rate(1 day)' } as const;
  rules.set('daily', { rule: daily, targets: new Map(targets) });
}

it.each<RuleState>(['ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'])(
  'R28 passes with a rule of EventBridge that is %s and tells somebody',
  async (State) => {
    const found = await alerts((world) => byRule(world, { State, targets: 1 }));
    expect(found).toEqual({ status: 'pass', says: [expect.stringMatching(/or a rule of EventBridge/)] });
  },
);

it.each<readonly [RuleState, number]>([
  ['ENABLED', 0],
  ['DISABLED', 1],
])('R28 fails with a rule of EventBridge that is %s and has %i targets', async (State, targets) => {
  const found = await alerts((world) => byRule(world, { State, targets }));
  expect(found).toEqual({ status: 'fail', says: ['Nothing rings for StopLogging.'] });
});
