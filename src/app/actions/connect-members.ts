import { assumedRole } from '../../aws/assumed-role.ts';
import { PausedError, UserError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { CloudError, isDenied } from '../../model/cloud-error.ts';
import type { Cloud } from '../../ports/cloud.ts';
import type { Responder } from '../../ports/responder.ts';
import type { CaseBook } from '../case-book.ts';
import { isEvidenceAccount } from '../evidence-copy/keep-apart.ts';
import type { AccountDesk } from './account-desk.ts';

/** How the other accounts of a case are reached from its first one. */
export interface MemberWiring {
  readonly home: AccountDesk;
  readonly token: string;
  /** Asks with these credentials whose they are. */
  readonly reach: (credentials: unknown) => Promise<Cloud>;
  /** Refuses an identity that does not lead where the case was before, and journals one that is new. */
  readonly settle: (cloud: Cloud, role: string) => Promise<void>;
  readonly responder: Pick<Responder, 'atAccount' | 'tell'>;
}

interface Entered {
  readonly role: string;
  readonly cloud: Cloud;
}

/**
 * Enters every account of the case but the operator's own by its role. Those that are new are shown and confirmed
 * before anything in them is read. An account that only the organization named may refuse: that is journaled and
 * stands in the coverage; a role that was given by hand has to work.
 */
export async function connectMembers(book: CaseBook, wiring: MemberWiring): Promise<readonly Cloud[]> {
  const roles = await rolesOf(book, wiring.home);
  const entered: Entered[] = [];
  try {
    for (const role of roles) {
      const cloud = await enter(role, book, wiring);
      if (cloud !== null) entered.push({ role, cloud });
    }
    await confirmNew(entered, book, wiring);
    for (const { cloud, role } of entered) await wiring.settle(cloud, role);
  } catch (error) {
    for (const { cloud } of entered) cloud.close();
    throw error;
  }
  return entered.map(({ cloud }) => cloud);
}

/**
 * The roles given, and those of the organization as it was listed once: a case stays with its accounts. The account that
 * the evidence is copied to is left out where only the organization named it.
 */
async function rolesOf(book: CaseBook, home: AccountDesk): Promise<readonly string[]> {
  const { roles, organizationRole, listed } = book.state.reach;
  if (organizationRole !== null && listed === null)
    await book.record('organization-listed', { roles: await organizationRoles(organizationRole, home) });
  const own = home.cloud.identity.account;
  const all = [...new Set([...roles, ...(book.state.reach.listed ?? [])])];
  const taken = new Set([own]);
  for (const role of all) {
    const account = accountOf(role);
    if (isEvidenceAccount(book.state, account) && roles.includes(role))
      throw new UserError(`account ${account} cannot be worked in`, {
        why: 'the evidence of the case is copied to it',
        fix: 'let the evidence go to an account that is not part of the incident (--evidence)',
      });
    if (taken.has(account))
      throw new UserError(`account ${account} is reached twice`, {
        why:
          account === own
            ? 'the credentials given are of this account already'
            : `by ${role} and another role`,
        fix: 'name one role for each account besides your own',
      });
    taken.add(account);
  }
  return all.filter((role) => !isEvidenceAccount(book.state, accountOf(role)));
}

/** The role in every active account of the organization but the operator's own. @throws CloudError */
async function organizationRoles(name: string, { cloud, reader }: AccountDesk): Promise<readonly string[]> {
  const [, partition = 'aws'] = cloud.identity.arn.split(':');
  const roles: string[] = [];
  let marker: JsonObject = {};
  for (;;) {
    const page = await reader.read({ service: 'organizations', operation: 'ListAccounts', input: marker });
    for (const { Id, Status, State } of (page?.['Accounts'] ?? []) as readonly JsonObject[])
      if ((State ?? Status) === 'ACTIVE' && Id !== cloud.identity.account)
        roles.push(`arn:${partition}:iam::${String(Id)}:role/${name}`);
    const next = page?.['NextToken'];
    if (typeof next !== 'string') return roles;
    marker = { NextToken: next };
  }
}

/** Null where the organization named the account and its role may not be assumed. */
async function enter(
  role: string,
  book: CaseBook,
  { home, token, reach, responder }: MemberWiring,
): Promise<Cloud | null> {
  const { region } = home.cloud.identity;
  const assumed = assumedRole(home.cloud, { roleArn: role, sessionName: `heptad-${token}`, region }, () =>
    home.clock.now(),
  );
  try {
    await assumed();
  } catch (error) {
    const { reach: named, refused } = book.state;
    if (!(error instanceof CloudError) || !isDenied(error.fault) || named.roles.includes(role)) throw error;
    const account = accountOf(role);
    const why = `${error.fault.code} for sts:AssumeRole of ${role}`;
    if (!refused.some((before) => before.role === role))
      await book.record('account-refused', { account, role, why });
    responder.tell(`account ${account} is not entered: ${why}`);
    return null;
  }
  return reach(assumed);
}

async function confirmNew(
  entered: readonly Entered[],
  book: CaseBook,
  { home, responder }: MemberWiring,
): Promise<void> {
  const known = new Set(book.state.accounts.map(({ account }) => account));
  const fresh = entered.map(({ cloud }) => cloud.identity).filter(({ account }) => !known.has(account));
  if (fresh.length === 0) return;
  if (await responder.atAccount({ identity: home.cloud.identity, members: fresh })) return;
  throw new PausedError('the other accounts were not confirmed, and nothing was done in them', {
    fix: 'open the case with other roles (--account), or go on with heptad resume to be asked again',
  });
}

/** The account of a role. @throws UserError for what is no role's ARN */
export function accountOf(role: string): string {
  const found = /^arn:aws[\w-]*:iam::(\d{12}):role\/.+$/.exec(role)?.[1];
  if (found !== undefined) return found;
  throw new UserError(`'${role}' is not the ARN of a role`, {
    fix: 'write it as arn:aws:iam::444455556666:role/NAME',
  });
}
