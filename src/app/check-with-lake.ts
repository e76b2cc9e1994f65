import { ACTIONS } from '../actions/registry.gen.ts';
import { emptyLake } from '../lake/lake-queries.ts';
import { type CheckedFile, checkPlaybooks } from './check-playbooks.ts';
import { knownRules } from './rules/known-rules.ts';
import { sqlChecker } from './sql-checker.ts';

/** Checks playbooks with all that heptad knows: also that their SQL means one thing on both engines. */
export async function checkWithLake(paths: readonly string[]): Promise<readonly CheckedFile[]> {
  const lake = emptyLake();
  try {
    return await checkPlaybooks(paths, {
      knownActions: ACTIONS,
      knownRules: knownRules(),
      checkSql: sqlChecker(lake),
    });
  } finally {
    await lake.close();
  }
}
