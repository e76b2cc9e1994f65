import { isObject } from '../base/json.ts';
import type { AstNode } from './ast.ts';
import { byteOffset, everyNode, fromBytes, MOST_DEPTH, nodeAt, nodesAt, textAt, textsAt } from './ast.ts';
import { applyEdits, type Edit } from './edits.ts';
import { tokenize } from './tokenize.ts';

/** A table some of whose struct's fields also stand in columns of their own. */
export interface LeafTable {
  /** What statements call it. */
  readonly names: ReadonlySet<string>;
  /** The table that has the columns beside everything else. Statements cannot name it themselves. */
  readonly table: string;
  readonly struct: string;
  /** `useridentity.arn`, in lower case: path and name of its column in one. */
  readonly leaves: ReadonlySet<string>;
  /** A column that holds the text of several leaves: where one of them equals a value, it contains that value. */
  readonly pair: { readonly column: string; readonly of: ReadonlySet<string> };
}

/**
 * A statement with fields of a struct read from columns of their own, which the engine can skip, prune and compare
 * much faster than fields inside a struct. The rows are the same; whatever is not plainly a SELECT from the table
 * alone stays as it was written. Null where nothing is to be gained.
 * @param serialized the statement as the engine parsed it; it passed the gate
 */
export function withLeafColumns(sql: string, serialized: string, leaf: LeafTable): string | null {
  const root: unknown = JSON.parse(serialized);
  const nodes = [...everyNode(root)];
  // A WITH of the same name hides the table somewhere; finding out where is not worth it.
  if (nodes.some((node) => leaf.names.has(textAt(node, 'key').toLowerCase()))) return null;
  const edits: Edit[] = [];
  for (const node of nodes) {
    if (node['type'] === 'SELECT_NODE') edits.push(...selectEdits(sql, node, leaf));
  }
  return edits.length === 0 ? null : applyEdits(sql, [...edits, ...numbered(sql)]).text;
}

/** `?` as `$1`, `$2`, …: a value can then stand in more than one place. */
function numbered(sql: string): readonly Edit[] {
  const holes = tokenize(sql).tokens.filter(({ kind }) => kind === 'positional');
  return holes.map(({ start, end }, index) => ({ start, end, text: `$${index + 1}` }));
}

function selectEdits(sql: string, select: AstNode, leaf: LeafTable): readonly Edit[] {
  const from = nodeAt(select, 'from_table');
  if (from === undefined || !isPlain(from, leaf)) return [];
  const own = [...ownNodes(select)];
  if (own.some((node) => node['class'] === 'STAR' || node['class'] === 'LAMBDA')) return [];
  if (nodesAt(select, 'select_list').some((item) => isInTheWay(item, leaf))) return [];
  const alias = textAt(from, 'alias');
  const name = textAt(from, 'table_name');
  const refs = own.filter(({ class: kind }) => kind === 'COLUMN_REF');
  const alternatives = new Map(alternativesIn(nodeAt(select, 'where_clause')));
  const edits = refs.flatMap((ref) =>
    refEdit(sql, ref, { leaf, qualifier: (alias || name).toLowerCase(), parameter: alternatives.get(ref) }),
  );
  const table = replaced(
    sql,
    { node: from, names: [name] },
    alias === '' ? `${leaf.table} AS ${name}` : leaf.table,
  );
  if (edits.length === 0 || table === null || edits.includes(null)) return [];
  return [table, ...edits.filter((edit) => edit !== null)];
}

function isPlain(from: AstNode, leaf: LeafTable): boolean {
  return (
    from['type'] === 'BASE_TABLE' &&
    leaf.names.has(textAt(from, 'table_name').toLowerCase()) &&
    textsAt(from, 'column_name_alias').length === 0 &&
    from['sample'] === undefined
  );
}

/** A column without a name of its own is called after the field; and a name may hide the struct. */
function isInTheWay(item: AstNode, leaf: LeafTable): boolean {
  if (textAt(item, 'alias').toLowerCase() === leaf.struct) return true;
  return (
    item['class'] === 'COLUMN_REF' &&
    textAt(item, 'alias') === '' &&
    textsAt(item, 'column_names').some((name) => name.toLowerCase() === leaf.struct)
  );
}

/** The expressions of a SELECT, without those of the SELECTs inside it. */
function* ownNodes(node: unknown, depth = 0): Generator<AstNode> {
  if (depth > MOST_DEPTH) return;
  if (Array.isArray(node)) {
    for (const item of node) yield* ownNodes(item, depth + 1);
  } else if (isObject(node)) {
    yield node;
    for (const [key, value] of Object.entries(node)) if (!APART.has(key)) yield* ownNodes(value, depth + 1);
  }
}

const APART = new Set(['subquery', 'cte_map', 'from_table']);

/**
 * Columns that are compared with a parameter as alternatives (`a = ? OR b = ?`), each with its parameter. The engine
 * evaluates a condition on two columns after it has read all the others, too; one on a single column it evaluates
 * before. Only where a condition that is not true keeps the row out, so that NULL and false are one.
 */
function* alternativesIn(condition: AstNode | undefined): Generator<readonly [AstNode, string]> {
  if (condition === undefined) return;
  if (condition['class'] === 'CASE') {
    for (const check of nodesAt(condition, 'case_checks')) yield* alternativesIn(nodeAt(check, 'then_expr'));
    yield* alternativesIn(nodeAt(condition, 'else_expr'));
  }
  if (condition['class'] !== 'CONJUNCTION') return;
  const children = nodesAt(condition, 'children');
  const pairs = condition['type'] === 'CONJUNCTION_OR' ? children.map(comparedWithParameter) : [null];
  if (pairs.includes(null)) for (const child of children) yield* alternativesIn(child);
  else yield* pairs.filter((pair) => pair !== null);
}

function comparedWithParameter(condition: AstNode): readonly [AstNode, string] | null {
  const left = nodeAt(condition, 'left');
  const right = nodeAt(condition, 'right');
  if (condition['type'] !== 'COMPARE_EQUAL' || left?.['class'] !== 'COLUMN_REF') return null;
  return right?.['class'] === 'PARAMETER' ? [left, textAt(right, 'identifier')] : null;
}

interface RefContext {
  readonly leaf: LeafTable;
  readonly qualifier: string;
  /** The parameter the reference is compared with, where that is one of several alternatives. */
  readonly parameter: string | undefined;
}

/** An edit, none where the reference is to something else, or null where its text is not what it should be. */
function refEdit(sql: string, ref: AstNode, context: RefContext): readonly (Edit | null)[] {
  const { leaf, qualifier, parameter } = context;
  const written = textsAt(ref, 'column_names');
  const names = written.map((name) => name.toLowerCase());
  const qualified = names[0] === qualifier && names[1] === leaf.struct;
  const path = (qualified ? names.slice(1) : names).join('.');
  if (!leaf.leaves.has(path)) return [];
  const prefix = qualified ? `${written[0] ?? ''}.` : '';
  const asked =
    parameter !== undefined && /^\d+$/.test(parameter) && leaf.pair.of.has(path)
      ? `contains(${prefix}"${leaf.pair.column}", $${parameter}) AND `
      : '';
  return [replaced(sql, { node: ref, names: written }, `${asked}${prefix}"${path}"`)];
}

/** Puts `text` in the place of a dotted name, where exactly that name stands in the statement. */
function replaced(
  sql: string,
  { node, names }: { readonly node: AstNode; readonly names: readonly string[] },
  text: string,
): Edit | null {
  const bytes = byteOffset(node);
  if (bytes === undefined) return null;
  const start = fromBytes(sql, bytes);
  const plain = names.every((name) => /^[a-z_][a-z0-9_]*$/i.test(name));
  const found = plain ? new RegExp(`${names.join('\\s*\\.\\s*')}(?![\\w."])`, 'iy') : null;
  if (found === null) return null;
  found.lastIndex = start;
  const match = found.exec(sql);
  return match === null ? null : { start, end: start + match[0].length, text };
}
