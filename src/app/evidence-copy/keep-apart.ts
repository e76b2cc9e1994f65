import { UserError } from '../../base/errors.ts';
import type { CaseState } from '../../model/case-state.ts';
import { destinationText, type EvidenceDestination } from '../../model/evidence-copy.ts';
import type { Organization } from '../../model/organization.ts';
import type { CloudIdentity } from '../../ports/cloud.ts';

/** Whether evidence of the case goes to this account. */
export function isEvidenceAccount(
  { evidenceCopy }: Pick<CaseState, 'evidenceCopy'>,
  account: string,
): boolean {
  return evidenceCopy !== null && evidenceCopy.ended === null && evidenceCopy.destination.account === account;
}

/** The account that is worked in must not be the one the evidence goes to. @throws UserError */
export function refuseEvidenceAccount(
  state: Pick<CaseState, 'evidenceCopy'>,
  { account, label }: Pick<CloudIdentity, 'account' | 'label'>,
): void {
  const destination = state.evidenceCopy?.destination;
  if (destination === undefined || state.evidenceCopy?.ended !== null) return;
  if (destination.account === account) throw inScope(destination);
  if (destination.label !== label) throw mixed(destination, label);
}

/** The account the evidence goes to must not be one of the case. @throws UserError */
export function refuseScopedDestination(
  { accounts, opened, reach }: Pick<CaseState, 'accounts' | 'opened' | 'reach'>,
  destination: EvidenceDestination,
): void {
  const named = [...reach.roles].map((role) => role.split(':')[4] ?? '');
  const own = [...accounts.map(({ account }) => account), ...named, opened?.scope.account ?? ''];
  if (own.includes(destination.account)) throw inScope(destination);
  const [first] = accounts;
  if (first !== undefined && first.label !== destination.label) throw mixed(destination, first.label);
}

function inScope({ account, bucket, prefix }: EvidenceDestination): UserError {
  return new UserError(`evidence cannot be copied to ${destinationText({ bucket, prefix })}`, {
    why: `the credentials for it are of account ${account}, which is in the scope of the case: whoever holds that account holds the copy`,
    fix: 'give a bucket of another account, and by --evidence-profile credentials of that account',
  });
}

function mixed({ bucket, prefix, label }: EvidenceDestination, own: string): UserError {
  return new UserError(`evidence cannot be copied to ${destinationText({ bucket, prefix })}`, {
    why: `that account is ${label} and the account of the case is ${own}`,
    fix: 'copy what is simulated to a simulated account, and what is real to a real one',
  });
}

/** The guards of containment know the place evidence goes to, and who writes there. */
export function withCopyGuarded(organization: Organization, { evidenceCopy }: CaseState): Organization {
  if (evidenceCopy === null) return organization;
  const { bucket, arn } = evidenceCopy.destination;
  return {
    ...organization,
    evidenceBuckets: [...new Set([...organization.evidenceBuckets, bucket])],
    evidenceWriters: [arn],
  };
}
