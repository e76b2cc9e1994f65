import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../../base/errors.ts';
import { readCase } from '../../case/case-folder.ts';
import { placeRequest } from '../../case/inbox.ts';
import { foldJournal } from '../../engine/apply.ts';
import type { ActionState, Approval } from '../../model/action-state.ts';
import type { Approver, Organization } from '../../model/organization.ts';
import {
  identityOfKey,
  readSignedApproval,
  type SignedApproval,
  signerOf,
} from '../../model/signed-approval.ts';
import type { CaseTools } from '../case-wiring.ts';
import { shownPlan, waitingAction } from './plan-file.ts';

/** How long a signature holds: the account goes on changing, and so does what an approver would say. */
const HOURS = 24;
/** How far the clocks of two machines may be apart. */
const CLOCKS_APART = 5 * 60_000;

/** Takes a decision that was signed on another machine into the case, by its inbox. Gives what became of it. */
export function takeSigned(
  folder: string,
  entry: number,
  {
    file,
    organization,
    tools,
  }: { readonly file: string; readonly organization: Organization; readonly tools: CaseTools },
): string {
  const { entries } = readCase(folder);
  const state = foldJournal(entries);
  const signed = approvalIn(file);
  const used = entries.some(
    ({ kind, data }) => kind === 'action-decided' && data.signed?.statement.id === signed.statement.id,
  );
  if (used) throw refused(file, 'it was taken into this case before', 'each approval counts once');
  const action = waitingAction(state, entry);
  const signer = signerOf(signed, shownPlan(state, action), organization.approvers);
  if (!signer.ok)
    throw refused(
      file,
      signer.why,
      'have exactly this plan exported and signed by an approver of org.yaml (--org)',
    );
  refuseStale(file, signed, { action, now: tools.clock.now() });
  refuseSamePerson(file, { signed, approver: signer.approver, action });
  const { decision, why } = signed.statement;
  placeRequest(folder, {
    id: tools.ids.token(),
    at: tools.clock.now(),
    by: { human: signer.approver.name, identity: identityOfKey(signed.publicKey) },
    event: {
      kind: 'action-decided',
      data: {
        plan: entry,
        offer: action.planned.offer,
        decision,
        planSha256: signed.statement.planSha256,
        how: 'signed',
        why,
        signed,
      },
    },
  });
  const who = `${signer.approver.name} (${identityOfKey(signed.publicKey)})`;
  return decision === 'approved'
    ? `plan ${entry} is approved by ${who}; the holder of the case goes on with heptad resume`
    : `plan ${entry} is declined by ${who}`;
}

function approvalIn(file: string): SignedApproval {
  if (!existsSync(file)) throw new UserError(`there is no file ${file}`);
  const read = readSignedApproval(readFileSync(file, 'utf8'));
  if (typeof read === 'string')
    throw refused(file, read, 'give the file that heptad approve --plan FILE --out SIGNED wrote');
  return read;
}

function refuseStale(
  file: string,
  { statement }: SignedApproval,
  { action, now }: { readonly action: ActionState; readonly now: string },
): void {
  const [signed, planned, is] = [statement.at, action.plannedAt, now].map((text) => Date.parse(text));
  if (signed === undefined || planned === undefined || is === undefined || Number.isNaN(signed))
    throw refused(file, `'${statement.at}' is no time`, 'have the plan signed again');
  if (is - signed > HOURS * 3_600_000)
    throw refused(
      file,
      `it was signed at ${statement.at}, over ${HOURS} hours ago`,
      'have the plan signed again',
    );
  if (signed - is > CLOCKS_APART || planned - signed > CLOCKS_APART)
    throw refused(
      file,
      `it was signed at ${statement.at}, by this machine's clock in the future or before the plan was made`,
      'set the clocks of both machines, and have the plan signed again',
    );
}

/** Two people: neither the same key again, nor the person of the first approval with a key. */
function refuseSamePerson(
  file: string,
  {
    signed,
    approver,
    action,
  }: { readonly signed: SignedApproval; readonly approver: Approver; readonly action: ActionState },
): void {
  const same = action.approvals.some((before) => isOf(before, approver, signed.publicKey));
  if (same)
    throw refused(
      file,
      `${approver.name} approved this plan already`,
      'the second approval takes another person',
    );
}

function isOf(
  { human, identity }: Approval,
  { name, identities = [] }: Approver,
  publicKey: string,
): boolean {
  if (human.toLowerCase() === name.toLowerCase() || identity === identityOfKey(publicKey)) return true;
  return identity !== null && identities.some((arn) => isIdentity(identity, arn));
}

/** A session of a role is the role's: `…:assumed-role/ir/ada` of `…:role/ir`. */
function isIdentity(identity: string, arn: string): boolean {
  const role = /^(arn:[\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn);
  return (
    identity === arn ||
    (role !== null && identity.startsWith(`${role[1]}:sts::${role[2]}:assumed-role/${role[3]}/`))
  );
}

function refused(file: string, why: string, fix: string): UserError {
  return new UserError(`the approval in ${file} is refused`, { why, fix });
}
