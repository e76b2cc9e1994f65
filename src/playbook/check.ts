import type { Diagnostic } from '../documents/diagnostic.ts';
import { inOrder } from '../documents/diagnostic.ts';
import type { Path, SourceDocument } from '../documents/source-document.ts';
import type { ShapeFault } from '../documents/validate.ts';
import type { Column } from '../model/row.ts';
import type { SqlFault } from '../ports/lake.ts';
import type { PlaybookSource } from './load.ts';
import { loadDraft } from './load.ts';
import { placeParts } from './place-parts.ts';
import type { ReadAccess, ReadAccessLookup } from './read-access.ts';
import { readAccess as iamReadAccess } from './read-access.ts';
import type { PlacedStep, RuleFault, SqlJudgement } from './rule.ts';
import { readKey } from './rule.ts';
import { RULES } from './rules.ts';

/** Judges a statement: what is wrong with it, and the columns of its result where they are known. */
export type CheckSql = (
  sql: string,
) => Promise<{ readonly faults: readonly SqlFault[]; readonly columns: readonly Column[] | null }>;

export interface PlaybookCheck extends PlaybookSource {
  /** Ids of the containment actions there are. */
  readonly knownActions: readonly string[];
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
  const context = {
    ...parts,
    playbook,
    document,
    knownActions: check.knownActions,
    sql: await judgeSql(parts.steps, check.checkSql),
    reads: await judgeReads(parts.steps, check.readAccess ?? iamReadAccess),
  };
  const found = RULES.flatMap(({ id, check: run }) => [...run(context)].map((fault) => ({ rule: id, ...fault })));
  const shapes = shapeFaults.map(({ diagnostic }) => diagnostic);
  const told = found.filter((fault) => !isToldBySchema(fault, shapeFaults)).map((fault) => toDiagnostic(document, fault));
  return inOrder([...shapes, ...told]);
}

async function judgeSql(steps: readonly PlacedStep[], checkSql?: CheckSql): Promise<ReadonlyMap<string, SqlJudgement>> {
  const judged = new Map<string, SqlJudgement>();
  for (const { step } of checkSql === undefined ? [] : steps) {
    if (checkSql === undefined || step.work.kind !== 'query' || step.work.sql.trim() === '') continue;
    const { faults, columns } = await checkSql(step.work.sql);
    judged.set(step.id, { faults, columns: columns?.map(({ name }) => name.toLowerCase()) ?? null });
  }
  return judged;
}

async function judgeReads(steps: readonly PlacedStep[], lookup: ReadAccessLookup): Promise<ReadonlyMap<string, ReadAccess>> {
  const judged = new Map<string, ReadAccess>();
  for (const { step } of steps) {
    if (step.work.kind !== 'read') continue;
    const { client, operation } = step.work.read;
    if (client === '' || operation === '') continue;
    judged.set(readKey(client, operation), await lookup(client, operation));
  }
  return judged;
}

/** Whether the schema's own fault covers it: at the same path, inside a value of the wrong type, or about what is missing. */
function isToldBySchema(fault: RuleFault, shapeFaults: readonly ShapeFault[]): boolean {
  return shapeFaults.some(({ path, diagnostic }) => {
    if (fault.absent === true && startsWith(path, fault.path)) return path.length > fault.path.length;
    if (!startsWith(fault.path, path)) return false;
    return path.length === fault.path.length ? diagnostic.rule !== 'schema-missing' : diagnostic.rule === 'schema-type';
  });
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((part, index) => path[index] === part);
}

function toDiagnostic(document: SourceDocument, fault: RuleFault & { readonly rule: string }): Diagnostic {
  const { path, place, what, why, fix, rule, step } = fault;
  return { file: document.file, ...placeOf(document, path, place), what, why, fix, rule, ...(step === undefined ? {} : { step }) };
}

function placeOf(document: SourceDocument, path: Path, place: RuleFault['place']): ReturnType<SourceDocument['at']> {
  if (place === undefined) return document.at(path);
  return place === 'key' ? document.keyAt(path) : document.within(path, place);
}
