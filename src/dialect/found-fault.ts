import type { SqlFault } from '../model/sql-fault.ts';
import type { AstNode } from './ast.ts';

/** A fault, and the expression it is about where that is not the one looked at. */
export interface FoundFault {
  readonly fault: SqlFault;
  readonly at?: AstNode;
}
