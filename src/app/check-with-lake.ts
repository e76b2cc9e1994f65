import { emptyLake } from '../lake/lake-queries.ts';
import { type CheckedFile, checkPlaybooks } from './check-playbooks.ts';
import { sqlChecker } from './sql-checker.ts';

/** Ids of the containment actions there are: none yet. */
const KNOWN_ACTIONS: readonly string[] = [];

/** Checks playbooks with all that heptad knows: also that their SQL means one thing on both engines. */
export async function checkWithLake(paths: readonly string[]): Promise<readonly CheckedFile[]> {
  const lake = emptyLake();
  try {
    return await checkPlaybooks(paths, { knownActions: KNOWN_ACTIONS, checkSql: sqlChecker(lake) });
  } finally {
    await lake.close();
  }
}
