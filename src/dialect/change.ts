import type { SqlFault } from '../model/sql-fault.ts';
import type { Edit } from './edits.ts';

/** What one construct of Athena asks to be changed for the embedded engine, and what is wrong with it. */
export interface Change {
  readonly edits: readonly Edit[];
  readonly faults: readonly SqlFault[];
}
