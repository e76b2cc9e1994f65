import type { AstNode } from './ast.ts';
import { nodesAt, textAt } from './ast.ts';
import type { FoundFault } from './found-fault.ts';
import type { Kinds } from './infer-kind.ts';
import type { SqlKind } from './kinds.ts';
import { isNumber, KIND_NAMES } from './kinds.ts';

/** Functions that take text, and nothing that merely looks like it. */
const OF_TEXT = new Set(
  `lower upper trim ltrim rtrim replace translate reverse length strpos starts_with split substr substring split_part
  lpad rpad codepoint levenshtein_distance regexp_like regexp_extract regexp_extract_all regexp_replace regexp_count
  regexp_split url_decode url_extract_host url_extract_path url_extract_query from_iso8601_timestamp
  from_iso8601_date strptime json_parse ~~ !~~`.split(/\s+/),
);

/** Functions of time, and which argument the time is. */
const OF_TIME: Readonly<Record<string, number>> = {
  date_trunc: 1,
  date_part: 1,
  date_diff: 1,
  date_add: 2,
  strftime: 0,
  to_unixtime: 0,
  to_iso8601: 0,
  year: 0,
  quarter: 0,
  month: 0,
  week: 0,
  day: 0,
  hour: 0,
  minute: 0,
  second: 0,
  day_of_week: 0,
  day_of_month: 0,
  day_of_year: 0,
  last_day_of_month: 0,
};

const OF_NUMBERS = new Set(['sum', 'avg', 'stddev', 'variance', 'abs', 'sqrt']);

const READ_TIME = 'read the text with from_iso8601_timestamp(x), or use event_ts';

/** What an argument has to be, and what to do where it is not. */
interface Demand {
  readonly argument: number;
  readonly takes: string;
  readonly fits: (kind: SqlKind) => boolean;
  readonly fix: string;
}

/** Arguments of functions and operators that Athena would not take. */
export function argumentFaults(node: AstNode, kinds: Kinds): readonly FoundFault[] {
  const name = textAt(node, 'function_name').toLowerCase();
  const children = nodesAt(node, 'children');
  if (/^[-+*/%]$/.test(name)) return arithmetic(name, children, kinds);
  if (name === '||' || name === 'concat') return joined(children, kinds);
  const demand = demandOf(name);
  const at = demand === undefined ? undefined : children[demand.argument];
  const kind = kinds.of(at);
  if (demand === undefined || at === undefined || kind === undefined || demand.fits(kind)) return [];
  const what = `${SPOKEN[name] ?? name} takes ${demand.takes}, and this is ${KIND_NAMES[kind]}`;
  return [{ at, fault: { what, fix: demand.fix } }];
}

function demandOf(name: string): Demand | undefined {
  if (name === 'contains') {
    return {
      argument: 0,
      takes: 'an array',
      fits: (kind) => kind === 'array',
      fix: "for text use strpos(x, 'part') > 0",
    };
  }
  if (OF_TEXT.has(name)) {
    const fix = 'CAST it to VARCHAR; of JSON, take the text with json_extract_scalar';
    return { argument: 0, takes: 'text', fits: (kind) => kind === 'text', fix };
  }
  if (OF_NUMBERS.has(name)) {
    return { argument: 0, takes: 'numbers', fits: isNumber, fix: 'CAST it to BIGINT or DOUBLE' };
  }
  const time = Object.hasOwn(OF_TIME, name) ? OF_TIME[name] : undefined;
  return time === undefined
    ? undefined
    : { argument: time, takes: 'a timestamp', fits: isTime, fix: READ_TIME };
}

function isTime(kind: SqlKind): boolean {
  return kind === 'time' || kind === 'date' || kind === 'interval';
}

/** What people write for the names the translation gives. */
const SPOKEN: Readonly<Record<string, string>> = {
  '~~': 'LIKE',
  '!~~': 'LIKE',
  strftime: 'date_format',
  strptime: 'date_parse',
  date_part: 'EXTRACT',
};

function joined(children: readonly AstNode[], kinds: Kinds): readonly FoundFault[] {
  const found = children.map((at) => ({ at, kind: kinds.of(at) }));
  if (found.some(({ kind }) => kind === 'array' || kind === 'binary')) return [];
  const bad = found.find(({ kind }) => kind !== undefined && kind !== 'text');
  if (bad?.kind === undefined) return [];
  const what = `|| joins text, and this is ${KIND_NAMES[bad.kind]}`;
  return [{ at: bad.at, fault: { what, fix: 'CAST it to VARCHAR' } }];
}

function arithmetic(name: string, children: readonly AstNode[], kinds: Kinds): readonly FoundFault[] {
  const found = children.map((child) => kinds.of(child));
  if (found.includes('date') && found.includes('integer')) {
    const fix = "write date_add('day', n, x), or + INTERVAL '1' DAY";
    return [{ fault: { what: 'a date is calculated with a plain number', fix } }];
  }
  if (name !== '/' || !found.includes('decimal') || found.includes('double')) return [];
  const fix = 'write one side as a floating-point number: 100e0, or CAST(x AS DOUBLE)';
  const why = 'Athena rounds the result to the digits of its parts, the embedded engine does not';
  return [{ fault: { what: 'a decimal number is divided', why, fix } }];
}
