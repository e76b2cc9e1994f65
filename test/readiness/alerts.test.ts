import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
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
