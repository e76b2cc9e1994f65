import { isObject } from '../base/json.ts';
import type { AstNode } from './ast.ts';
import { literalText, nodeAt, nodesAt, textAt } from './ast.ts';

/**
 * The names Athena gives to columns that have none of their own: `_col2` for the third, the field's name for a field
 * of an expression. By position; empty where `*` makes positions unknown.
 */
export function unnamedColumns(serialized: string): ReadonlyMap<number, string> {
  const root: unknown = JSON.parse(serialized);
  const statement = isObject(root) ? nodesAt(root, 'statements')[0] : undefined;
  const list = nodesAt(
    firstSelect(statement === undefined ? undefined : nodeAt(statement, 'node')) ?? {},
    'select_list',
  );
  if (list.some((expression) => expression['class'] === 'STAR')) return new Map();
  return new Map(
    list.flatMap((expression, index) => {
      const name = implied(expression, index);
      return name === undefined ? [] : [[index, name] as const];
    }),
  );
}

/** The SELECT that names the columns: of a UNION, the first. */
function firstSelect(node: AstNode | undefined): AstNode | undefined {
  if (node === undefined || node['type'] === 'SELECT_NODE') return node;
  return firstSelect(nodeAt(node, 'left') ?? nodesAt(node, 'children')[0]);
}

function implied(expression: AstNode, index: number): string | undefined {
  if (textAt(expression, 'alias') !== '' || expression['class'] === 'COLUMN_REF') return undefined;
  const field =
    expression['type'] === 'STRUCT_EXTRACT' ? literalText(nodesAt(expression, 'children')[1]) : undefined;
  return field ?? `_col${index}`;
}
