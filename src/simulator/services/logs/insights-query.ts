import type { ResultField } from '@aws-sdk/client-cloudwatch-logs';
import {
  namedPart,
  partsOf,
  readDerivations,
  readParse,
  withDerived,
  type Derivation,
} from './insights-expression.ts';
import { malformed, readCondition, type Condition, type Fields } from './insights-filter.ts';
import { aggregate, readStats, type Stats } from './insights-stats.ts';

/** A query of Logs Insights, read. */
export interface InsightsQuery {
  readonly columns: readonly string[];
  /** Fields that `fields … as` and `parse` add to every event. */
  readonly derived: readonly Derivation[];
  readonly conditions: readonly Condition[];
  /** Conditions on what `stats` gave. */
  readonly having: readonly Condition[];
  readonly stats: Stats | undefined;
  readonly sort: readonly Order[];
  readonly limit: number | undefined;
}

interface Order {
  readonly field: string;
  readonly descending: boolean;
}

/** `fields`, `parse`, `display`, `filter`, `stats`, `sort` and `limit`. @throws MalformedQueryException */
export function readQuery(text: string): InsightsQuery {
  let query: InsightsQuery = {
    columns: [],
    derived: [],
    conditions: [],
    having: [],
    stats: undefined,
    sort: [],
    limit: undefined,
  };
  const commands = text
    .split(/\n/)
    .filter((line) => !line.trim().startsWith('#'))
    .join('\n')
    .match(/(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/(?:[^/\\\n]|\\.)+\/|[^|])+/g);
  for (const command of commands ?? []) query = withCommand(query, command.trim());
  return query;
}

function withCommand(query: InsightsQuery, command: string): InsightsQuery {
  const [, verb = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(command) ?? [];
  switch (verb.toLowerCase()) {
    case 'fields':
      return {
        ...query,
        columns: [...query.columns, ...columnsOf(rest)],
        derived: [...query.derived, ...readDerivations(rest)],
      };
    case 'parse':
      return { ...query, derived: [...query.derived, ...readParse(rest)] };
    case 'display':
      return { ...query, columns: columnsOf(rest) };
    case 'filter':
      return query.stats === undefined
        ? { ...query, conditions: [...query.conditions, readCondition(rest)] }
        : { ...query, having: [...query.having, readCondition(rest)] };
    case 'stats':
      if (query.stats !== undefined)
        throw malformed('only one stats command is part of the simulated account');
      return { ...query, stats: readStats(rest) };
    case 'sort':
      return { ...query, sort: orderOf(rest) };
    case 'limit':
      if (!/^\d+$/.test(rest)) throw malformed(`unexpected symbol found ${rest}`);
      return { ...query, limit: Number(rest) };
    default:
      throw malformed(`unexpected symbol found ${verb || command}`);
  }
}

/** `a, b.c as d`: what is shown is the field of that name, derived or not. */
function columnsOf(text: string): readonly string[] {
  return partsOf(text).map((part) => namedPart(part).as);
}

function orderOf(text: string): readonly Order[] {
  return text.split(',').map((part) => {
    const [, field = '', direction = 'asc'] = /^(.+?)(?:\s+(asc|desc))?$/i.exec(part.trim()) ?? [];
    return { field: field.replaceAll('`', ''), descending: direction.toLowerCase() === 'desc' };
  });
}

export interface QueryResult {
  readonly rows: readonly (readonly ResultField[])[];
  readonly matched: number;
}

/** Runs a query over events. What has no order of its own is shown newest first. */
export function runQuery(query: InsightsQuery, events: readonly Fields[], limit: number): QueryResult {
  const seen = events.map((fields) => withDerived(query.derived, fields));
  const matched = seen.filter((fields) => query.conditions.every((holds) => holds(fields)));
  const most = Math.min(query.limit ?? limit, limit);
  const counted = query.stats === undefined ? matched : aggregate(query.stats, matched);
  const found = counted.filter((fields) => query.having.every((holds) => holds(fields)));
  const order = query.sort.length > 0 || query.stats !== undefined ? query.sort : NEWEST_FIRST;
  const sorted = found.toSorted((a, b) => compare(order, a, b)).slice(0, most);
  const columns = query.stats?.columns ?? columnsShown(query);
  const rows = sorted.map((fields) => [
    ...columns.flatMap((name) => cell(name, fields(name))),
    ...(query.stats === undefined ? cell('@ptr', fields('@ptr')) : []),
  ]);
  return { rows, matched: matched.length };
}

const NEWEST_FIRST = [{ field: '@timestamp', descending: true }];

function columnsShown({ columns }: InsightsQuery): readonly string[] {
  return columns.length > 0 ? columns : ['@timestamp', '@message'];
}

function cell(field: string, value: ReturnType<Fields>): readonly ResultField[] {
  if (value === undefined) return [];
  const time = field === '@timestamp' || field === '@ingestionTime' || field.startsWith('bin(');
  const spoken = time && typeof value === 'number' ? spokenTime(value) : String(value);
  return [{ field, value: spoken }];
}

/** `2026-01-15 09:00:00.000` */
export function spokenTime(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '');
}

function compare(order: readonly Order[], a: Fields, b: Fields): number {
  for (const { field, descending } of order) {
    const [x, y] = [a(field) ?? '', b(field) ?? ''];
    const numbers = x !== '' && y !== '' && !Number.isNaN(Number(x)) && !Number.isNaN(Number(y));
    const difference = numbers ? Number(x) - Number(y) : String(x) < String(y) ? -1 : x === y ? 0 : 1;
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}
