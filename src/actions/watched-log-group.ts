import type { JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { Undo } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { alarmSetting, type AlarmStates, readAlarms, type WantedAlarm } from './alarms.ts';
import { textOf } from './answers.ts';
import { readLogGroup } from './log-groups.ts';
import { allItems, NEXT_TOKEN_PAGES } from './pages.ts';
import { neededCalls, sameButEmpty, type Setting, undoSettings } from './settings.ts';

/** A metric filter on a log group. */
export interface WantedFilter {
  readonly name: string;
  /** In the filter language of CloudWatch Logs. */
  readonly pattern: string;
  /** What it counts, for a person. */
  readonly counts: string;
  readonly namespace: string;
  readonly metric: string;
  /** A number, or the member of the record that holds it (`$.a.b`); 1 unless given. */
  readonly value?: string;
  /** Members of the record by which the metric is told apart, at most three; they have to stand in the pattern. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** Metric filters on a log group, and alarms. */
export interface Watch {
  readonly filters: readonly WantedFilter[];
  readonly alarms: readonly WantedAlarm[];
}

export interface LogGroupPlace {
  readonly logGroup: string;
  readonly region: string;
}

/** Of a log group what a watch is about. */
export interface WatchedGroup {
  readonly exists: boolean;
  /** Metric filters by name, as PutMetricFilter takes them. */
  readonly filters: Readonly<Record<string, JsonObject>>;
  readonly alarms: AlarmStates;
}

export const LOG_GROUP_NAME = '^[\\w./#-]{1,512}$';
export const WATCH_READS = [
  'cloudwatch-logs:DescribeLogGroups',
  'cloudwatch-logs:DescribeMetricFilters',
  'cloudwatch:DescribeAlarms',
];
export const WATCH_CHANGES = [
  'cloudwatch-logs:PutMetricFilter',
  'cloudwatch-logs:DeleteMetricFilter',
  'cloudwatch:PutMetricAlarm',
  'cloudwatch:DeleteAlarms',
];
export const WATCH_UNDONE =
  'Takes away the filters and alarms that were made; puts others of these names back.';
export const WATCH_MISTAKES = [
  'A topic without a confirmed subscriber tells nobody.',
  'A log group has at most 100 metric filters.',
];

/** The filters and alarms of a watch as they are; all names begin with the prefix. Those of others are left out. */
export async function readWatch(
  watch: Watch,
  { logGroup, region, prefix }: LogGroupPlace & { readonly prefix: string },
  reader: CloudReader,
): Promise<WatchedGroup> {
  const group = await readLogGroup({ logGroup, region }, reader);
  const alarms = own(await readAlarms(prefix, region, reader), watch.alarms);
  if (group === null) return { exists: false, filters: {}, alarms };
  const found = await allItems(
    {
      service: 'cloudwatch-logs',
      operation: 'DescribeMetricFilters',
      region,
      input: { logGroupName: logGroup, filterNamePrefix: prefix },
    },
    { items: 'metricFilters', ...NEXT_TOKEN_PAGES },
    reader,
  );
  const filters = Object.fromEntries(found.map((one) => [textOf(one, 'filterName') ?? '', asPut(one)]));
  return { exists: true, filters: own(filters, watch.filters), alarms };
}

/** Two watches over one group keep to their own names, though one prefix may begin with the other. */
function own(
  all: Readonly<Record<string, JsonObject>>,
  wanted: readonly { readonly name: string }[],
): Readonly<Record<string, JsonObject>> {
  const names = new Set(wanted.map(({ name }) => name));
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}

/** As PutMetricFilter takes it; what is not turned on is as if it were not given. */
function asPut({
  creationTime: _at,
  applyOnTransformedLogs: transformed,
  ...filter
}: JsonObject): JsonObject {
  return transformed === true ? { ...filter, applyOnTransformedLogs: true } : filter;
}

/** The calls that are still needed for a watch. */
export function watchCalls(watch: Watch, place: LogGroupPlace, state: WatchedGroup): readonly PlannedCall[] {
  return neededCalls(settings(watch, place, state));
}

/** Takes a watch back. With the group its filters went too: nothing of them is left to take back. */
export function undoWatch(
  watch: Watch,
  place: LogGroupPlace,
  { before, now }: { readonly before: WatchedGroup; readonly now: WatchedGroup },
): Undo {
  const left = now.exists ? watch : { ...watch, filters: [] };
  return undoSettings({ before: settings(left, place, before), now: settings(left, place, now) });
}

function settings(watch: Watch, place: LogGroupPlace, { filters, alarms }: WatchedGroup): readonly Setting[] {
  return [
    ...watch.filters.map((filter) => filterSetting(filter, place, filters)),
    ...watch.alarms.map((alarm) => alarmSetting(alarm, alarms)),
  ];
}

function filterSetting(
  filter: WantedFilter,
  { logGroup, region }: LogGroupPlace,
  filters: WatchedGroup['filters'],
): Setting {
  const { name: filterName, counts } = filter;
  const call = (operation: string, input: JsonObject, purpose: string): PlannedCall => ({
    service: 'cloudwatch-logs',
    operation,
    region,
    input,
    purpose,
    reversibility: REVERSIBLE,
  });
  return {
    name: `metric filter ${filterName} in ${region}`,
    is: filters[filterName] ?? null,
    wanted: filterBody(filter, logGroup),
    same: sameButEmpty,
    set: (to) => [
      to === null
        ? call(
            'DeleteMetricFilter',
            { logGroupName: logGroup, filterName },
            'take the filter away, as there was none',
          )
        : call('PutMetricFilter', to as JsonObject, `count: ${counts}`),
    ],
  };
}

function filterBody(
  { name, pattern, namespace, metric, value = '1', dimensions }: WantedFilter,
  logGroupName: string,
): JsonObject {
  const transformation = { metricName: metric, metricNamespace: namespace, metricValue: value };
  return {
    filterName: name,
    logGroupName,
    filterPattern: pattern,
    metricTransformations: [dimensions === undefined ? transformation : { ...transformation, dimensions }],
  };
}
