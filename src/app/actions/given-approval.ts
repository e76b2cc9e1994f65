import { PausedError, UserError } from '../../base/errors.ts';
import type { Answers } from '../../model/answers.ts';
import type { AccountView, PlanDecision, PlanView, Responder } from '../../ports/responder.ts';

/** Whether the account may be worked in: as the answers file says, or the person. */
export async function accountGiven(
  { account }: Answers,
  person: Responder | null,
  view: AccountView,
): Promise<boolean> {
  const { identity } = view;
  if (account !== null && account !== identity.account)
    throw new UserError(`these credentials are of account ${identity.account}`, {
      why: `the answers file allows account ${account} only`,
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
  if (given === 'decline') return { do: 'decline', why: 'declined by the answers file' };
  if (given !== undefined && covers(given, answers, view)) return { do: 'approve', how: 'file' };
  if (person !== null) return person.atPlan(view);
  if (given === undefined && answers.default === 'unknown-and-decline')
    return { do: 'decline', why: 'no answer was given beforehand' };
  throw new PausedError(`plan ${view.entry} waits for an approval: ${view.title} (${view.plan.target})`, {
    why:
      given === undefined
        ? 'there is no terminal to ask at, and no approval was given beforehand'
        : 'outside this machine an approval from a file names the account and exactly this plan',
    fix: `give it with --answers FILE (account: "${view.plan.account}", actions: { ${view.step ?? view.plan.action}: { approve: ${view.planSha256} } })`,
  });
}

function ownAnswer({ actions }: Answers, { step, plan }: PlanView): Answers['actions'][string] | undefined {
  return (step === null ? undefined : actions[step]) ?? actions[plan.action];
}

/**
 * The hash of a plan covers its account too; a file that names an account is held to it all the same. Giving access
 * back takes a confirmation of its own, which no word for everything can be.
 */
function covers(
  given: Exclude<Answers['actions'][string], 'decline'>,
  answers: Answers,
  view: PlanView,
): boolean {
  if (typeof given === 'object')
    return given.approve === view.planSha256 && (answers.account ?? view.plan.account) === view.plan.account;
  return view.loopback && !view.plan.reopens;
}
