import type { AstNode } from './ast.ts';
import { everyNode, nodesAt, textAt, textsAt } from './ast.ts';
import type { FoundFault } from './found-fault.ts';
import { kindOfColumn } from './kinds.ts';

const CLAUSES: Readonly<Record<string, string>> = {
  where_clause: 'WHERE',
  group_expressions: 'GROUP BY',
  having: 'HAVING',
  select_list: 'the SELECT list',
};

/** Aliases of a SELECT that it uses itself: Athena knows them in ORDER BY only. */
export function aliasFaults(node: AstNode, defined: ReadonlySet<string>): readonly FoundFault[] {
  if (node['type'] !== 'SELECT_NODE' || node['class'] !== undefined) return [];
  const list = nodesAt(node, 'select_list');
  const aliases = new Set(
    list.map((item) => textAt(item, 'alias').toLowerCase()).filter((alias) => isOnlyAlias(alias, defined)),
  );
  if (aliases.size === 0) return [];
  return Object.entries(CLAUSES).flatMap(([key, clause]) =>
    usesIn(node[key], aliases).map((at) => found(at, clause)),
  );
}

/** A name that is a column too is read as the column by both engines. */
function isOnlyAlias(alias: string, defined: ReadonlySet<string>): boolean {
  return alias !== '' && !defined.has(alias) && kindOfColumn(alias) === undefined;
}

function usesIn(clause: unknown, aliases: ReadonlySet<string>): readonly AstNode[] {
  const uses: AstNode[] = [];
  for (const node of everyNode(clause)) {
    const names = node['class'] === 'COLUMN_REF' ? textsAt(node, 'column_names') : [];
    if (names.length === 1 && aliases.has((names[0] ?? '').toLowerCase())) uses.push(node);
  }
  return uses;
}

function found(at: AstNode, clause: string): FoundFault {
  const name = textsAt(at, 'column_names')[0] ?? '';
  const fix =
    clause === 'GROUP BY'
      ? 'write the expression again, or its position (GROUP BY 1)'
      : 'write the expression again, or name it in an inner SELECT';
  return {
    at,
    fault: {
      what: `${clause} uses the alias '${name}' of its own SELECT`,
      why: 'Athena knows aliases in ORDER BY only',
      fix,
    },
  };
}
