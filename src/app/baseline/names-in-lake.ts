import { BASELINE_LISTS, type BaselineList, type Habit, HABIT_NAMES } from '../../model/baseline.ts';
import type { Row } from '../../model/row.ts';
import type { Scope } from '../../model/scope.ts';
import type { QueryLake, QueryRequest } from '../../ports/lake.ts';
import { HABIT_QUERIES, type HabitQuery, PRINCIPAL } from './habit-queries.ts';

/** What the events of a window name that went through and are not heptad's own. */
export interface LakeNames {
  readonly events: number;
  /** Of the first and the last event, ISO 8601; null where there is none. */
  readonly first: string | null;
  readonly last: string | null;
  /** By list; null = more names than a baseline holds. */
  readonly names: Readonly<Record<BaselineList | Habit, readonly string[] | null>>;
}

/** A list beyond this makes every comparison slow, and tells little. */
export const MOST_NAMES = 10_000;

const WENT_THROUGH = String.raw`errorcode IS NULL AND NOT regexp_like(coalesce(useragent, ''), '\bheptad/')`;
const OF_MODELS = `coalesce(eventsource, '') IN ('bedrock.amazonaws.com', 'sagemaker.amazonaws.com') AND coalesce(managementevent, 'true') <> 'false'`;

const LISTED: Readonly<Record<BaselineList, string>> = {
  principals: PRINCIPAL,
  models: `json_extract_scalar(requestparameters, '$.modelId')`,
  regions: 'awsregion',
  addresses: 'sourceipaddress',
  userAgents: 'useragent',
  tools: 'eventname',
};

/** Asks a lake what is usual in a window. */
export async function namesInLake(queries: QueryLake, scope: Scope): Promise<LakeNames> {
  const names: [string, readonly string[] | null][] = [];
  for (const [name, sql] of STATEMENTS) names.push([name, await linesOf(queries, { sql, scope })]);
  return {
    ...(await spanOf(queries, scope)),
    names: Object.fromEntries(names) as LakeNames['names'],
  };
}

const STATEMENTS: readonly (readonly [name: BaselineList | Habit, sql: string])[] = [
  ...BASELINE_LISTS.map((name) => [name, statement(LISTED[name], [OF_MODELS])] as const),
  ...HABIT_NAMES.map((name) => [name, habitStatement(HABIT_QUERIES[name])] as const),
];

function habitStatement({ sources, events, line, where }: HabitQuery): string {
  const conditions = [...among('eventname', events), ...among('eventsource', sources)];
  return statement(line, where === undefined ? conditions : [...conditions, where]);
}

/** A name with a line break in it would be two: an intruder's could stand for others'. */
function statement(line: string, conditions: readonly string[]): string {
  return `SELECT DISTINCT line FROM (SELECT ${line} AS line FROM cloudtrail WHERE ${[...conditions, WENT_THROUGH].join(' AND ')}) AS named WHERE line <> '' AND strpos(line, chr(10)) = 0 ORDER BY line`;
}

async function linesOf(
  queries: QueryLake,
  request: Pick<QueryRequest, 'sql' | 'scope'>,
): Promise<readonly string[] | null> {
  const { rows } = await queries.query({ ...request, params: {}, rowLimit: MOST_NAMES + 1 });
  return rows.length > MOST_NAMES ? null : rows.flatMap((row) => textIn(row, 'line') ?? []);
}

async function spanOf(queries: QueryLake, scope: Scope): Promise<Omit<LakeNames, 'names'>> {
  const sql = `SELECT count(*) AS events, min(eventtime) AS earliest, max(eventtime) AS latest FROM cloudtrail WHERE ${WENT_THROUGH}`;
  const [row = {}] = (await queries.query({ sql, params: {}, scope })).rows;
  return { events: Number(row['events'] ?? 0), first: textIn(row, 'earliest'), last: textIn(row, 'latest') };
}

function among(column: string, values: readonly string[]): readonly string[] {
  return values.length === 0
    ? []
    : [`coalesce(${column}, '') IN (${values.map((one) => `'${one}'`).join(', ')})`];
}

function textIn(row: Row, name: string): string | null {
  const value = row[name];
  return typeof value === 'string' ? value : null;
}
