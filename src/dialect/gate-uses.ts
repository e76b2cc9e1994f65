import { counted, nearest } from '../base/text.ts';
import type { SqlFault } from '../model/sql-fault.ts';
import type { AstNode } from './ast.ts';
import { literalText, nodeAt, nodesAt, textAt, typeName } from './ast.ts';
import type { FunctionRule } from './functions.ts';
import { FUNCTIONS, INTERNAL_FUNCTIONS } from './functions.ts';
import { kindOfType } from './kinds.ts';

/** Operators the engine's parser writes as functions. */
const OPERATORS = new Set(['+', '-', '*', '/', '%', '||', '~~', '!~~']);

/** What the parser itself qualifies, because it stands for syntax of SQL and not for a call. */
const QUALIFIED = new Set([
  'row',
  'timezone',
  'date_part',
  'substring',
  'position',
  'trim',
  'ltrim',
  'rtrim',
  'like_escape',
  'not_like_escape',
]);

const OPERATOR_TYPES = new Set([
  'OPERATOR_NOT',
  'OPERATOR_IS_NULL',
  'OPERATOR_IS_NOT_NULL',
  'OPERATOR_COALESCE',
  'OPERATOR_TRY',
  'COMPARE_IN',
  'COMPARE_NOT_IN',
  'ARRAY_EXTRACT',
  'ARRAY_CONSTRUCTOR',
  'STRUCT_EXTRACT',
  'GROUPING_FUNCTION',
]);

const SUBQUERIES = new Set(['SCALAR', 'EXISTS', 'NOT_EXISTS', 'ANY']);
const LAMBDAS = new Set(['list_transform', 'filter']);
/** Fields of EXTRACT that mean the same in both engines; the engine's `dow` begins on Sunday. */
const DATE_PARTS = new Set([
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'doy',
  'day_of_year',
]);

/** Whether an expression does only what Athena could do, with functions of the list. */
export function checkUse(node: AstNode, parent: AstNode | undefined): SqlFault[] {
  switch (node['class']) {
    case 'FUNCTION':
      return parent?.['type'] === 'TABLE_FUNCTION' ? [] : [...call(node), ...namelessRow(node, parent)];
    case 'WINDOW':
      return windowCall(node);
    case 'OPERATOR':
      return OPERATOR_TYPES.has(textAt(node, 'type'))
        ? []
        : [{ what: `${spoken(node)} is not part of Athena SQL` }];
    case 'SUBQUERY':
      return SUBQUERIES.has(textAt(node, 'subquery_type'))
        ? []
        : [{ what: 'this kind of subquery is not accepted' }];
    case 'CAST':
      return castType(nodeAt(node, 'cast_type'));
    case 'STAR':
      return node['columns'] === true
        ? [{ what: 'COLUMNS(…) and ORDER BY ALL are not part of Athena SQL' }]
        : [];
    case 'LAMBDA':
      return lambda(node, parent);
    default:
      return [];
  }
}

function spoken(node: AstNode): string {
  return textAt(node, 'type').toLowerCase().replaceAll('_', ' ');
}

function call(node: AstNode): SqlFault[] {
  const name = textAt(node, 'function_name').toLowerCase();
  if (node['is_operator'] === true && OPERATORS.has(name)) return [];
  const { schema } = node;
  if (schema !== undefined && !(schema === 'main' && QUALIFIED.has(name))) {
    if (schema === 'main' && name === 'list_value')
      return [{ what: 'an array in brackets alone', fix: 'write ARRAY[…]' }];
    return [
      {
        what: `the function ${name} is called with a prefix or in braces`,
        fix: `call it plainly: ${name}(…)`,
      },
    ];
  }
  if (Object.hasOwn(INTERNAL_FUNCTIONS, name)) return internalCall(name, node);
  return named(name, nodesAt(node, 'children'));
}

function internalCall(name: string, node: AstNode): SqlFault[] {
  if (name !== 'date_part') return [];
  const field = literalText(nodesAt(node, 'children')[0])?.toLowerCase() ?? '';
  if (DATE_PARTS.has(field)) return [];
  return [
    {
      what: `EXTRACT(${field.toUpperCase()} …) means different things in different engines`,
      fix: 'use day_of_week(x) (Monday is 1) or date_format',
    },
  ];
}

/** A row without names of fields could not be shown: its fields would have one name. */
function namelessRow(node: AstNode, parent: AstNode | undefined): SqlFault[] {
  if (node['function_name'] !== 'row' || parent?.['type'] !== 'SELECT_NODE') return [];
  return [
    {
      what: 'a row without names cannot be shown',
      fix: 'name its fields: CAST(ROW(1, x) AS ROW(a BIGINT, b VARCHAR))',
    },
  ];
}

function windowCall(node: AstNode): SqlFault[] {
  if (node['exclude_clause'] !== 'NO_OTHER')
    return [{ what: 'EXCLUDE in a window is not part of Athena SQL' }];
  if (node['ignore_nulls'] === true)
    return [{ what: 'IGNORE NULLS is not supported', fix: 'filter the NULLs out in an inner SELECT' }];
  const name = textAt(node, 'function_name').toLowerCase();
  return Object.hasOwn(INTERNAL_FUNCTIONS, name) ? [] : named(name, nodesAt(node, 'children'));
}

function named(name: string, children: readonly AstNode[]): SqlFault[] {
  const rule: FunctionRule | undefined = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (rule === undefined) return [unknown(name)];
  if (rule.how === 'refused') return [{ what: `the function ${name} is not available`, fix: rule.note }];
  const [fewest, most] = rule.args ?? [0, Number.POSITIVE_INFINITY];
  const bad = children.some((child) => child['class'] === 'STAR');
  if (!bad && children.length >= fewest && children.length <= most) return dangerous(name, children);
  return [
    {
      what: `${name} takes ${fewest === most ? '' : `${fewest} to `}${counted(most, 'argument')}, not ${bad ? '*' : children.length}`,
    },
  ];
}

function unknown(name: string): SqlFault {
  const names = Object.keys(FUNCTIONS).filter((candidate) => FUNCTIONS[candidate]?.how !== 'refused');
  const near = nearest(name, names);
  const why = 'queries call the functions of Athena that heptad knows to mean the same here, and no others';
  return {
    what: `there is no function '${name}'`,
    why,
    ...(near === undefined ? {} : { fix: `did you mean ${near}?` }),
  };
}

const MOST_PADDING = 10_000;

/** Constants that only serve to fill memory. What is computed is stopped while it runs. */
function dangerous(name: string, children: readonly AstNode[]): SqlFault[] {
  const numbers = children
    .map((child) => nodeAt(child, 'value')?.['value'])
    .map((value) => (typeof value === 'number' ? value : undefined));
  const [first, second] = numbers;
  const padded = (name === 'lpad' || name === 'rpad') && second !== undefined && second > MOST_PADDING;
  const long =
    name === 'sequence' &&
    first !== undefined &&
    second !== undefined &&
    numbers.length === 2 &&
    Math.abs(second - first) >= MOST_PADDING;
  return padded || long
    ? [
        {
          what: `${name} would make more than 10,000 ${padded ? 'characters' : 'numbers'}`,
          fix: 'ask for fewer',
        },
      ]
    : [];
}

function castType(type: AstNode | undefined): SqlFault[] {
  if (type === undefined) return [];
  const name = typeName(type);
  const info = nodeAt(type, 'type_info');
  if (kindOfType(name) === undefined) return [typeFault(name)];
  if (info === undefined) return [];
  const inner = [
    nodeAt(info, 'child_type'),
    ...nodesAt(info, 'child_types').map((child) => nodeAt(child, 'second')),
  ];
  return inner.filter((child) => child !== undefined).flatMap(castType);
}

function typeFault(name: string): SqlFault {
  const fix = /ipaddress/i.test(name)
    ? 'compare addresses as text, or use regexp_like'
    : 'use a type of Athena: VARCHAR, BIGINT, DOUBLE, TIMESTAMP, JSON, ARRAY(…) …';
  return { what: `the type ${name} is not available`, fix };
}

function lambda(node: AstNode, parent: AstNode | undefined): SqlFault[] {
  const taker = parent === undefined ? '' : textAt(parent, 'function_name').toLowerCase();
  if (!LAMBDAS.has(taker))
    return [
      {
        what: 'an arrow -> stands where no function takes it',
        fix: "for JSON write json_extract_scalar(x, '$.name')",
      },
    ];
  return nodeAt(node, 'lhs')?.['class'] === 'COLUMN_REF'
    ? []
    : [{ what: 'a lambda takes one name here', fix: 'write x -> …' }];
}
