import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../base/json.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { readWatch, undoWatch, type Watch, watchCalls, type WatchedGroup } from './watched-log-group.ts';

const PLACE = { logGroup: '/a', region: 'us-east-1' };
const metric = { namespace: 'ns', metric: 'm' };
const WATCH: Watch = {
  filters: [{ name: 'our-one', pattern: 'x', counts: 'what is x', ...metric }],
  alarms: [
    {
      ...{ name: 'our-one', region: 'us-east-1', description: 'ring at x', ...metric },
      ...{ period: 300, threshold: 1, topic: 'arn:aws:sns:us-east-1:111122223333:security' },
    },
  ],
};

/** A reader with these filters and alarms in `/a`, or without the group. */
function readerOf(filters: readonly JsonObject[] | null, alarms: readonly JsonObject[]): CloudReader {
  const answers: Readonly<Record<string, JsonObject>> = {
    DescribeLogGroups: { logGroups: filters === null ? [] : [{ logGroupName: '/a' }] },
    DescribeMetricFilters: { metricFilters: filters ?? [] },
    DescribeAlarms: { MetricAlarms: alarms },
  };
  return { read: ({ operation }) => Promise.resolve(answers[operation] ?? null) };
}

const read = (...of: Parameters<typeof readerOf>): Promise<WatchedGroup> =>
  readWatch(WATCH, { ...PLACE, prefix: 'our-' }, readerOf(...of));

/** What the service tells of a watch that is there. */
const wanted = watchCalls(WATCH, PLACE, { exists: true, filters: {}, alarms: {} }).map(({ input }) => input);
const told = (filter: object = {}, alarm: object = {}): readonly [JsonObject[], JsonObject[]] => [
  [{ ...wanted[0], creationTime: 1, ...filter }],
  [{ ...wanted[1], StateValue: 'OK', ...alarm }],
];

describe('a watch over a log group', () => {
  it('needs nothing where it is there, whatever else the service tells of it', async () => {
    expect(wanted).toHaveLength(2);
    const state = await read(...told({ applyOnTransformedLogs: false }, { Dimensions: [] }));
    expect(watchCalls(WATCH, PLACE, state)).toEqual([]);
  });

  it.each([
    ['filter', told({ applyOnTransformedLogs: true }), 'PutMetricFilter'],
    ['filter', told({ filterPattern: 'y' }), 'PutMetricFilter'],
    ['alarm', told({}, { ActionsEnabled: false }), 'PutMetricAlarm'],
  ] as const)('puts a changed %s right', async (_, own, operation) => {
    const calls = watchCalls(WATCH, PLACE, await read(...own));
    expect(calls.map((call) => call.operation)).toEqual([operation]);
  });

  it('keeps to its own names, though others begin alike', async () => {
    const [filters, alarms] = told();
    const state = await read(
      [...filters, { filterName: 'our-other' }],
      [...alarms, { AlarmName: 'our-other' }],
    );
    expect([Object.keys(state.filters), Object.keys(state.alarms)]).toEqual([['our-one'], ['our-one']]);
  });

  it('takes back only the alarms where the group, and its filters with it, is gone', async () => {
    const before = await read([], []);
    const now = await read(null, told()[1]);
    const undo = undoWatch(WATCH, PLACE, { before, now });
    expect(undo.kind === 'calls' ? undo.calls.map(({ operation }) => operation) : undo).toEqual([
      'DeleteAlarms',
    ]);
    const whole = undoWatch(WATCH, PLACE, { before, now: await read(...told()) });
    expect(whole.kind === 'calls' ? whole.calls.map(({ operation }) => operation) : whole).toEqual([
      'DeleteAlarms',
      'DeleteMetricFilter',
    ]);
  });
});
