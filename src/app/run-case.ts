import { basename } from 'node:path';
import { regionOf } from '../aws/connect.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { UserError } from '../base/errors.ts';
import { holdCase, isCase, readCase, readEntries, recipientsOf } from '../case/case-folder.ts';
import { sealerFor } from '../case/seal.ts';
import type { Answers } from '../model/answers.ts';
import type { Baseline } from '../model/baseline.ts';
import type { CaseOpened, JournalEntry } from '../model/case-event.ts';
import type { CaseState } from '../model/case-state.ts';
import type { InputValue } from '../model/playbook.ts';
import { foldJournal } from '../engine/apply.ts';
import type { AccountAccess } from './actions/connect-case.ts';
import type { ActionFailedError } from './actions/read-back.ts';
import { nameAccounts, OWN_ACCOUNT_ALONE } from './actions/name-accounts.ts';
import { checkCaseFolder } from './case-places.ts';
import { keepPlaybook, playbookOf } from './case-playbook.ts';
import type { CaseTools, CopyRequest, RunAccount } from './case-wiring.ts';
import type { EvidenceWish } from './evidence-copy/destination-wish.ts';
import { isCaseId } from './ids.ts';
import { checkLogPaths } from './log-files.ts';
import { resolveInputs } from './inputs.ts';
import type { FoundPlaybook } from './playbook-library.ts';
import { type ContentWish, openingOf } from './sealing/open-content.ts';
import { sealCase } from './sealing/seal-case.ts';
import { keepRules, rulesFor, type RulesToPin } from './rules/case-rules.ts';
import type { Session } from './session.ts';
import { keepUsual, pinnedBaseline } from './usual.ts';
import { VERSION } from './version.ts';
import { withCase } from './work-case.ts';

export interface RunRequest {
  readonly found: FoundPlaybook;
  readonly folder: string;
  readonly logs: readonly string[];
  readonly inputs: Readonly<Record<string, InputValue>>;
  readonly answers: Answers;
  /** Files and folders of detection rules of the responder's own. */
  readonly rules?: readonly string[];
  /** What was usual before the incident. */
  readonly baseline?: Baseline | null;
  /** The responder says the export is complete, and why. */
  readonly complete: string | null;
  /** The account to work in, and what to collect from it; null = logs alone. */
  readonly account: RunAccount | null;
  /** Where evidence is copied to besides. */
  readonly evidence?: CopyRequest;
  /** age recipients for whom prompts and answers are sealed; none = they lie open in the case. */
  readonly seal?: readonly string[];
  /** What kind of case it is; a responder's own unless given. */
  readonly mode?: CaseOpened['mode'];
  /** Whether the playbook is walked right away; unless told otherwise, it is. */
  readonly walks?: boolean;
  /** Called once the case is open, before anything is asked of an account. */
  readonly onOpen?: (session: Session) => Promise<void>;
  /** Called when the walk is at its end, while the account is still at hand. */
  readonly onWalked?: (session: Session) => Promise<void>;
}

/** What can be told to be wrong before anything is written. @throws UserError */
export async function checkRun(request: RunRequest): Promise<void> {
  const { found, folder, logs, inputs, answers, account } = request;
  const { scope } = resolveInputs(found.playbook, { ...answers.inputs, ...inputs });
  sealerFor(request.seal ?? []);
  rulesFor(found.playbook, request.rules ?? []);
  checkBaseline(request.baseline ?? null, scope.account);
  await checkLogPaths(logs);
  checkCaseFolder(folder, logs);
  if (account !== null && account.access.region === null) await regionOf(account.access.profile);
}

function checkBaseline(baseline: Baseline | null, account: string | null): void {
  if (baseline === null || account === null || baseline.account === account) return;
  throw new UserError(`the baseline is that of account ${baseline.account}`, {
    why: `the account that is looked at is ${account}: all of it would be new`,
    fix: 'name the file of this account, or make one by heptad readiness --build-baseline',
  });
}

/**
 * Opens a case, or goes on with it where the folder holds an unfinished one opened the same way, and walks it. Gives
 * the plans that failed on the way.
 */
export async function runCase(request: RunRequest, tools: CaseTools): Promise<readonly ActionFailedError[]> {
  await checkRun(request);
  const opened = resolveInputs(request.found.playbook, { ...request.answers.inputs, ...request.inputs });
  const rules = rulesFor(request.found.playbook, request.rules ?? []);
  if (isCase(request.folder)) compareWithOpened(request, opened, rules);
  const store = await holdCase(request.folder, tools);
  const { onWalked, walks, seal = [], baseline = null } = request;
  const { account, evidence } = request;
  const work = { playbook: request.found.playbook, tools, account, onWalked, walks, evidence };
  return withCase(store, work, async (session) => {
    if (session.state.opened === null) {
      if (seal.length > 0 && session.state.recipients === null) await sealCase(session, seal);
      await keepPlaybook(store, request.found, tools.by);
      if (rules !== null) await keepRules(store, rules, tools.by);
      if (baseline !== null) await keepUsual(store, baseline, tools.by);
      await session.catchUp();
      // First, so that an opened case knows what it is about even when it is cut off right after.
      if (session.state.logPaths.length === 0) await session.record('logs-named', { paths: request.logs });
      await declareComplete(session, request);
      if (request.account !== null) await nameAccounts(session, request.account.reach);
      await wantAccount(session, request);
      await session.record(
        'case-opened',
        caseOpened(request, tools, { ...opened, ...pinned(rules), ...pinnedBaseline(baseline) }),
      );
    } else {
      await session.record('case-resumed', { version: VERSION });
      await declareComplete(session, request);
      await wantAccount(session, request);
    }
    await request.onOpen?.(session);
  });
}

/** Journaled before the account is reached: a case whose first call fails goes on in the account all the same. */
async function wantAccount(session: Session, { account }: RunRequest): Promise<void> {
  if (account === null || session.state.wanted !== null) return;
  const { regions, narrowing = null } = account;
  await session.record('account-wanted', { regions, ...(narrowing === null ? {} : { narrowing }) });
}

async function declareComplete(session: Session, request: RunRequest): Promise<void> {
  if (request.complete !== null && session.state.declaredComplete !== request.complete)
    await session.record('coverage-declared', { reason: request.complete });
}

/** Goes on with a case. A closed one stays as it is; one with an account goes on in that account. */
export async function resumeCase(
  folder: string,
  tools: CaseTools,
  {
    access,
    evidence = null,
    content = null,
  }: {
    readonly access: AccountAccess;
    readonly evidence?: EvidenceWish;
    /** Opens what is sealed while the case goes on. */
    readonly content?: ContentWish | null;
  },
): Promise<readonly ActionFailedError[]> {
  const reading = readCase(folder);
  const playbook = await playbookOf(reading.entries, reading);
  const state = foldJournal(reading.entries);
  if (state.closedAt !== null) return [];
  const account = accountOf(state, access);
  const opened =
    content === null ? null : { ...content, opening: await openingOf(reading.entries, content, 'tokens') };
  const store = await holdCase(folder, { ...tools, opener: opened?.opener ?? null });
  const copies = { wish: evidence, endpoint: access.endpoint };
  return withCase(store, { playbook, tools, account, evidence: copies, content: opened }, (session) =>
    session.record('case-resumed', { version: VERSION }),
  );
}

/** Cases of earlier versions tell only by the accounts they reached that they have one. */
function accountOf({ wanted, accounts }: CaseState, access: AccountAccess): RunAccount | null {
  if (wanted === null && accounts.length === 0) return null;
  const regions = wanted?.regions ?? [];
  // Once an account was reached, its own Region is the one the environment or the profile names.
  const region = access.region ?? (accounts.length > 0 ? null : (regions[0] ?? null));
  const narrowing = wanted?.narrowing ?? null;
  return { access: { ...access, region }, regions, narrowing, reach: OWN_ACCOUNT_ALONE };
}

function caseOpened(
  { found: { playbook }, folder, account, mode = 'live' }: RunRequest,
  { ids }: CaseTools,
  opened: ReturnType<typeof resolveInputs> & Pick<CaseOpened, 'rules' | 'baseline'>,
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

function pinned(rules: RulesToPin | null): Pick<CaseOpened, 'rules'> {
  return rules === null ? {} : { rules: { sha256: rules.sha256, given: rules.given } };
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
function compareWithOpened(
  request: RunRequest,
  given: ReturnType<typeof resolveInputs>,
  rules: RulesToPin | null,
): void {
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
    ...(opened === undefined || opened.rules?.sha256 === rules?.sha256 ? [] : ['the detection rules']),
    ...(opened === undefined ||
    opened.baseline?.sha256 === pinnedBaseline(request.baseline ?? null).baseline?.sha256
      ? []
      : ['the baseline']),
    ...(opened === undefined || namesSame(entries, request) ? [] : ['the accounts']),
    ...(canonicalJson(recipientsOf(entries) ?? []) === canonicalJson(request.seal ?? [])
      ? []
      : ['the recipients']),
  ];
  if (differs.length === 0) return;
  throw new UserError(`${request.folder} holds another case${opened === undefined ? '' : `: ${opened.id}`}`, {
    why: `it was opened with other arguments: ${differs.join(', ')} differ`,
    fix: `go on with it by heptad resume, bring more logs in by heptad collect, or give another folder`,
  });
}
