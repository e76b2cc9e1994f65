import { connectAccount } from '../../aws/connect.ts';
import { createPacer } from '../../aws/pacer.ts';
import { PausedError, UserError } from '../../base/errors.ts';
import type { AccountConnected } from '../../model/case-event.ts';
import type { MadeCall } from '../../model/cloud-call.ts';
import type { Organization } from '../../model/organization.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Cloud } from '../../ports/cloud.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Responder } from '../../ports/responder.ts';
import type { CaseBook } from '../case-book.ts';
import { refuseEvidenceAccount, withCopyGuarded } from '../evidence-copy/keep-apart.ts';
import { type AccountDesk, journalFootprints, readerOf } from './account-desk.ts';
import { connectMembers } from './connect-members.ts';

/** How an account is reached, as the command line and the environment say. */
export interface AccountAccess {
  readonly profile: string | null;
  readonly region: string | null;
  readonly endpoint: string | null;
  readonly organization: Organization;
  /** Given where they are not the person's own: the responder's in a simulated account. */
  readonly credentials?: unknown;
  /** For tests: another way than sockets, how often a call is tried, and how time passes. */
  readonly way?: AccountWay;
}

export interface AccountWay {
  readonly requestHandler: unknown;
  readonly attempts?: number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface ConnectTools {
  readonly responder: Responder;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Reaches the account of the credentials for a case: whose they are is shown and confirmed once, journaled, and from
 * then on the case is pinned to that account and endpoint.
 */
export async function connectCase(
  book: CaseBook,
  access: AccountAccess,
  { responder, clock, ids }: ConnectTools,
): Promise<AccountDesk> {
  const known = book.state.accounts[0];
  const footprints: MadeCall[] = [];
  const token = known?.token ?? book.state.evidenceCopy?.destination.token ?? ids.token();
  const wiring = { token, now: () => clock.now(), onCall: (call: MadeCall) => void footprints.push(call) };
  const cloud = await reach(access, wiring);
  try {
    refuseEvidenceAccount(book.state, cloud.identity);
    if (known === undefined) await confirmed(cloud, responder);
    book.by = { ...book.by, identity: cloud.identity.arn };
    await settleIdentity(book, cloud, { token, via: null });
    const organization = withCopyGuarded(access.organization, book.state);
    const home = { ...deskOf(cloud, { organization, clock, wait: access.way?.wait ?? wait }), footprints };
    await journalFootprints(home, book);
    const members = await connectMembers(book, {
      home,
      token,
      responder,
      reach: (credentials) => reach(access, { ...wiring, region: cloud.identity.region, credentials }),
      settle: (member, via) => settleIdentity(book, member, { token, via }),
    });
    await journalFootprints(home, book);
    return withMembers(home, members);
  } catch (error) {
    cloud.close();
    throw error;
  }
}

/** Refuses an identity that leads elsewhere than the case was before, and journals one that is new to it. */
async function settleIdentity(
  book: CaseBook,
  { identity }: Cloud,
  { token, via }: { readonly token: string; readonly via: string | null },
): Promise<void> {
  const [first] = book.state.accounts;
  const known =
    via === null ? first : book.state.accounts.find(({ account }) => account === identity.account);
  if (known !== undefined) refuseOther(known, identity);
  const { account, arn, userId, label, endpoint, region, clockOffset = null } = identity;
  const same =
    known?.arn === arn && known.region === region && isNear(known.clockOffset ?? null, clockOffset);
  if (same) return;
  const connected = { account, arn, userId, label, endpoint, region, token, via, clockOffset };
  await book.record('account-connected', connected);
}

/** The header that tells the account's time has whole seconds: less than two are no change of the clock. */
function isNear(before: number | null, now: number | null): boolean {
  return before === now || (before !== null && now !== null && Math.abs(before - now) < 2000);
}

/** One desk over all accounts of the case; it closes them all. */
function withMembers(home: AccountDesk, clouds: readonly Cloud[]): AccountDesk {
  const { cloud, footprints } = home;
  const members = clouds.map((member) => ({ ...deskOf(member, home), footprints }));
  const close = (): void => {
    for (const each of [cloud, ...clouds]) each.close();
  };
  return { ...home, cloud: { ...cloud, close }, members };
}

/** Reaches an account without a case: for looking and planning alone. */
export async function connectPassing(access: AccountAccess, clock: Clock): Promise<AccountDesk> {
  const footprints: MadeCall[] = [];
  const cloud = await reach(access, {
    token: 'no-case',
    now: () => clock.now(),
    onCall: (call) => footprints.push(call),
  });
  const { organization, way } = access;
  return { ...deskOf(cloud, { organization, clock, wait: way?.wait ?? wait }), footprints };
}

function deskOf(
  cloud: Cloud,
  { organization, clock, wait: own }: Pick<AccountDesk, 'organization' | 'clock' | 'wait'>,
): Omit<AccountDesk, 'footprints'> {
  return { cloud, reader: readerOf(cloud), organization, clock, wait: own };
}

interface ReachWiring {
  readonly token: string;
  readonly now: () => string;
  readonly onCall: (call: MadeCall) => void;
  readonly region?: string;
  readonly credentials?: unknown;
}

/** Quotas are each account's own, and so is its pacer. Credentials of the wiring are a member's, and come first. */
function reach(
  { profile, region, endpoint, credentials, way }: AccountAccess,
  wiring: ReachWiring,
): Promise<Cloud> {
  const pacer = createPacer({ now: () => performance.now(), wait: way?.wait ?? wait });
  const given = credentials === undefined ? {} : { credentials };
  return connectAccount({ profile, region, endpoint, pacer, ...given, ...way, ...wiring });
}

async function confirmed(cloud: Cloud, responder: Responder): Promise<void> {
  if (await responder.atAccount({ identity: cloud.identity })) return;
  throw new PausedError('the identity was not confirmed, and nothing was done with it', {
    fix: 'choose other credentials (--profile), and go on with heptad resume <case>',
  });
}

/** A case never mixes accounts or endpoints (DESIGN promise 6). */
function refuseOther(known: AccountConnected, identity: Cloud['identity']): void {
  const differs = [
    ...(known.account === identity.account
      ? []
      : [`account ${identity.account} instead of ${known.account}`]),
    ...(sameEndpoint(known, identity)
      ? []
      : [`endpoint ${identity.endpoint ?? 'of AWS'} instead of ${known.endpoint ?? 'that of AWS'}`]),
    ...(known.label === identity.label ? [] : [`${identity.label} instead of ${known.label}`]),
  ];
  if (differs.length > 0)
    throw new UserError('the case belongs to another account', {
      why: `these credentials lead to ${differs.join(', ')}`,
      fix: 'use the profile the case was opened with, or open a case of its own for this account',
    });
}

/** A simulated account may listen on another port the next time; it tells by its label and account who it is. */
function sameEndpoint(
  known: Pick<AccountConnected, 'endpoint' | 'label'>,
  { endpoint, label, loopback }: Cloud['identity'],
): boolean {
  if (known.endpoint === endpoint) return true;
  return known.label === 'SIMULATED' && label === 'SIMULATED' && loopback;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** `REAL 111122223333 us-east-1`: what stands at every prompt. */
export function accountLabel({
  label,
  account,
  region,
}: Pick<Cloud['identity'], 'label' | 'account' | 'region'>): string {
  return `${label} ${account} ${region}`;
}
