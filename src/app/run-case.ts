import { basename } from 'node:path';
import { regionOf } from '../aws/connect.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { UserError } from '../base/errors.ts';
import { holdCase, isCase, readCase, readEntries } from '../case/case-folder.ts';
import type { CaseLake } from '../lake/case-lake.ts';
import { LakeQueries } from '../lake/lake-queries.ts';
import type { Answers } from '../model/answers.ts';
import type { AccountsNamed, CaseOpened, JournalEntry, Operator } from '../model/case-event.ts';
import type { InputValue, Playbook } from '../model/playbook.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Responder } from '../ports/responder.ts';
import { foldJournal } from '../engine/apply.ts';
import { desksOf } from './actions/account-desk.ts';
import { type AccountAccess, connectCase } from './actions/connect-case.ts';
import { nameAccounts, OWN_ACCOUNT_ALONE } from './actions/name-accounts.ts';
import { settleActions } from './actions/settle-actions.ts';
import { caseLake } from './case-lake.ts';
import { checkCaseFolder } from './case-places.ts';
import { keepPlaybook, playbookOf } from './case-playbook.ts';
import { collectLogs, type Collecting, restoreLake, settle, unreadPaths } from './collect-logs.ts';
import { beginCollection, beginCollections, continueCollections } from './collecting/collect-account.ts';
import type { EvidenceWish } from './evidence-copy/destination-wish.ts';
import type { EvidenceCopier } from './evidence-copy/evidence-copier.ts';
import { openCopier, withCopies } from './evidence-copy/with-copies.ts';
import { isCaseId } from './ids.ts';
import { checkLogPaths } from './log-files.ts';
import { progressLine } from './progress-line.ts';
import { resolveInputs } from './inputs.ts';
import type { FoundPlaybook } from './playbook-library.ts';
import { Session } from './session.ts';
import { VERSION } from './version.ts';
import { walk } from './walk.ts';

/** What every use case on a case needs. */
export interface CaseTools {
  readonly by: Operator;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly responder: Responder;
  readonly interactive: boolean;
}

export interface RunRequest {
  readonly found: FoundPlaybook;
  readonly folder: string;
  readonly logs: readonly string[];
  readonly inputs: Readonly<Record<string, InputValue>>;
  readonly answers: Answers;
  /** The responder says the export is complete, and why. */
  readonly complete: string | null;
  /** The account to work in, and what to collect from it; null = logs alone. */
  readonly account: RunAccount | null;
  /** Where evidence is copied to besides. */
  readonly evidence?: CopyRequest;
  /** What kind of case it is; a responder's own unless given. */
  readonly mode?: CaseOpened['mode'];
  /** Whether the playbook is walked right away; unless told otherwise, it is. */
  readonly walks?: boolean;
  /** Called once the case is open, before anything is asked of an account. */
  readonly onOpen?: (session: Session) => Promise<void>;
  /** Called when the walk is at its end, while the account is still at hand. */
  readonly onWalked?: (session: Session) => Promise<void>;
}

/** What was said about copying evidence, and how the place is reached. */
export interface CopyRequest {
  readonly wish: EvidenceWish;
  readonly endpoint: string | null;
}

export interface RunAccount {
  readonly access: AccountAccess;
  readonly regions: readonly string[];
  /** Accounts besides the operator's own. */
  readonly reach: AccountsNamed;
}

/** What can be told to be wrong before anything is written. @throws UserError */
export async function checkRun(request: RunRequest): Promise<void> {
  const { found, folder, logs, inputs, answers, account } = request;
  resolveInputs(found.playbook, { ...answers.inputs, ...inputs });
  await checkLogPaths(logs);
  checkCaseFolder(folder, logs);
  if (account !== null && account.access.region === null) await regionOf(account.access.profile);
}

/** Opens a case, or goes on with it where the folder holds an unfinished one opened the same way, and walks it. */
export async function runCase(request: RunRequest, tools: CaseTools): Promise<void> {
  await checkRun(request);
  const opened = resolveInputs(request.found.playbook, { ...request.answers.inputs, ...request.inputs });
  if (isCase(request.folder)) compareWithOpened(request, opened);
  const store = await holdCase(request.folder, tools);
  const { onWalked, walks } = request;
  const { account, evidence } = request;
  const work = { playbook: request.found.playbook, tools, account, onWalked, walks, evidence };
  await withCase(store, work, async (session) => {
    if (session.state.opened === null) {
      await keepPlaybook(store, request.found, tools.by);
      await session.catchUp();
      // First, so that an opened case knows what it is about even when it is cut off right after.
      if (session.state.logPaths.length === 0) await session.record('logs-named', { paths: request.logs });
      await declareComplete(session, request);
      if (request.account !== null) await nameAccounts(session, request.account.reach);
      await session.record('case-opened', caseOpened(request, tools, opened));
    } else {
      await session.record('case-resumed', { version: VERSION });
      await declareComplete(session, request);
    }
    await request.onOpen?.(session);
  });
}

async function declareComplete(session: Session, request: RunRequest): Promise<void> {
  if (request.complete !== null && session.state.declaredComplete !== request.complete)
    await session.record('coverage-declared', { reason: request.complete });
}

/** Goes on with a case. A closed one stays as it is; one with an account goes on in that account. */
export async function resumeCase(
  folder: string,
  tools: CaseTools,
  { access, evidence = null }: { readonly access: AccountAccess; readonly evidence?: EvidenceWish },
): Promise<void> {
  const reading = readCase(folder);
  const playbook = await playbookOf(reading.entries, reading);
  const state = foldJournal(reading.entries);
  if (state.closedAt !== null) return;
  const account = state.accounts.length > 0 ? { access, regions: [], reach: OWN_ACCOUNT_ALONE } : null;
  const store = await holdCase(folder, tools);
  const copies = { wish: evidence, endpoint: access.endpoint };
  await withCase(store, { playbook, tools, account, evidence: copies }, (session) =>
    session.record('case-resumed', { version: VERSION }),
  );
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

interface CaseWork {
  readonly playbook: Playbook;
  readonly tools: CaseTools;
  readonly account: RunAccount | null;
  readonly onWalked?: RunRequest['onWalked'];
  readonly evidence: CopyRequest | undefined;
  readonly walks?: boolean | undefined;
  /** Collects once more, what happened since then; null = what was collected stands. */
  readonly since?: string | null;
}

async function withCase(
  store: CaseStore,
  work: CaseWork,
  open: (session: Session) => Promise<void>,
): Promise<void> {
  const { tools, playbook, account } = work;
  const lake = caseLake(store);
  const queries = new LakeQueries(lake.parts);
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
    // First, so that nothing is collected before it is known that it can leave.
    session.copier = await copierOf(session, work);
    await withCopies(session.copier, { book: session, responder: tools.responder }, async () => {
      if (account !== null) await enterAccount(session, lake, { ...work, account });
      await bringIn(session, lake);
      if (work.walks !== false) await walk(session);
      await work.onWalked?.(session);
    });
  } finally {
    session.account?.cloud.close();
    await queries.close();
    lake.close();
    await store.close();
  }
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
  await settleActions(session, desk);
  const collecting = {
    book: session,
    desk,
    lake: intake(session, lake),
    responder: session.wiring.responder,
  };
  const { from = null, to = null } = session.state.opened?.scope ?? {};
  await beginCollections({ regions: account.regions, from, to }, collecting);
  await continueCollections(collecting);
  if (since === null) return;
  for (const own of desksOf(desk))
    await beginCollection({ regions: [], from: since, to: null }, { ...collecting, desk: own });
  await continueCollections(collecting);
}

function intake(session: Session, lake: CaseLake): Collecting {
  const { store, responder } = session.wiring;
  return {
    store,
    lake,
    by: session.by,
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

function caseOpened(
  { found: { playbook }, folder, account, mode = 'live' }: RunRequest,
  { ids }: CaseTools,
  opened: ReturnType<typeof resolveInputs>,
): CaseOpened {
  // The folder's name is the id where heptad chose it, so that the case is found by its id.
  const name = basename(folder);
  return {
    id: isCaseId(name) ? name : ids.caseId(),
    mode,
    label: 'LOGS ONLY',
    playbook: { id: playbook.id, version: playbook.version, sha256: playbook.sha256 },
    ...opened,
    version: VERSION,
    organization: account?.access.organization.sha256 ?? null,
  };
}

/** A case over logs alone may be gone on with in an account, as before. */
function namesSame(entries: readonly JournalEntry[], { account }: RunRequest): boolean {
  const { roles, organizationRole } = foldJournal(entries).reach;
  const given = account?.reach ?? OWN_ACCOUNT_ALONE;
  return (
    canonicalJson(roles.toSorted()) === canonicalJson([...new Set(given.roles)].toSorted()) &&
    organizationRole === given.organizationRole
  );
}

/** An unfinished folder goes on only with the same arguments; another case's folder is refused. */
function compareWithOpened(request: RunRequest, given: ReturnType<typeof resolveInputs>): void {
  const entries = readEntries(request.folder);
  const opened = entries.find((entry) => entry.kind === 'case-opened')?.data;
  const paths = entries.flatMap((entry) => (entry.kind === 'logs-named' ? entry.data.paths : []));
  if (opened === undefined && paths.length === 0) return;
  const { playbook, inputs } = opened ?? { playbook: request.found.playbook, inputs: given.inputs };
  const differs = [
    ...(playbook.sha256 === request.found.playbook.sha256
      ? []
      : [`the playbook (${playbook.id} ${playbook.version}, sha256 ${playbook.sha256.slice(0, 12)}…)`]),
    ...(canonicalJson(inputs) === canonicalJson(given.inputs) ? [] : ['the inputs']),
    ...(canonicalJson([...paths].toSorted()) === canonicalJson([...request.logs].toSorted())
      ? []
      : ['the logs']),
    ...(opened === undefined || namesSame(entries, request) ? [] : ['the accounts']),
  ];
  if (differs.length === 0) return;
  throw new UserError(`${request.folder} holds another case${opened === undefined ? '' : `: ${opened.id}`}`, {
    why: `it was opened with other arguments: ${differs.join(', ')} differ`,
    fix: `go on with it by heptad resume, bring more logs in by heptad collect, or give another folder`,
  });
}
