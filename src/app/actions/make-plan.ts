import { guard } from '../../actions/guards.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { UserError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { type Plan, planSha256 } from '../../model/plan.ts';
import type { ActionContext, ActionUnit, Refusal } from '../../ports/action.ts';
import type { AccountDesk } from './account-desk.ts';

/** A plan, and the state it was worked out from. */
export interface MadePlan {
  readonly plan: Plan;
  readonly planSha256: string;
  readonly observed: JsonObject;
}

export interface Wanted {
  readonly unit: ActionUnit;
  readonly params: JsonObject;
  /** When it is (or was) planned, ISO 8601 UTC: plans that hold a time hold this one. */
  readonly at: string;
}

/**
 * Reads the account and works out the calls that are still needed. Nothing is changed.
 * @throws UserError when the action does not fit or a guard refuses it, saying what to do instead
 */
export async function makePlan({ unit, params, at }: Wanted, desk: AccountDesk): Promise<MadePlan> {
  const context = contextOf(desk, at);
  const observed = await unit.observe(params, desk.reader, context);
  const refused =
    unit.refuse(params, observed) ??
    guard(unit.touches(params, observed, context), {
      operator: desk.cloud.identity,
      organization: desk.organization,
    });
  if (refused !== null) throw refusal(unit.id, refused);
  const plan: Plan = {
    action: unit.id,
    params,
    at,
    target: unit.target(params, observed),
    account: context.account,
    calls: unit.plan(params, observed, context),
    blast: unit.blast(params, observed),
    contained: unit.contained(params, observed),
    undoes: null,
    reopens: false,
  };
  return { plan, planSha256: planSha256(plan), observed };
}

/** The state of the target as it is now, and the calls still needed. No guard: nothing new is to be done. */
export async function stillNeeded(
  { unit, params, at }: Wanted,
  desk: AccountDesk,
): Promise<Pick<MadePlan, 'observed'> & Pick<Plan, 'calls'>> {
  const context = contextOf(desk, at);
  const observed = await unit.observe(params, desk.reader, context);
  return { observed, calls: unit.plan(params, observed, context) };
}

export function contextOf({ cloud }: AccountDesk, at: string): ActionContext {
  return { account: cloud.identity.account, region: cloud.identity.region, now: at };
}

export function refusal(action: string, { why, instead }: Refusal): UserError {
  return new UserError(`${action} is refused`, { why, fix: instead });
}

/** The state as it is kept as evidence. */
export function stateDocument(action: string, params: JsonObject, observed: JsonObject): string {
  return canonicalJson({ action, params, observed });
}
