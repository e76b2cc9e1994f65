import { isObject } from '../base/json.ts';
import type { SqlFault } from '../model/sql-fault.ts';
import { aliasFaults } from './alias-faults.ts';
import type { AstNode } from './ast.ts';
import { byteOffset, everyNode, fromBytes, nodeAt, nodesAt, textAt } from './ast.ts';
import { definedNames } from './defined-names.ts';
import { Kinds } from './infer-kind.ts';
import { kindFaults } from './kind-faults.ts';
import type { Translation } from './translate.ts';

/**
 * What the embedded engine runs and Athena refuses, or reads otherwise: mixed kinds, quotients of decimals, aliases
 * where Athena does not look for them. Judged on the serialized statement; only what shows for certain is reported.
 */
export function portabilityFaults(serialized: string, translation: Translation): readonly SqlFault[] {
  const root: unknown = JSON.parse(serialized);
  if (!isObject(root)) return [];
  const defined = definedNames(root);
  const kinds = new Kinds(defined);
  const faults: SqlFault[] = [];
  for (const node of everyNode(root)) {
    for (const fault of [...kindFaults(node, kinds), ...aliasFaults(node, defined)]) {
      faults.push(placed(fault.fault, fault.at ?? node, translation));
    }
  }
  return faults;
}

function placed(fault: SqlFault, node: AstNode, translation: Translation): SqlFault {
  const bytes = byteOffset(node) ?? innerOffset(node);
  if (bytes === undefined) return fault;
  return { ...fault, offset: translation.original(fromBytes(translation.sql, bytes)) };
}

/** Some expressions have no place of their own; their first part has. */
function innerOffset(node: AstNode): number | undefined {
  const first =
    nodesAt(node, 'children')[0] ??
    nodeAt(node, 'child') ??
    nodeAt(nodesAt(node, 'case_checks')[0] ?? {}, 'when_expr');
  return first === undefined || textAt(first, 'class') === ''
    ? undefined
    : (byteOffset(first) ?? innerOffset(first));
}
