import { holdCase, readCase } from '../case/case-folder.ts';
import type { CaseLake } from '../lake/case-lake.ts';
import { LakeQueries, type Opening } from '../lake/lake-queries.ts';
import type { Playbook } from '../model/playbook.ts';
import type { CaseStore } from '../ports/case-store.ts';
import { desksOf } from './actions/account-desk.ts';
import { type AccountAccess, connectCase } from './actions/connect-case.ts';
import { OWN_ACCOUNT_ALONE } from './actions/name-accounts.ts';
import { failureOf } from './actions/each-in-turn.ts';
import type { ActionFailedError } from './actions/read-back.ts';
import { settleActions } from './actions/settle-actions.ts';
import { caseLake } from './case-lake.ts';
import { playbookOf } from './case-playbook.ts';
import type { CaseTools, CopyRequest, RunAccount } from './case-wiring.ts';
import { collectLogs, type Collecting, restoreLake, settle, unreadPaths } from './collect-logs.ts';
import { beginCollection, beginCollections, continueCollections } from './collecting/collect-account.ts';
import type { EvidenceCopier } from './evidence-copy/evidence-copier.ts';
import { openCopier, withCopies } from './evidence-copy/with-copies.ts';
import { progressLine } from './progress-line.ts';
import type { ContentWish } from './sealing/open-content.ts';
import { Session } from './session.ts';
import { usualOf } from './usual.ts';
import { tellUnread } from './tell-unread.ts';
import { walk } from './walk.ts';

/** What is done with a case in hand. */
export interface CaseWork {
  readonly playbook: Playbook;
  readonly tools: CaseTools;
  readonly account: RunAccount | null;
  /** Called at the end, while the account is still at hand. */
  readonly onWalked?: ((session: Session) => Promise<void>) | undefined;
  readonly evidence: CopyRequest | undefined;
  /** Opens what is sealed, as long as the case is held; null = it stays sealed. */
  readonly content?: (ContentWish & { readonly opening: Opening }) | null;
  readonly walks?: boolean | undefined;
  /** Collects once more, what happened since then; null = what was collected stands. */
  readonly since?: string | null;
}

/**
 * Opens what a case is worked with, brings in what is to be brought in, walks it, and lets it go whatever happens.
 * Gives the plans that failed on the way: each was told when it did, and the command ends with them.
 */
export async function withCase(
  store: CaseStore,
  work: CaseWork,
  open: (session: Session) => Promise<void>,
): Promise<readonly ActionFailedError[]> {
  const { tools, playbook, account } = work;
  const lake = caseLake(store);
  const { content = null } = work;
  const queries = new LakeQueries(lake.parts, content === null ? {} : { opening: content.opening });
  const session = new Session({
    store,
    playbook,
    lake: queries,
    responder: tools.responder,
    by: tools.by,
    clock: tools.clock,
    interactive: tools.interactive,
  });
  try {
    await open(session);
    if (content !== null) await noteOpening(session, content);
    const baseline = session.state.opened?.baseline;
    if (baseline !== undefined) session.usual = await usualOf(baseline, store);
    // First, so that nothing is collected before it is known that it can leave.
    session.copier = await copierOf(session, work);
    await withCopies(session.copier, { book: session, responder: tools.responder }, async () => {
      if (account !== null) await enterAccount(session, lake, { ...work, account });
      await bringIn(session, lake);
      if (work.walks !== false) await walk(session);
      await work.onWalked?.(session);
    });
    return session.failures;
  } finally {
    session.account?.cloud.close();
    await queries.close();
    lake.close();
    await store.close();
  }
}

/** Steps that ran while content was sealed are due again: what they rest on has grown. */
async function noteOpening(session: Session, { reason, use }: ContentWish): Promise<void> {
  await session.record('content-opened', { reason, use, request: null });
  session.opened = true;
  const { lake } = session.state;
  if (lake !== null && lake.opened !== true)
    await session.record('lake-built', { ...lake, generation: lake.generation + 1, opened: true });
}

async function copierOf(
  session: Session,
  { evidence, tools: { clock, ids, responder } }: CaseWork,
): Promise<EvidenceCopier | null> {
  const { wish, endpoint } = evidence ?? { wish: null, endpoint: null };
  return openCopier(session, wish, { endpoint, clock, ids, responder });
}

/** Reaches the account, goes on with plans that were cut off, and collects what is not collected yet. */
async function enterAccount(
  session: Session,
  lake: CaseLake,
  { account, tools, since = null }: Pick<CaseWork, 'tools' | 'since'> & { readonly account: RunAccount },
): Promise<void> {
  const desk = await connectCase(session, account.access, tools);
  session.account = desk;
  const failure = await failureOf(() => settleActions(session, desk));
  if (failure !== null) session.noteFailure(failure);
  const collecting = {
    book: session,
    desk,
    lake: intake(session, lake),
    responder: session.wiring.responder,
  };
  const { from = null, to = null } = session.state.opened?.scope ?? {};
  const { regions, narrowing = null } = account;
  await beginCollections({ regions, from, to, narrowing }, collecting);
  await continueCollections(collecting);
  if (since === null) return;
  for (const own of desksOf(desk))
    await beginCollection({ regions: [], from: since, to: null }, collecting, own);
  await continueCollections(collecting);
}

function intake(session: Session, lake: CaseLake): Collecting {
  const { store, responder } = session.wiring;
  return {
    store,
    lake,
    by: session.by,
    opened: session.opened,
    onProgress: (done, total) => {
      responder.progress(progressLine(done, total));
      session.copier?.nudge();
    },
  };
}

/** Reads what was named and is not in the case yet: now, or before an interruption. */
async function bringIn(session: Session, lake: CaseLake): Promise<void> {
  const { store, responder } = session.wiring;
  const collecting = intake(session, lake);
  const unread = unreadPaths(store.entries());
  if (unread.length > 0) await collectLogs(unread, collecting);
  else await wholeLake(collecting, session);
  responder.progress(null);
  if (unread.length > 0) await tellUnread(lake, { responder, folder: store.folder });
  await session.catchUp();
}

/** A lake that was lost, or cut off in the middle, is made again; one that is whole is not opened for it. */
async function wholeLake(collecting: Collecting, session: Session): Promise<void> {
  const lake = collecting.lake as CaseLake;
  const whole = lake.parts.summary !== null && lake.parts.summary.files === (session.state.lake?.files ?? 0);
  if (whole) return;
  await restoreLake(collecting);
  await settle(collecting);
}

/** Does something else than walking in a case that has an account, with what is new since a time brought in. */
export async function workInCase(
  folder: string,
  tools: CaseTools,
  {
    access,
    since,
    work,
  }: {
    readonly access: AccountAccess;
    readonly since: string;
    readonly work: (session: Session) => Promise<void>;
  },
): Promise<void> {
  const reading = readCase(folder);
  const playbook = await playbookOf(reading.entries, reading);
  const store = await holdCase(folder, tools);
  const account = { access, regions: [], reach: OWN_ACCOUNT_ALONE };
  const evidence = { wish: null, endpoint: access.endpoint };
  await withCase(store, { playbook, tools, account, evidence, since, walks: false, onWalked: work }, () =>
    Promise.resolve(),
  );
}
