import type { SqlFault } from '../model/sql-fault.ts';
import type { AstNode } from './ast.ts';

const PLACE = ['class', 'type', 'alias', 'query_location'];
const TABLE = ['type', 'alias', 'query_location', 'column_name_alias'];

/**
 * Every shape of a serialized statement that may run, with its keys. By class for expressions, by type for the rest.
 * A shape or key that is not here (QUALIFY, SAMPLE, PIVOT, SHOW, AT, COLLATE, new ones of a later engine) is refused.
 */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  // Expressions.
  COLUMN_REF: [...PLACE, 'column_names'],
  CONSTANT: [...PLACE, 'value'],
  PARAMETER: [...PLACE, 'identifier'],
  STAR: [...PLACE, 'relation_name', 'columns'],
  FUNCTION: [
    ...PLACE,
    'function_name',
    'schema',
    'children',
    'filter',
    'order_bys',
    'distinct',
    'is_operator',
    'export_state',
  ],
  WINDOW: [
    ...PLACE,
    'function_name',
    'children',
    'partitions',
    'orders',
    'start',
    'end',
    'start_expr',
    'end_expr',
    'offset_expr',
    'default_expr',
    'ignore_nulls',
    'filter_expr',
    'exclude_clause',
    'distinct',
    'arg_orders',
  ],
  OPERATOR: [...PLACE, 'children'],
  COMPARISON: [...PLACE, 'left', 'right'],
  CONJUNCTION: [...PLACE, 'children'],
  BETWEEN: [...PLACE, 'input', 'lower', 'upper'],
  CASE: [...PLACE, 'case_checks', 'else_expr'],
  CAST: [...PLACE, 'child', 'cast_type', 'try_cast'],
  SUBQUERY: [...PLACE, 'subquery_type', 'subquery', 'child', 'comparison_type'],
  LAMBDA: [...PLACE, 'lhs', 'expr'],
  // Statements.
  SELECT_NODE: [
    'type',
    'modifiers',
    'cte_map',
    'select_list',
    'from_table',
    'where_clause',
    'group_expressions',
    'group_sets',
    'aggregate_handling',
    'having',
  ],
  SET_OPERATION_NODE: [
    'type',
    'modifiers',
    'cte_map',
    'setop_type',
    'left',
    'right',
    'setop_all',
    'children',
  ],
  RECURSIVE_CTE_NODE: ['type', 'modifiers', 'cte_map', 'cte_name', 'union_all', 'left', 'right', 'aliases'],
  DISTINCT_MODIFIER: ['type'],
  ORDER_MODIFIER: ['type', 'orders'],
  LIMIT_MODIFIER: ['type', 'limit', 'offset'],
  ASCENDING: ['type', 'null_order', 'expression'],
  DESCENDING: ['type', 'null_order', 'expression'],
  ORDER_DEFAULT: ['type', 'null_order', 'expression'],
  // Tables.
  EMPTY: TABLE,
  BASE_TABLE: [...TABLE, 'table_name'],
  'table SUBQUERY': [...TABLE, 'subquery'],
  JOIN: [...TABLE, 'left', 'right', 'condition', 'join_type', 'ref_type', 'using_columns', 'delim_flipped'],
  TABLE_FUNCTION: [...TABLE, 'function', 'with_ordinality'],
  EXPRESSION_LIST: [...TABLE, 'expected_names', 'values'],
};

/** Boxes without a type, by all the keys they may have. */
const BOXES: readonly (readonly string[])[] = [
  ['node', 'named_param_map'],
  ['key', 'value'],
  ['aliases', 'query', 'materialized'],
  ['when_expr', 'then_expr'],
];

/** What is foreign to Athena in keys and types, as people know it. */
const KNOWN: Readonly<Record<string, string>> = {
  qualify: 'QUALIFY',
  sample: 'a sample',
  at_clause: 'AT (…)',
  exclude_list: 'EXCLUDE',
  replace_list: 'REPLACE',
  rename_list: 'RENAME',
  schema_name: 'a schema before the name of a table',
  catalog_name: 'a catalog before a name',
  catalog: 'a catalog before a name',
  distinct_on_targets: 'DISTINCT ON',
  PIVOT: 'PIVOT',
  UNPIVOT: 'UNPIVOT',
  SHOW_REF: 'SHOW, DESCRIBE or SUMMARIZE',
  LIMIT_PERCENT_MODIFIER: 'a LIMIT in percent',
  COLLATE: 'COLLATE',
  COLUMN_DATA: 'inlined data',
  DELIM_GET: 'an internal table',
  BOUND_TABLE_REF: 'an internal table',
  POSITIONAL_REFERENCE: 'a column by #number',
  DEFAULT: 'DEFAULT',
  key_targets: 'USING KEY',
};

/** Whether a piece has a shape that is known, and no key beyond those it is known to have. */
export function checkShape(node: AstNode): SqlFault[] {
  const name = shapeName(node);
  const keys = Object.keys(node);
  if (name === undefined) {
    return BOXES.some((box) => keys.every((key) => box.includes(key))) ? [] : [refused(keys.join(', '))];
  }
  const allowed = Object.hasOwn(SHAPES, name) ? SHAPES[name] : undefined;
  if (allowed === undefined) return [refused(name)];
  return keys.filter((key) => !allowed.includes(key)).map(refused);
}

function shapeName(node: AstNode): string | undefined {
  const { class: kind, type } = node;
  if (typeof kind === 'string') return kind;
  if (typeof type !== 'string') return undefined;
  return type === 'SUBQUERY' ? 'table SUBQUERY' : type;
}

function refused(name: string): SqlFault {
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  return {
    what: `${known ?? name.toLowerCase().replaceAll('_', ' ')} is not accepted in a query`,
    fix: 'use what Athena SQL has for it',
  };
}
