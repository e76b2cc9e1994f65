import { isMistake, UserError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { CloudError, isPassing } from '../../model/cloud-error.ts';
import { type AccountDesk, deskFor, desksOf } from './account-desk.ts';
import { type MadePlan, makePlan, type Wanted } from './make-plan.ts';

/**
 * Plans an action in the account it is for. Where that was not told and the case has several, it is the one account
 * that has the target; one that several have (a user of the same name) is never guessed.
 * @throws UserError when no account, or more than one, fits
 */
export async function planInAccount(
  wanted: Wanted,
  desk: AccountDesk,
  account: string | null,
): Promise<MadePlan> {
  if (account !== null) return makePlan(wanted, deskFor(desk, account));
  const desks = desksOf(desk);
  if (desks.length === 1) return makePlan(wanted, desk);
  const named = accountIn(wanted.params);
  const own = desks.find(({ cloud }) => cloud.identity.account === named);
  if (own !== undefined) return makePlan(wanted, own);
  const made: MadePlan[] = [];
  const refusals: UserError[] = [];
  for (const each of desks) {
    const tried = await planOrRefusal(wanted, each);
    if (tried instanceof UserError) refusals.push(tried);
    else made.push(tried);
  }
  const [only, ...others] = made;
  if (only === undefined) throw refusals[0] ?? new UserError(`${wanted.unit.id} fits no account of the case`);
  if (others.length === 0) return only;
  throw new UserError(`${wanted.unit.id} fits several accounts of the case`, {
    why: made.map(({ plan }) => `${plan.target} in ${plan.account}`).join('; '),
    fix: 'say which: heptad action apply … --in-account ID, or in-account=ID at a prompt',
  });
}

/** A refusal is an answer of the account; credentials that ended, and a way that is cut, are none. */
async function planOrRefusal(wanted: Wanted, desk: AccountDesk): Promise<MadePlan | UserError> {
  try {
    return await makePlan(wanted, desk);
  } catch (error) {
    if (!isMistake(error)) throw error;
    if (error instanceof CloudError && isPassing(error.fault)) throw error;
    return error;
  }
}

/** The account of an ARN among the parameters. */
function accountIn(params: JsonObject): string | null {
  for (const value of Object.values(params)) {
    const found =
      typeof value === 'string' ? /^arn:aws[\w-]*:[\w-]+:[^:]*:(\d{12}):/.exec(value)?.[1] : undefined;
    if (found !== undefined) return found;
  }
  return null;
}
