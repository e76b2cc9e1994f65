import type { LakeTable } from './log-sources.ts';
import type { RuleFaults } from './rule-faults.ts';

/** What reading the parts of a rule needs to know. */
export interface SearchContext {
  readonly table: LakeTable;
  readonly faults: RuleFaults;
}
