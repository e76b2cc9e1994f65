import type { SqlFault } from '../model/sql-fault.ts';
import type { AstNode } from './ast.ts';
import { nodeAt, nodesAt, textAt, textsAt } from './ast.ts';
import type { FoundFault } from './found-fault.ts';
import type { Kinds } from './infer-kind.ts';
import type { SqlKind } from './kinds.ts';
import { isNumber, KIND_NAMES, mixable } from './kinds.ts';

/** Functions that take text, and nothing that merely looks like it. */
const OF_TEXT = new Set(
  `lower upper trim ltrim rtrim replace translate reverse length strpos starts_with split substr substring split_part
  lpad rpad codepoint levenshtein_distance regexp_like regexp_extract regexp_extract_all regexp_replace regexp_count
  regexp_split url_decode url_extract_host url_extract_path url_extract_query from_iso8601_timestamp
  from_iso8601_date strptime json_parse ~~ !~~`.split(/\s+/),
);

/** Functions of time, and which argument the time is. */
const OF_TIME: Readonly<Record<string, number>> = {
  date_trunc: 1, date_part: 1, date_diff: 1, date_add: 2, strftime: 0, to_unixtime: 0, to_iso8601: 0, year: 0,
  quarter: 0, month: 0, week: 0, day: 0, hour: 0, minute: 0, second: 0, day_of_week: 0, day_of_month: 0,
  day_of_year: 0, last_day_of_month: 0,
};

const OF_NUMBERS = new Set(['sum', 'avg', 'stddev', 'variance', 'abs', 'sqrt']);

/** What is wrong with the kinds that meet in one expression. */
export function kindFaults(node: AstNode, kinds: Kinds): readonly FoundFault[] {
  switch (node['class']) {
    case 'COMPARISON':
      return mixed('compares', [nodeAt(node, 'left'), nodeAt(node, 'right')], kinds);
    case 'BETWEEN':
      return mixed('compares', [nodeAt(node, 'input'), nodeAt(node, 'lower'), nodeAt(node, 'upper')], kinds);
    case 'OPERATOR':
      return operator(node, kinds);
    case 'CASE':
      return mixed('puts together', branches(node), kinds);
    case 'CAST':
      return cast(node, kinds);
    case 'CONJUNCTION':
      return nodesAt(node, 'children').flatMap((child) => condition(child, kinds));
    case 'FUNCTION':
    case 'WINDOW':
      return call(node, kinds);
    default:
      return node['type'] === 'SELECT_NODE' ? [nodeAt(node, 'where_clause'), nodeAt(node, 'having')].flatMap((child) => condition(child, kinds)) : [];
  }
}

function operator(node: AstNode, kinds: Kinds): readonly FoundFault[] {
  const type = textAt(node, 'type');
  const children = nodesAt(node, 'children');
  if (type === 'COMPARE_IN' || type === 'COMPARE_NOT_IN') return mixed('compares', children, kinds);
  if (type === 'OPERATOR_COALESCE') return mixed('puts together', children, kinds);
  return type === 'OPERATOR_NOT' ? children.flatMap((child) => condition(child, kinds)) : [];
}

function branches(node: AstNode): readonly (AstNode | undefined)[] {
  return [...nodesAt(node, 'case_checks').map((check) => nodeAt(check, 'then_expr')), nodeAt(node, 'else_expr')];
}

function mixed(verb: string, nodes: readonly (AstNode | undefined)[], kinds: Kinds): readonly FoundFault[] {
  const known = nodes.flatMap((at) => {
    const kind = at === undefined ? undefined : kinds.of(at);
    return at === undefined || kind === undefined ? [] : [{ at, kind }];
  });
  const [first] = known;
  const other = first === undefined ? undefined : known.find(({ kind }) => !mixable(first.kind, kind));
  if (first === undefined || other === undefined) return [];
  const what = `this ${verb} ${KIND_NAMES[first.kind]} with ${KIND_NAMES[other.kind]}`;
  return [{ at: other.at, fault: { what, why: 'Athena does not convert by itself', fix: conversion(first.kind, other.kind) } }];
}

function conversion(a: SqlKind, b: SqlKind): string {
  const pair = new Set([a, b]);
  if (pair.has('json')) return "take text out of JSON with json_extract_scalar(x, '$.name')";
  if (pair.has('text') && (pair.has('time') || pair.has('date'))) return 'read the text with from_iso8601_timestamp(x), or use event_ts';
  if (pair.has('text') && pair.has('boolean')) return "compare with the text 'true' or 'false'";
  if (pair.has('text') && (isNumber(a) || isNumber(b))) return 'write the value between single quotes, or CAST one side';
  return 'CAST one side';
}

function condition(at: AstNode | undefined, kinds: Kinds): readonly FoundFault[] {
  const kind = kinds.of(at);
  if (at === undefined || kind === undefined || kind === 'boolean') return [];
  return [{ at, fault: { what: `a condition is ${KIND_NAMES[kind]}`, why: 'Athena wants true or false there', fix: 'compare it with something' } }];
}

/** Columns of text in ISO 8601 form, whose T and Z Athena's casts do not read. */
const ISO_COLUMNS = new Set(['eventtime', 'timestamp']);

function cast(node: AstNode, kinds: Kinds): readonly FoundFault[] {
  const child = nodeAt(node, 'child');
  const to = kinds.of(node);
  if (child === undefined || to === undefined || kinds.of(child) !== 'text') return [];
  if (['json', 'array', 'map', 'row'].includes(to)) {
    const what = `a text is cast to ${KIND_NAMES[to]}`;
    const why = 'Athena makes it one JSON text, or refuses; the embedded engine reads what is in it';
    return [{ at: child, fault: { what, why, fix: 'read it first: json_parse(x)' } }];
  }
  const column = textsAt(child, 'column_names').at(-1)?.toLowerCase() ?? '';
  if ((to !== 'time' && to !== 'date') || !ISO_COLUMNS.has(column)) return [];
  const what = `${column} is cast to ${KIND_NAMES[to]}`;
  return [{ at: child, fault: { what, why: 'Athena does not read the T and the Z in it', fix: `use from_iso8601_timestamp(${column}), or event_ts` } }];
}

function call(node: AstNode, kinds: Kinds): readonly FoundFault[] {
  const name = textAt(node, 'function_name').toLowerCase();
  const children = nodesAt(node, 'children');
  if (/^[-+*/%]$/.test(name)) return arithmetic(name, children, kinds);
  if (name === '||' || name === 'concat') return joined(children, kinds);
  if (name === 'date') return cast({ ...node, class: 'CAST', child: children[0], cast_type: { id: 'DATE' } }, kinds);
  if (name === 'contains') return wrong(children[0], kinds, (kind) => kind === 'array', 'contains takes an array', "for text use strpos(x, 'part') > 0");
  if (OF_TEXT.has(name)) return wrong(children[0], kinds, (kind) => kind === 'text', `${spoken(name)} takes text`, 'CAST it to VARCHAR; of JSON, take the text with json_extract_scalar');
  if (OF_NUMBERS.has(name)) return wrong(children[0], kinds, isNumber, `${name} takes numbers`, 'CAST it to BIGINT or DOUBLE');
  const time = Object.hasOwn(OF_TIME, name) ? OF_TIME[name] : undefined;
  if (time === undefined) return [];
  return wrong(children[time], kinds, (kind) => ['time', 'date', 'interval'].includes(kind), `${spoken(name)} takes a timestamp`, 'read the text with from_iso8601_timestamp(x), or use event_ts');
}

function spoken(name: string): string {
  const names: Readonly<Record<string, string>> = { '~~': 'LIKE', '!~~': 'LIKE', strftime: 'date_format', strptime: 'date_parse', date_part: 'EXTRACT' };
  return names[name] ?? name;
}

function wrong(at: AstNode | undefined, kinds: Kinds, fits: (kind: SqlKind) => boolean, what: string, fix: string): readonly FoundFault[] {
  const kind = kinds.of(at);
  if (at === undefined || kind === undefined || fits(kind)) return [];
  return [{ at, fault: { what: `${what}, and this is ${KIND_NAMES[kind]}`, fix } }];
}

function joined(children: readonly AstNode[], kinds: Kinds): readonly FoundFault[] {
  const found = children.map((at) => ({ at, kind: kinds.of(at) }));
  if (found.some(({ kind }) => kind === 'array' || kind === 'binary')) return [];
  const bad = found.find(({ kind }) => kind !== undefined && kind !== 'text');
  if (bad?.kind === undefined) return [];
  return [{ at: bad.at, fault: { what: `|| joins text, and this is ${KIND_NAMES[bad.kind]}`, fix: 'CAST it to VARCHAR' } }];
}

function arithmetic(name: string, children: readonly AstNode[], kinds: Kinds): readonly FoundFault[] {
  const found = children.map((child) => kinds.of(child));
  if (found.includes('date') && found.includes('integer')) return here('a date and a number are added', "write date_add('day', n, x), or + INTERVAL '1' DAY");
  if (name !== '/' || !found.includes('decimal') || found.includes('double')) return [];
  return here('a decimal number is divided', 'write one side as a floating-point number: 100e0, or CAST(x AS DOUBLE)', 'Athena rounds the result to the digits of its parts, the embedded engine does not');
}

function here(what: string, fix: string, why?: string): readonly FoundFault[] {
  const fault: SqlFault = { what, fix, ...(why === undefined ? {} : { why }) };
  return [{ fault }];
}
