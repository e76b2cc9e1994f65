import { InternalError } from '../base/errors.ts';
import { type FieldAccess, fieldAccess, jsonPath } from './field-access.ts';
import { haystack } from './haystack.ts';
import type { LakeTable } from './log-sources.ts';
import type { ScanColumns } from './scan-columns.ts';
import type { Condition } from './sigma-rule.ts';
import { literal, patternSql } from './sql-text.ts';
import { testSql, type TestedValue } from './test-sql.ts';

type Test = (value: TestedValue) => string;

/** The table a condition is about, and the columns of its scan. */
export interface ConditionContext {
  readonly table: LakeTable;
  readonly columns: ScanColumns;
}

/**
 * A condition as SQL over the columns of a scan. It is true, false or NULL; NULL means false, and `not` makes it so
 * before it turns it round: a field that is not there is not what the search asks for.
 */
export function conditionSql(condition: Condition, context: ConditionContext): string {
  switch (condition.op) {
    case 'and':
    case 'or':
      return joinedSql(condition, context);
    case 'not':
      return `NOT coalesce(${conditionSql(condition.part, context)}, false)`;
    case 'keyword':
      return patternSql(context.columns.lower(haystack(context.table)), condition.pattern, false);
    case 'field':
      return fieldSql(condition, context);
  }
}

function joinedSql(condition: Condition & { readonly op: 'and' | 'or' }, context: ConditionContext): string {
  const { op, parts } = condition;
  if (parts.length === 0) return op === 'and' ? 'true' : 'false';
  const plain = op === 'or' ? equalsAny(parts, context) : null;
  if (plain !== null) return plain;
  return `(${parts.map((part) => conditionSql(part, context)).join(op === 'and' ? ' AND ' : ' OR ')})`;
}

/** Several whole values of one column are one IN. */
function equalsAny(parts: readonly Condition[], context: ConditionContext): string | null {
  const [first] = parts;
  if (first?.op !== 'field' || parts.length < 2) return null;
  const access = accessOf(context.table, first.field);
  if (access.kind !== 'column') return null;
  const values: string[] = [];
  for (const part of parts) {
    if (part.op !== 'field' || part.field !== first.field || part.test.is !== 'pattern' || part.test.cased)
      return null;
    const [only, more] = part.test.pattern;
    if (only?.kind !== 'text' || more !== undefined || !/^[\x20-\x7e]+$/.test(only.text)) return null;
    values.push(literal(only.text.toLowerCase()));
  }
  return `${context.columns.lower(access.sql)} IN (${values.join(', ')})`;
}

function fieldSql({ field, test }: Condition & { readonly op: 'field' }, context: ConditionContext): string {
  const access = accessOf(context.table, field);
  const other = (name: string): string => otherField(name, context);
  if (test.is === 'null') return `NOT coalesce(${present(access, context)}, false)`;
  if (test.is === 'exists') return present(access, context);
  return anyValue(access, context, (value) => testSql(test, value, other));
}

function present(access: FieldAccess, context: ConditionContext): string {
  return anyValue(access, context, ({ text }) => `${text} IS NOT NULL`);
}

/** Whether the test holds for a value of the field: a field inside lists has several. */
function anyValue(access: FieldAccess, { columns }: ConditionContext, test: Test): string {
  switch (access.kind) {
    case 'column':
      return test(new ColumnValue(access.sql, columns));
    case 'number':
      return test(new NumberValue(columns.plain(access.sql)));
    case 'list':
      return `any_match(${columns.plain(access.sql)}, x -> ${test(new ExpressionValue(`x.${access.member}`))})`;
    case 'json':
      return jsonSql(columns.plain(access.sql), access.path, test);
  }
}

/**
 * A way through JSON: straight on where it leads to a scalar; where it does not, and the last name stands in the text
 * at all, through every list on the way, and to objects as their text.
 */
function jsonSql(column: string, path: readonly string[], test: Test): string {
  const straight = `json_extract_scalar(${column}, ${literal(jsonPath(path))})`;
  const [last = ''] = path.slice(-1);
  return `CASE WHEN ${straight} IS NOT NULL THEN ${test(new ExpressionValue(straight))} WHEN strpos(${column}, ${literal(`"${last}"`)}) > 0 THEN ${throughLists(column, { path, test })} ELSE false END`;
}

function throughLists(
  from: string,
  {
    path,
    test,
    depth = 0,
  }: { readonly path: readonly string[]; readonly test: Test; readonly depth?: number },
): string {
  const [name, ...rest] = path;
  if (name === undefined) {
    const text = `CASE WHEN is_json_scalar(${from}) THEN json_extract_scalar(${from}, '$') ELSE json_format(${from}) END`;
    return test(new ExpressionValue(text));
  }
  const value = `json_extract(${from}, ${literal(jsonPath([name]))})`;
  const item = `x${depth}`;
  const inside = throughLists(item, { path: rest, test, depth: depth + 1 });
  return `any_match(coalesce(TRY_CAST(${value} AS ARRAY(JSON)), ARRAY[${value}]), ${item} -> ${inside})`;
}

/** The other side of a `fieldref`: one value, straight on. */
function otherField(field: string, { table, columns }: ConditionContext): string {
  const access = accessOf(table, field);
  if (access.kind === 'json')
    return `json_extract_scalar(${columns.plain(access.sql)}, ${literal(jsonPath(access.path))})`;
  if (access.kind === 'number') return `CAST(${columns.plain(access.sql)} AS VARCHAR)`;
  return columns.plain(access.kind === 'list' ? `${access.sql}[1].${access.member}` : access.sql);
}

export function accessOf(table: LakeTable, field: string): FieldAccess {
  const found = fieldAccess(table, field);
  if (!found.ok) throw new InternalError(`the field ${field} of a rule was checked and is not there`);
  return found.access;
}

class ColumnValue implements TestedValue {
  readonly #sql: string;
  readonly #columns: ScanColumns;

  constructor(sql: string, columns: ScanColumns) {
    this.#sql = sql;
    this.#columns = columns;
  }

  get text(): string {
    return this.#columns.plain(this.#sql);
  }

  get lower(): string {
    return this.#columns.lower(this.#sql);
  }

  get number(): string {
    return `TRY_CAST(${this.text} AS DOUBLE)`;
  }
}

class ExpressionValue implements TestedValue {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get lower(): string {
    return `lower(${this.text})`;
  }

  get number(): string {
    return `TRY_CAST(${this.text} AS DOUBLE)`;
  }
}

class NumberValue implements TestedValue {
  readonly number: string;

  constructor(column: string) {
    this.number = column;
  }

  get text(): string {
    return `CAST(${this.number} AS VARCHAR)`;
  }

  get lower(): string {
    return this.text;
  }
}
