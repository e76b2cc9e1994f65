import { namedPart, partsOf, readExpression, type ValueOf } from './insights-expression.ts';
import { malformed, type Fields, type Value } from './insights-filter.ts';

/** `stats count(*) as n, max(a.b) by c, bin(5m)` */
export interface Stats {
  /** Functions over the events, and sums and products of those before. */
  readonly measures: readonly Measure[];
  readonly groups: readonly Grouping[];
  /** Names of what comes out: the groups, then the measures. */
  readonly columns: readonly string[];
}

interface Measure {
  readonly as: string;
  /** `earlier` has the measures that stand before it. */
  readonly of: (events: readonly Fields[], earlier: Fields) => Value;
}

interface Grouping {
  readonly as: string;
  readonly of: ValueOf;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** @throws MalformedQueryException */
export function readStats(text: string): Stats {
  const [measured = '', grouped] = text.split(/\s+by\s+/i);
  const measures = partsOf(measured).map(readMeasure);
  const groups = grouped === undefined ? [] : partsOf(grouped).map(readGrouping);
  return { measures, groups, columns: [...groups, ...measures].map(({ as }) => as) };
}

/** One row for each combination of what is grouped by. */
export function aggregate({ groups, measures }: Stats, events: readonly Fields[]): readonly Fields[] {
  const buckets = new Map<string, Fields[]>();
  for (const fields of events) {
    const key = JSON.stringify(groups.map(({ of }) => of(fields) ?? null));
    const bucket = buckets.get(key) ?? [];
    bucket.push(fields);
    buckets.set(key, bucket);
  }
  if (groups.length === 0) buckets.set('[]', [...events]);
  return [...buckets.values()].map((own) => {
    const first = own[0];
    const values = new Map<string, Value>(
      groups.map(({ as, of }) => [as, first === undefined ? undefined : of(first)] as const),
    );
    for (const { as, of } of measures)
      values.set(
        as,
        of(own, (name) => values.get(name)),
      );
    return (name) => values.get(name);
  });
}

function readMeasure(text: string): Measure {
  const { expression, as } = namedPart(text);
  if (/^[\w.@]+\s[+*/-]\s/.test(expression)) {
    const sum = readExpression(expression);
    return { as, of: (_events, earlier) => sum(earlier) };
  }
  const [, name = '', argument = ''] = /^(\w+)\s*\(\s*(.*?)\s*\)$/.exec(expression) ?? [];
  const field = argument === '*' || argument === '' ? undefined : readExpression(argument);
  const values = (events: readonly Fields[]): readonly Value[] =>
    field === undefined ? [] : events.map(field).filter((value) => value !== undefined);
  const numbers = (events: readonly Fields[]): readonly number[] =>
    values(events)
      .map(Number)
      .filter((value) => !Number.isNaN(value));
  const sum = (all: readonly number[]): number => all.reduce((total, value) => total + value, 0);
  const measures: Readonly<Record<string, Measure['of']>> = {
    count: (events) => (field === undefined ? events.length : values(events).length),
    count_distinct: (events) => new Set(values(events).map(String)).size,
    sum: (events) => sum(numbers(events)),
    avg: (events) =>
      numbers(events).length === 0 ? undefined : sum(numbers(events)) / numbers(events).length,
    min: (events) => extreme(numbers(events), Math.min),
    max: (events) => extreme(numbers(events), Math.max),
    earliest: (events) => valueAt(events, field, -1),
    latest: (events) => valueAt(events, field, 1),
  };
  const of = measures[name.toLowerCase()];
  if (of === undefined || (field === undefined && name.toLowerCase() !== 'count'))
    throw malformed(`unexpected symbol found ${expression}`);
  return { as, of };
}

function extreme(all: readonly number[], pick: (...all: number[]) => number): Value {
  return all.length === 0 ? undefined : all.reduce((a, b) => pick(a, b));
}

/** The value of the first event in time (-1), or of the last (1). */
function valueAt(events: readonly Fields[], field: ValueOf | undefined, end: -1 | 1): Value {
  const time = (fields: Fields): number => Number(fields('@timestamp') ?? 0);
  const own = events.toSorted((a, b) => end * (time(b) - time(a)))[0];
  return own === undefined ? undefined : field?.(own);
}

function readGrouping(text: string): Grouping {
  const { expression, as } = namedPart(text);
  const bin = /^bin\s*\(\s*(\d+)\s*([smhdw])\w*\s*\)$/i.exec(expression);
  if (bin === null) {
    return { as, of: readExpression(expression) };
  }
  const width = Number(bin[1]) * (SECONDS[(bin[2] ?? '').toLowerCase()] ?? 1) * 1000;
  return { as, of: (fields) => binOf(Number(fields('@timestamp')), width) };
}

/** The start of the stretch, as Insights writes times. */
function binOf(time: number, width: number): string {
  return new Date(Math.floor(time / width) * width).toISOString().replace('T', ' ').replace('Z', '');
}
