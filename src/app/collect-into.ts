import { holdCase, readCase } from '../case/case-folder.ts';
import { foldJournal } from '../engine/apply.ts';
import { UserError } from '../base/errors.ts';
import { CaseBook } from './case-book.ts';
import { caseLake } from './case-lake.ts';
import type { AccountsNamed } from '../model/case-event.ts';
import { desksOf } from './actions/account-desk.ts';
import { nameAccounts } from './actions/name-accounts.ts';
import { type AccountAccess, connectCase } from './actions/connect-case.ts';
import { beginCollection, continueCollections } from './collecting/collect-account.ts';
import type { CollectionWish } from './collecting/plan-collection.ts';
import { checkCaseFolder } from './case-places.ts';
import { type Collecting, collectLogs } from './collect-logs.ts';
import { checkLogPaths } from './log-files.ts';
import { progressLine } from './progress-line.ts';
import { tellUnread } from './tell-unread.ts';
import { openCopier, withCopies } from './evidence-copy/with-copies.ts';
import type { CaseTools, CopyRequest } from './case-wiring.ts';

export interface CollectRequest {
  readonly folder: string;
  readonly logs: readonly string[];
  readonly complete: string | null;
  /** What to collect from the account of the case; null = files alone. */
  readonly account: CollectAccount | null;
  readonly evidence: CopyRequest;
}

export interface CollectAccount {
  readonly access: AccountAccess;
  readonly wish: CollectionWish;
  /** Accounts to take into the case besides those it has. */
  readonly reach: AccountsNamed;
}

export interface Collected {
  readonly newFiles: number;
  readonly events: number;
  readonly invocations: number;
}

/** Brings more logs into an open case. */
export async function collectInto(
  { folder, logs, complete, account, evidence }: CollectRequest,
  tools: CaseTools,
): Promise<Collected> {
  const { by, clock, responder } = tools;
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
    const book = new CaseBook(store, by);
    const copier = await openCopier(book, evidence.wish, { ...tools, endpoint: evidence.endpoint });
    const collecting: Collecting = {
      store,
      lake,
      by,
      onProgress: (done, total) => {
        responder.progress(progressLine(done, total));
        copier?.nudge();
      },
    };
    await withCopies(copier, { book, responder }, async () => {
      if (logs.length > 0) await collectLogs(logs, collecting);
      if (account !== null) await collectFromAccount(account, { book, lake: collecting }, tools);
    });
    responder.progress(null);
    if (logs.length > 0) await tellUnread(lake, { responder, folder: store.folder });
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

/** Goes on with what was planned before, and then collects what is asked for now: a collection of its own. */
async function collectFromAccount(
  { access, wish, reach }: CollectAccount,
  { book, lake }: { readonly book: CaseBook; readonly lake: Collecting },
  tools: CaseTools,
): Promise<void> {
  await nameAccounts(book, reach);
  const desk = await connectCase(book, access, tools);
  try {
    const collecting = { book, desk, lake, responder: tools.responder };
    await continueCollections(collecting);
    for (const own of desksOf(desk)) await beginCollection(wish, collecting, own);
    await continueCollections(collecting);
  } finally {
    desk.cloud.close();
  }
}
