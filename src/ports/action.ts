import type { JsonObject } from '../base/json.ts';
import type { CloudCall } from '../model/cloud-call.ts';
import type { ContainedIdentity, PlannedCall } from '../model/plan.ts';
import type { CloudReader } from './cloud.ts';

/** What an action works with besides its parameters. */
export interface ActionContext {
  readonly account: string;
  /** The Region for what the parameters do not name one for. */
  readonly region: string;
  /** When the plan is made, ISO 8601 UTC; it is fixed with the plan. */
  readonly now: string;
  /** Calls of this very plan that were answered: for what no read tells (`unseen`). None while it is planned. */
  readonly made?: readonly CloudCall[];
}

/** Why a plan is not made, and what to do instead. */
export interface Refusal {
  readonly why: string;
  readonly instead: string;
  /** What may be done instead, ready to be offered. */
  readonly offer?: InsteadOffer;
}

/** An action with its parameters that takes a refused one's place. */
export interface InsteadOffer {
  readonly action: string;
  readonly params: JsonObject;
}

/** What a plan lays hands on, so that guards can tell whom it would hit. */
export interface Touched {
  /** ARNs of users and roles; `*` for everybody in the account. */
  readonly principals: readonly string[];
  /** Who is left alone where everybody is hit: ARNs, `*` in them for any text. */
  readonly spared?: readonly string[];
  /** The accounts whose principals are meant by `*`; every account unless given. */
  readonly accounts?: readonly string[];
  readonly buckets: readonly string[];
}

/** The calls that take an action back, or why there are none. */
export type Undo =
  | { readonly kind: 'calls'; readonly calls: readonly PlannedCall[]; readonly reopens: boolean }
  /** Somebody changed the target since: what is there now, and what was expected. */
  | { readonly kind: 'conflict'; readonly differences: readonly string[] }
  | { readonly kind: 'none'; readonly why: string };

/** `preparation` = what sets an account up before anything happens (FACTS section 9). */
export type ActionKind = 'containment' | 'preservation' | 'preparation';

/**
 * A containment, preservation or preparation action (FACTS sections 6 and 9). Everything but `observe` is pure.
 *
 * `plan` gives the calls that are *still needed* to bring the observed state to the wanted one: none when it holds.
 * That one function makes the plan, reads it back (nothing is needed any more) and tells after a crash which of the
 * approved calls took effect.
 */
export interface ActionUnit<Params = JsonObject, Observed = JsonObject> {
  /** `service/verb-object`, from the file's place. */
  readonly id: string;
  /** The entry of the catalogue: `C01`; of a preparation the check of readiness that it mends: `R01`. */
  readonly catalogue: string;
  readonly title: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  readonly kind: ActionKind;
  /** JSON Schema 2020-12 of the parameters. */
  readonly parameters: JsonObject;
  /** Operations it reads with, as `client:Operation`. */
  readonly reads: readonly string[];
  /** Operations its plans and undo plans are made of, as `client:Operation`. */
  readonly changes: readonly string[];
  /** What undo gives back and what stays, in a sentence. */
  readonly undone: string;
  /** Evidence that goes when it is applied: keep it first. Empty = nothing is lost. */
  readonly keepFirst: readonly string[];
  readonly mistakes: readonly string[];
  /** Why no read tells whether it holds: the service's answer to the call then stands for the read-back. */
  readonly unseen?: string;
  observe(params: Params, reader: CloudReader, context: ActionContext): Promise<Observed>;
  /** For a person: `access key AKIA… of user ci-deploy`. */
  target(params: Params, observed: Observed): string;
  touches(params: Params, observed: Observed, context: ActionContext): Touched;
  refuse(params: Params, observed: Observed): Refusal | null;
  blast(params: Params, observed: Observed): readonly string[];
  plan(params: Params, observed: Observed, context: ActionContext): readonly PlannedCall[];
  /** `before` is the state the plan was made from, `now` the state as it is; both as `observe` gave them. */
  undo(
    params: Params,
    states: { readonly before: Observed; readonly now: Observed },
    context: ActionContext,
  ): Undo;
  /** Whose success is looked for afterwards, to prove that it holds; null when nothing tells. */
  contained(params: Params, observed: Observed): ContainedIdentity | null;
}

/** Declares an action; its parts are checked against each other and then forgotten, so that all actions are of one type. */
export function defineAction<Params, Observed>(
  unit: Omit<ActionUnit<Params, Observed>, 'id'>,
): Omit<ActionUnit, 'id'> {
  // Parameters were checked by the unit's own schema, and the observed state comes from its own `observe`.
  return Object.freeze(unit) as unknown as Omit<ActionUnit, 'id'>;
}
