import { argumentFaults } from './argument-faults.ts';
import type { AstNode } from './ast.ts';
import { nodeAt, nodesAt, textAt, textsAt } from './ast.ts';
import type { FoundFault } from './found-fault.ts';
import type { Kinds } from './infer-kind.ts';
import type { SqlKind } from './kinds.ts';
import { isNumber, KIND_NAMES, mixable } from './kinds.ts';

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
      return [...argumentFaults(node, kinds), ...dateCall(node, kinds)];
    default:
      return node['type'] === 'SELECT_NODE'
        ? [nodeAt(node, 'where_clause'), nodeAt(node, 'having')].flatMap((child) => condition(child, kinds))
        : [];
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
  return [
    ...nodesAt(node, 'case_checks').map((check) => nodeAt(check, 'then_expr')),
    nodeAt(node, 'else_expr'),
  ];
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
  return [
    {
      at: other.at,
      fault: { what, why: 'Athena does not convert by itself', fix: conversion(first.kind, other.kind) },
    },
  ];
}

function conversion(a: SqlKind, b: SqlKind): string {
  const pair = new Set([a, b]);
  if (pair.has('json')) return "take text out of JSON with json_extract_scalar(x, '$.name')";
  if (pair.has('text') && (pair.has('time') || pair.has('date')))
    return 'read the text with from_iso8601_timestamp(x), or use event_ts';
  if (pair.has('text') && pair.has('boolean')) return "compare with the text 'true' or 'false'";
  if (pair.has('text') && (isNumber(a) || isNumber(b)))
    return 'write the value between single quotes, or CAST one side';
  return 'CAST one side';
}

function condition(at: AstNode | undefined, kinds: Kinds): readonly FoundFault[] {
  const kind = kinds.of(at);
  if (at === undefined || kind === undefined || kind === 'boolean') return [];
  return [
    {
      at,
      fault: {
        what: `a condition is ${KIND_NAMES[kind]}`,
        why: 'Athena wants true or false there',
        fix: 'compare it with something',
      },
    },
  ];
}

/** `date(x)` is a cast by another name. */
function dateCall(node: AstNode, kinds: Kinds): readonly FoundFault[] {
  if (textAt(node, 'function_name').toLowerCase() !== 'date') return [];
  return cast({ class: 'CAST', child: nodesAt(node, 'children')[0], cast_type: { id: 'DATE' } }, kinds);
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
  return [
    {
      at: child,
      fault: {
        what,
        why: 'Athena does not read the T and the Z in it',
        fix: `use from_iso8601_timestamp(${column}), or event_ts`,
      },
    },
  ];
}
