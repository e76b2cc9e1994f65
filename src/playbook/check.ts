import type { Diagnostic } from '../documents/diagnostic.ts';
import type { Column } from '../model/row.ts';
import type { SqlFault } from '../ports/lake.ts';
import type { PlaybookSource } from './load.ts';
import { loadDraft } from './load.ts';
import { placeParts } from './place-parts.ts';
import type { ReadAccess, ReadAccessLookup } from './read-access.ts';
import { readAccess as iamReadAccess } from './read-access.ts';
import type { KnownAction, KnownRules, PlacedStep, SqlJudgement } from './rule.ts';
import { placeKey, readKey } from './rule.ts';
import { readsOf } from './reads-of.ts';
import { RULES } from './rules.ts';
import { runRules } from './run-rules.ts';

/** Judges a statement: what is wrong with it, and the columns of its result where they are known. */
export type CheckSql = (
  sql: string,
) => Promise<{ readonly faults: readonly SqlFault[]; readonly columns: readonly Column[] | null }>;

export interface PlaybookCheck extends PlaybookSource {
  /** The containment actions there are. */
  readonly knownActions: readonly KnownAction[];
  /** The detection rules that come with heptad. Without them, steps that run rules are judged by their form alone. */
  readonly knownRules?: KnownRules;
  /** Without it, statements and the columns of their rows are not judged. */
  readonly checkSql?: CheckSql;
  /** Default: IAM's access levels. */
  readonly readAccess?: ReadAccessLookup;
}

/** Everything that can be said against a playbook, all of it in one go and in the order of the file. */
export async function checkPlaybook(check: PlaybookCheck): Promise<readonly Diagnostic[]> {
  const draft = loadDraft(check);
  if (!draft.ok) return draft.diagnostics;
  const { playbook, document, shapeFaults } = draft;
  const parts = placeParts(playbook);
  const sql = await judgeSql(parts.steps, check.checkSql);
  const reads = await judgeReads(parts.steps, check.readAccess ?? iamReadAccess);
  return runRules(
    RULES,
    {
      ...parts,
      playbook,
      document,
      knownActions: check.knownActions,
      knownRules: check.knownRules ?? null,
      sql,
      reads,
    },
    shapeFaults,
  );
}

async function judgeSql(
  steps: readonly PlacedStep[],
  checkSql?: CheckSql,
): Promise<ReadonlyMap<string, SqlJudgement>> {
  const judged = new Map<string, SqlJudgement>();
  for (const { step, path } of checkSql === undefined ? [] : steps) {
    if (checkSql === undefined || step.work.kind !== 'query' || step.work.sql.trim() === '') continue;
    const { faults, columns } = await checkSql(step.work.sql);
    judged.set(placeKey(path), { faults, columns: columns?.map(({ name }) => name.toLowerCase()) ?? null });
  }
  return judged;
}

async function judgeReads(
  steps: readonly PlacedStep[],
  lookup: ReadAccessLookup,
): Promise<ReadonlyMap<string, ReadAccess>> {
  const judged = new Map<string, ReadAccess>();
  for (const { step } of steps) {
    for (const { client, operation } of readsOf(step.work)) {
      if (client === '' || operation === '') continue;
      judged.set(readKey(client, operation), await lookup(client, operation));
    }
  }
  return judged;
}
