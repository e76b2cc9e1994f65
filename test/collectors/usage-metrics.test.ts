import { describe, expect, it } from 'vitest';
import { addMeasurement } from '../../src/simulator/world/metrics-state.ts';
import { type CollectCase } from '../support/collect-case.ts';
import { FIVE_MINUTES, OPENED, type TestAccount } from '../support/simulated-account.ts';
import { opened } from '../support/opened-case.ts';

const collectors = ['usage-metrics'];
const DAY = 86_400_000;

interface Answer {
  readonly input: {
    readonly MetricDataQueries: readonly { readonly Id: string }[];
    readonly NextToken?: string;
  };
  readonly answer: { readonly MetricDataResults: readonly { readonly Values: readonly number[] }[] };
}

async function answersOf(own: CollectCase): Promise<readonly Answer[]> {
  const kept = (await own.custody()).filter(({ collector }) => collector === 'usage-metrics');
  return Promise.all(kept.map(async ({ sha256 }) => JSON.parse(await own.book.kept(sha256)) as Answer));
}

/** The calls of models that the account's own trail has, as CloudWatch should have counted them. */
function callsIn({ world }: TestAccount, region: string): { readonly ok: number; readonly failed: number } {
  const calls = world.trail.events.filter(
    ({ record, time }) =>
      record.eventSource === 'bedrock.amazonaws.com' &&
      /^(InvokeModel|Converse)/.test(record.eventName) &&
      record.awsRegion === region &&
      typeof record.requestParameters?.['modelId'] === 'string' &&
      time >= OPENED - 6 * 3_600_000 &&
      time < OPENED,
  );
  const failed = calls.filter(({ record }) => record.errorCode !== undefined).length;
  return { ok: calls.length - failed, failed };
}

describe('what CloudWatch counted', () => {
  it('is kept in sums of five minutes, and told as the trail has it', async () => {
    const { account, own } = await opened();
    const { ok, failed } = callsIn(account, 'us-east-1');
    expect(ok).toBeGreaterThan(50);
    expect(failed).toBeGreaterThan(0);
    await own.collect({ collectors });
    const [entry] = own.coverage('aws.metrics');
    expect(entry).toMatchObject({ status: 'complete', region: 'us-east-1' });
    expect(entry?.detail).toMatch(
      new RegExp(`^${ok} calls of \\d+ models counted, ${failed} refused or failed, [\\d,]+ tokens$`),
    );
    const [first] = await answersOf(own);
    expect(first?.input.MetricDataQueries).toContainEqual(
      expect.objectContaining({
        MetricStat: expect.objectContaining({ Period: 300, Stat: 'Sum' }) as unknown,
      }),
    );
    expect(first?.answer.MetricDataResults.flatMap(({ Values }) => Values).length).toBeGreaterThan(50);
  });

  it('is asked for in batches, each metric once, page by page', async () => {
    const { account, own } = await opened();
    const state = account.world.metrics('us-east-1');
    for (let index = 0; index < 600; index += 1)
      for (let point = 0; point < 210; point += 1)
        addMeasurement(state, {
          namespace: 'AWS/BedrockMantle',
          name: 'Inferences',
          dimensions: { ModelId: `example.model-${index}` },
          value: 1,
          time: OPENED - (point + 1) * FIVE_MINUTES,
        });
    await own.collect({ collectors, from: new Date(OPENED - DAY).toISOString() });
    const answers = (await answersOf(own)).filter(({ input }) => input.MetricDataQueries.length > 90);
    const values = answers.flatMap(({ answer }) => answer.MetricDataResults.flatMap(({ Values }) => Values));
    expect(values).toHaveLength(126_000);
    expect(
      answers.map(({ input }) => [input.MetricDataQueries.length, input.NextToken === undefined]),
    ).toEqual([
      [500, true],
      [500, false],
      [100, true],
    ]);
  });

  it('is partial where the time is so long ago that metrics are no longer listed', async () => {
    const { own } = await opened();
    const ago = (days: number): string => new Date(OPENED - days * DAY).toISOString();
    await own.collect({ collectors, from: ago(100), to: ago(20) });
    const [entry] = own.coverage('aws.metrics');
    expect(entry).toMatchObject({ status: 'partial' });
    expect(entry?.detail).toContain('without a value in the last 14 days are not listed');
    // Of so long ago only values of an hour are kept.
    const [first] = await answersOf(own);
    expect(JSON.stringify(first?.input.MetricDataQueries)).not.toContain('"Period":300');
  });

  it.each(['ListMetrics', 'GetMetricData'])('is not readable where %s is denied', async (operation) => {
    const { own } = await opened();
    await own.collect({ collectors, faults: [{ match: { operation }, fault: { kind: 'access-denied' } }] });
    expect(own.coverage('aws.metrics')).toMatchObject([
      {
        status: 'not-readable',
        records: 0,
        detail: expect.stringMatching(`cloudwatch:${operation}$`) as unknown,
      },
    ]);
  });
});
