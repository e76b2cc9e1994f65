import { guard, narrowedToSession } from '../../actions/guards.ts';
import { readRoleWriters, refuseLastWriter, writersTaken } from '../../actions/role-writers.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { UserError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { CloudCall } from '../../model/cloud-call.ts';
import { CloudError, isDenied } from '../../model/cloud-error.ts';
import { type Plan, type PlannedCall, planSha256 } from '../../model/plan.ts';
import type { ActionContext, ActionUnit, InsteadOffer, Refusal } from '../../ports/action.ts';
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
  /** The calls of the plan that were answered. */
  readonly made?: readonly CloudCall[];
}

/**
 * Reads the account and works out the calls that are still needed. Nothing is changed.
 * @throws UserError when the action does not fit or a guard refuses it, saying what to do instead
 */
export async function makePlan({ unit, params, at }: Wanted, desk: AccountDesk): Promise<MadePlan> {
  const context = contextOf(desk, at);
  const observed = await unit.observe(params, desk.reader, context);
  const refused = unit.refuse(params, observed) ?? guarded({ unit, params, at }, observed, desk);
  if (refused !== null) throw refusal(unit.id, refused);
  const calls = unit.plan(params, observed, context);
  const unseen = unit.kind === 'containment' ? await lastWriterKept(unit.id, calls, desk) : [];
  const plan: Plan = {
    action: unit.id,
    params,
    at,
    target: unit.target(params, observed),
    account: context.account,
    calls,
    blast: [...unit.blast(params, observed), ...unseen],
    contained: unit.contained(params, observed),
    undoes: null,
    reopens: false,
  };
  return { plan, planSha256: planSha256(plan), observed };
}

/** Whom no plan may hit; where the intruder sits in the operator's role, the narrowed revocation is offered instead. */
function guarded({ unit, params, at }: Wanted, observed: JsonObject, desk: AccountDesk): Refusal | null {
  const { identity } = desk.cloud;
  const refused = guard(unit.touches(params, observed, contextOf(desk, at)), {
    operator: identity,
    organization: desk.organization,
  });
  if (refused === null || params['userId'] !== undefined) return refused;
  const offer = narrowedToSession(params['principal'], identity);
  if (offer === null) return refused;
  const inputs = Object.entries(offer.params).map(([name, value]) => `--input ${name}=${String(value)}`);
  return {
    why: refused.why,
    instead: `revoke that one session, narrowed by aws:userid: ${offer.action} ${inputs.join(' ')}; or go on under another identity`,
    offer,
  };
}

/**
 * Refuses to take the right to write policies from the last who has it. Gives a line for the preview where nobody could
 * look: that is no reason to let an intruder go on, and none to be silent.
 */
async function lastWriterKept(
  id: string,
  calls: readonly PlannedCall[],
  { reader }: AccountDesk,
): Promise<readonly string[]> {
  const taken = writersTaken(calls);
  if (taken.length === 0) return [];
  try {
    const refused = refuseLastWriter(taken, await readRoleWriters(reader));
    if (refused !== null) throw refusal(id, refused);
    return [];
  } catch (error) {
    if (!(error instanceof CloudError) || !isDenied(error.fault)) throw error;
    return [
      'it could not be seen who else may write policies (iam:GetAccountAuthorizationDetails is denied)',
    ];
  }
}

/** The state of the target as it is now, and the calls still needed. No guard: nothing new is to be done. */
export async function stillNeeded(
  { unit, params, at, made = [] }: Wanted,
  desk: AccountDesk,
): Promise<Pick<MadePlan, 'observed'> & Pick<Plan, 'calls'>> {
  const context = { ...contextOf(desk, at), made };
  const observed = await unit.observe(params, desk.reader, context);
  return { observed, calls: unit.plan(params, observed, context) };
}

export function contextOf({ cloud }: AccountDesk, at: string): ActionContext {
  return { account: cloud.identity.account, region: cloud.identity.region, now: at };
}

/** A plan that is not made, with what may be done instead. */
export class RefusedError extends UserError {
  override readonly name = 'RefusedError';
  readonly offer: InsteadOffer | null;

  constructor(action: string, { why, instead, offer }: Refusal) {
    super(`${action} is refused`, { why, fix: instead });
    this.offer = offer ?? null;
  }
}

export function refusal(action: string, refused: Refusal): UserError {
  return new RefusedError(action, refused);
}

/** The state as it is kept as evidence. */
export function stateDocument(action: string, params: JsonObject, observed: JsonObject): string {
  return canonicalJson({ action, params, observed });
}
