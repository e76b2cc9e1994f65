import { isObject } from '../base/json.ts';
import type { SqlFault } from '../model/sql-fault.ts';
import type { AstNode } from './ast.ts';
import { byteOffset, fromBytes, fromCharacters, MOST_DEPTH, nodeAt, nodesAt, textAt } from './ast.ts';
import { checkShape } from './gate-shapes.ts';
import { checkTable } from './gate-tables.ts';
import { checkUse } from './gate-uses.ts';
import { LAKE_TABLES } from './lake-tables.ts';
import type { Translation } from './translate.ts';

/**
 * Judges what the engine's `json_serialize_sql(sql, skip_null := true, skip_empty := true)` made of a translated
 * statement. Everything is refused that is not known to be harmless: shapes, tables, functions, types.
 * @returns what is wrong, with offsets in the Athena text; empty when the statement may run
 */
export function gate(serialized: string, translation: Translation): readonly SqlFault[] {
  const root: unknown = JSON.parse(serialized);
  if (!isObject(root)) return [{ what: 'the statement could not be read' }];
  if (root['error'] !== false) return [refusedByParser(root, translation)];
  const statements = nodesAt(root, 'statements');
  const [statement] = statements;
  if (statement === undefined) return [{ what: 'there is no statement', fix: 'write one SELECT' }];
  if (statements.length > 1) {
    return [
      {
        what: `these are ${statements.length} statements`,
        fix: 'write one SELECT; heptad runs one statement at a time',
      },
    ];
  }
  const walk = new Walk(translation);
  walk.visit(statement, { names: new Set(), parent: undefined, depth: 0 });
  return walk.faults;
}

interface Place {
  /** The common table expressions in sight. */
  readonly names: ReadonlySet<string>;
  readonly parent: AstNode | undefined;
  readonly depth: number;
}

class Walk {
  readonly faults: SqlFault[] = [];
  readonly #translation: Translation;

  constructor(translation: Translation) {
    this.#translation = translation;
  }

  visit(value: unknown, place: Place): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, place);
    } else if (isObject(value)) {
      this.#node(value, place);
    }
  }

  #node(node: AstNode, place: Place): void {
    if (place.depth > MOST_DEPTH) {
      if (place.depth === MOST_DEPTH + 1)
        this.#report(node, [{ what: 'the statement is nested too deep', fix: 'split it with WITH' }]);
      return;
    }
    this.#report(node, [
      ...checkShape(node),
      ...checkTable(node, place.names),
      ...checkUse(node, place.parent),
    ]);
    // Literals and types are judged by their owner; nothing in them can run.
    if (node['class'] === 'CONSTANT') return;
    const names = this.#commonTables(node, place);
    for (const [key, child] of Object.entries(node)) {
      if (key === 'cte_map' || key === 'cast_type' || typeof child !== 'object') continue;
      this.visit(child, { names, parent: node, depth: place.depth + 1 });
    }
  }

  /** Each common table expression sees those before it, and itself only when it is recursive. */
  #commonTables(node: AstNode, place: Place): ReadonlySet<string> {
    const names = new Set(place.names);
    const map = nodeAt(node, 'cte_map');
    for (const entry of map === undefined ? [] : nodesAt(map, 'map')) {
      const name = textAt(entry, 'key').toLowerCase();
      if (LAKE_TABLES.has(name)) this.faults.push(hidesTable(name));
      this.visit(nodeAt(entry, 'value'), { names, parent: entry, depth: place.depth + 1 });
      names.add(name);
    }
    if (node['type'] === 'RECURSIVE_CTE_NODE') names.add(textAt(node, 'cte_name').toLowerCase());
    return names;
  }

  #report(node: AstNode, faults: readonly SqlFault[]): void {
    const bytes = byteOffset(node);
    const { sql } = this.#translation;
    const offset = bytes === undefined ? undefined : this.#translation.original(fromBytes(sql, bytes));
    for (const fault of faults) {
      if (!this.faults.some(({ what, offset: at }) => what === fault.what && at === offset)) {
        this.faults.push(offset === undefined ? fault : { ...fault, offset });
      }
    }
  }
}

function hidesTable(name: string): SqlFault {
  return {
    what: `WITH ${name} would hide the table ${name}`,
    why: 'heptad narrows its tables to the scope of the case under their own names',
    fix: 'give it another name',
  };
}

function refusedByParser(root: AstNode, translation: Translation): SqlFault {
  const message = textAt(root, 'error_message');
  if (message.startsWith('Only SELECT') || /CTE needs a SELECT|SELECT INTO/.test(message)) {
    return { what: 'only SELECT is accepted', why: 'queries read, and never change anything' };
  }
  const at = Number(root['position'] ?? Number.NaN);
  const what = message === '' ? 'the statement could not be read' : message;
  if (Number.isNaN(at)) return { what };
  return { what, offset: translation.original(fromCharacters(translation.sql, at)) };
}
