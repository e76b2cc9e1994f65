import type { AstNode } from './ast.ts';
import { everyNode, nodeAt, nodesAt, textAt, textsAt } from './ast.ts';

/**
 * Names of columns that a statement makes itself, in lower case: columns of derived tables and common table
 * expressions, columns an alias names, parameters of lambdas. Aliases of the outermost SELECT are not among them:
 * nothing can read those as columns.
 */
export function definedNames(root: AstNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of everyNode(root)) {
    for (const name of ownNames(node)) names.add(name.toLowerCase());
  }
  return names;
}

function ownNames(node: AstNode): readonly string[] {
  if (node['class'] === 'LAMBDA') return textsAt(nodeAt(node, 'lhs') ?? {}, 'column_names');
  if (node['class'] !== undefined && node['class'] !== 'SUBQUERY') return [];
  const inner = [
    ...selects(nodeAt(nodeAt(node, 'subquery') ?? {}, 'node')),
    ...selects(nodeAt(nodeAt(node, 'query') ?? {}, 'node')),
  ];
  return [...textsAt(node, 'column_name_alias'), ...textsAt(node, 'aliases'), ...inner.flatMap(aliases)];
}

/** The SELECTs of a table: several under UNION and in recursion. */
function selects(node: AstNode | undefined): readonly AstNode[] {
  if (node === undefined) return [];
  if (node['type'] === 'SELECT_NODE') return [node];
  return [
    ...selects(nodeAt(node, 'left')),
    ...selects(nodeAt(node, 'right')),
    ...nodesAt(node, 'children').flatMap(selects),
  ];
}

function aliases(select: AstNode): readonly string[] {
  return nodesAt(select, 'select_list')
    .map((item) => textAt(item, 'alias'))
    .filter((alias) => alias !== '');
}
