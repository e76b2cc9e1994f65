import { PausedError, UserError } from '../../base/errors.ts';
import type { ActionAnswer, Answers } from '../../model/answers.ts';
import type {
  AccountView,
  PlanDecision,
  PlanView,
  PreservationDecision,
  PreservationView,
  Responder,
  SetDecision,
  SetView,
} from '../../ports/responder.ts';

/** Whether the account may be worked in: as the answers file says, or the person. */
export async function accountGiven(
  { account }: Answers,
  person: Responder | null,
  view: AccountView,
): Promise<boolean> {
  const asked = view.members ?? [view.identity];
  const [identity = view.identity] = asked.filter((one) => !isAllowed(account, one.account));
  if (account !== null && !isAllowed(account, identity.account))
    throw new UserError(`these credentials are of account ${identity.account}`, {
      why: `the answers file allows account ${[account].flat().join(', ')} only`,
      fix: 'use credentials of that account, or mend the answers file',
    });
  if (account !== null) return true;
  if (person !== null) return person.atAccount(view);
  throw new PausedError(
    `the identity waits to be confirmed: ${identity.arn} in ${identity.label} account ${identity.account}`,
    {
      why: 'there is no terminal to ask at, and no answers file that names the account',
      fix: `give it with --answers FILE (account: "${identity.account}")`,
    },
  );
}

function isAllowed(given: Answers['account'], account: string): boolean {
  return given !== null && [given].flat().includes(account);
}

/**
 * What the answers file says to a plan. A word for everything, or for a step, is enough on this machine's own endpoint;
 * anywhere else an approval from a file names the account and the hash of the plan (DESIGN promise 3).
 */
export async function planDecided(
  answers: Answers,
  person: Responder | null,
  view: PlanView,
): Promise<PlanDecision> {
  const given = ownAnswer(answers, view) ?? answers.actions['*'];
  const declined = declineOf(given);
  if (declined !== null) return { do: 'decline', why: declined };
  if (given !== undefined && covers(given, answers, view)) return { do: 'approve', how: 'file' };
  if (person !== null) return person.atPlan(view);
  if (given === undefined && answers.default === 'unknown-and-decline')
    return { do: 'decline', why: 'no answer was given beforehand' };
  throw new PausedError(`plan ${view.entry} waits for an approval: ${view.title} (${view.plan.target})`, {
    why:
      given === undefined
        ? 'there is no terminal to ask at, and no approval was given beforehand'
        : view.plan.reopens
          ? 'it gives access back or weakens protection: an approval from a file names exactly this plan'
          : 'outside this machine an approval from a file names the account and exactly this plan',
    fix: `give it with --answers FILE (account: "${view.plan.account}", actions: { ${view.step ?? view.plan.action}: { approve: ${view.planSha256} } })`,
  });
}

/**
 * What the answers file says to a set as a whole. Without a word on it the plans are decided one by one, as the file
 * says of each.
 */
export async function setDecided(
  answers: Answers,
  person: Responder | null,
  view: SetView,
): Promise<SetDecision> {
  const given = answers.actions['set'];
  const all = answers.actions['*'];
  const declined = declineOf(given);
  if (declined !== null) return { do: 'decline', why: declined };
  if (given === 'approve' && view.loopback && view.plans.every(({ plan }) => !plan.reopens))
    return { do: 'approve', how: 'file' };
  if ([given, all].some((answer) => hashOf(answer) === view.setSha256) && isOfAccount(answers, view))
    return { do: 'approve', how: 'file' };
  if (person !== null) return person.atSet(view);
  if (given === undefined) return { do: 'each' };
  throw new PausedError(`set ${view.entry} of ${view.plans.length} plans waits for an approval`, {
    why: 'outside this machine an approval from a file names the account and exactly this set',
    fix: `give it with --approve ${view.setSha256}, or in the answers file (actions: { set: { approve: ${view.setSha256} } })`,
  });
}

function isOfAccount({ account }: Answers, { plans }: SetView): boolean {
  return plans.every(({ plan }) => (account ?? plan.account) === plan.account);
}

/** What is kept before the first change. Where nobody can be asked, that which changes nothing. */
export async function preservationDecided(
  answers: Answers,
  person: Responder | null,
  view: PreservationView,
): Promise<PreservationDecision> {
  const given = answers.actions['preserve'];
  const declined = declineOf(given);
  if (declined !== null) return { do: 'decline', why: declined };
  if (given === 'approve' || answers.actions['*'] === 'approve') return { do: 'keep', why: null };
  if (person !== null) return person.atPreservation(view);
  return {
    do: 'keep-reads',
    why: 'nobody could be asked: what changes nothing was kept, the rest is offered',
  };
}

/** Why it is declined; null where it is not. */
function declineOf(given: ActionAnswer | undefined): string | null {
  if (given === 'decline') return 'declined by the answers file';
  return typeof given === 'object' && 'decline' in given ? given.decline : null;
}

function hashOf(given: ActionAnswer | undefined): string | null {
  return typeof given === 'object' && 'approve' in given ? given.approve : null;
}

function ownAnswer({ actions }: Answers, { step, plan }: PlanView): ActionAnswer | undefined {
  return (step === null ? undefined : actions[step]) ?? actions[plan.action];
}

/**
 * The hash of a plan covers its account too; a file that names an account is held to it all the same. Giving access
 * back takes a confirmation of its own, which no word for everything can be.
 */
function covers(given: ActionAnswer, answers: Answers, view: PlanView): boolean {
  if (typeof given === 'object')
    return (
      hashOf(given) === view.planSha256 &&
      (answers.account === null || isAllowed(answers.account, view.plan.account))
    );
  return view.loopback && !view.plan.reopens;
}
