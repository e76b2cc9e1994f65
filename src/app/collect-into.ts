import { holdCase, readCase } from '../case/case-folder.ts';
import { foldJournal } from '../engine/apply.ts';
import { UserError } from '../base/errors.ts';
import { caseLake } from './case-lake.ts';
import { checkCaseFolder } from './case-places.ts';
import { collectLogs } from './collect-logs.ts';
import { checkLogPaths } from './log-files.ts';
import { progressLine } from './progress-line.ts';
import type { CaseTools } from './run-case.ts';

export interface CollectRequest {
  readonly folder: string;
  readonly logs: readonly string[];
  readonly complete: string | null;
}

export interface Collected {
  readonly newFiles: number;
  readonly events: number;
  readonly invocations: number;
}

/** Brings more logs into an open case. */
export async function collectInto(
  { folder, logs, complete }: CollectRequest,
  { by, clock, responder }: CaseTools,
): Promise<Collected> {
  const closed = foldJournal(readCase(folder).entries).closedAt;
  if (closed !== null)
    throw new UserError('the case is closed', {
      why: `it was closed at ${closed}`,
      fix: 'open a new case on the logs',
    });
  await checkLogPaths(logs);
  checkCaseFolder(folder, logs);
  const store = await holdCase(folder, { by, clock });
  const lake = caseLake(store);
  try {
    const before = foldJournal(store.entries());
    const fresh = logs.filter((path) => !before.logPaths.includes(path));
    if (fresh.length > 0) await store.append({ kind: 'logs-named', data: { paths: fresh } }, by);
    if (complete !== null) await store.append({ kind: 'coverage-declared', data: { reason: complete } }, by);
    if (logs.length > 0)
      await collectLogs(logs, {
        store,
        lake,
        by,
        onProgress: (done, total) => responder.progress(progressLine(done, total)),
      });
    responder.progress(null);
    await store.drainInbox();
    const after = foldJournal(store.entries());
    return {
      newFiles: (after.lake?.files ?? 0) - (before.lake?.files ?? 0),
      events: after.lake?.events ?? 0,
      invocations: after.lake?.invocations ?? 0,
    };
  } finally {
    lake.close();
    await store.close();
  }
}
