import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../base/json.ts';
import { ALERT_THRESHOLDS, PANEL_THRESHOLDS } from '../model/panel-thresholds.ts';
import { invocationWatch } from './watched-invocations.ts';

const { filters, alarms } = invocationWatch({
  region: 'us-east-1',
  topic: 'arn:aws:sns:us-east-1:111122223333:security',
  prices: { input: 15, output: 75 },
  models: ['example.model-v1:0'],
});

function queriesOf(alarm: (typeof alarms)[number]): readonly JsonObject[] {
  return 'queries' in alarm ? alarm.queries : [];
}

describe('what the invocation log is watched for', () => {
  it('holds values against the thresholds of the panels and rules', () => {
    const { interventions, cost } = ALERT_THRESHOLDS;
    const levels = (name: string, { warning, critical }: { warning: number; critical: number }) => [
      [`heptad-invocations-${name}-warning`, warning],
      [`heptad-invocations-${name}-critical`, critical],
    ];
    expect(alarms.map(({ name, threshold }) => [name, threshold])).toEqual([
      ...levels('interventions', PANEL_THRESHOLDS['guardrail-blocks']),
      ['heptad-invocations-campaign', interventions.above],
      ...levels('tokens', PANEL_THRESHOLDS['tokens-by-identity']),
      ...levels('errors', PANEL_THRESHOLDS['error-rate']),
      ...levels('errors-example.model-v1:0', PANEL_THRESHOLDS['error-rate']),
      ...levels('cost', PANEL_THRESHOLDS['cost-per-hour']),
      ['heptad-invocations-wallet', cost.above],
      ['heptad-invocations-suspicious-prompts', 0],
    ]);
    expect(alarms.every(({ above }) => above === true)).toBe(true);
  });

  it('names in each pattern the members that value and dimensions are taken from', () => {
    for (const { pattern, value = '1', dimensions = {} } of filters) {
      const members = [value, ...Object.values(dimensions)].filter((text) => text.startsWith('$'));
      expect(members.filter((member) => !pattern.includes(member))).toEqual([]);
    }
  });

  it('rests each alarm on a metric that a filter makes or Bedrock publishes', () => {
    const made = new Set(filters.map(({ metric }) => metric));
    const published = new Set([
      ...['Invocations', 'InvocationClientErrors', 'InvocationServerErrors', 'InvocationThrottles'],
      ...['InputTokenCount', 'OutputTokenCount'],
    ]);
    const used = alarms.flatMap((alarm) => {
      if ('metric' in alarm) return [[alarm.namespace, alarm.metric]];
      return queriesOf(alarm).flatMap(({ MetricStat, Expression }) => {
        const selected = /^SELECT SUM\((\w+)\) FROM SCHEMA\("([\w/]+)", identity\)/.exec(String(Expression));
        if (selected !== null) return [[selected[2], selected[1]]];
        const metric = (MetricStat as JsonObject | undefined)?.['Metric'] as JsonObject | undefined;
        return metric === undefined ? [] : [[metric['Namespace'], metric['MetricName']]];
      });
    });
    expect(used.length).toBeGreaterThan(alarms.length);
    for (const [namespace, metric] of used)
      expect((namespace === 'AWS/Bedrock' ? published : made).has(String(metric))).toBe(true);
  });

  it('calculates only with what its own queries gave before', () => {
    for (const alarm of alarms) {
      const known = new Set<string>();
      for (const { Id, Expression } of queriesOf(alarm)) {
        const names = String(Expression ?? '').startsWith('SELECT')
          ? []
          : String(Expression ?? '').match(/\b[a-z]\w*/g);
        expect((names ?? []).filter((name) => !known.has(name))).toEqual([]);
        known.add(String(Id));
      }
    }
  });

  it.each([
    ['cost', { input: 2_000_000, output: 1_000_000 }, 105],
    ['cost', { input: 2_000_000 }, 30],
    ['errors', { answered: 90, client: 4, server: 1, throttled: 5 }, 0.1],
    ['errors', { answered: 9 }, 0],
    ['errors', { client: 9 }, 0],
    ['errors', { client: 10 }, 1],
  ])('calculates %s of %j as %d', (name, sums, wanted) => {
    const alarm = alarms.find((one) => one.name === `heptad-invocations-${name}-warning`);
    expect(alarm === undefined ? null : valueOf(queriesOf(alarm), sums)).toBeCloseTo(wanted);
  });
});

/** The value of the last query, as metric math has it; a metric that has none is filled. */
function valueOf(queries: readonly JsonObject[], sums: Readonly<Record<string, number>>): number {
  const values = new Map<string, number | undefined>();
  for (const { Id, Expression } of queries) {
    const text = typeof Expression === 'string' ? Expression : null;
    values.set(String(Id), text === null ? sums[String(Id)] : calculated(text, values));
  }
  return values.get(String(queries.at(-1)?.['Id'])) ?? Number.NaN;
}

/** Of metric math only `IF(a >= n, b / c, 0)`, `FILL(a, 0)`, and sums and products of them. */
function calculated(text: string, values: ReadonlyMap<string, number | undefined>): number {
  const condition = /^IF\((\w+) >= (\d+), (\w+) \/ (\w+), 0\)$/.exec(text);
  const of = (name: string | undefined): number => values.get(name ?? '') ?? Number.NaN;
  if (condition !== null)
    return of(condition[1]) >= Number(condition[2]) ? of(condition[3]) / of(condition[4]) : 0;
  const [, sum = text, divisor = '1'] = /^\((.+)\) \/ (\d+)$/.exec(text) ?? [];
  return (
    sum
      .split(' + ')
      .map((term) =>
        term
          .split(' * ')
          .map((factor) => {
            const filled = /^FILL\((\w+), 0\)$/.exec(factor)?.[1];
            if (filled !== undefined) return values.get(filled) ?? 0;
            return /^\d+$/.test(factor) ? Number(factor) : of(factor);
          })
          .reduce((a, b) => a * b),
      )
      .reduce((a, b) => a + b) / Number(divisor)
  );
}
