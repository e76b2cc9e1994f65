import type { JsonObject } from '../../../src/base/json.ts';
import type { AccountState } from './account-state.ts';
import type { MotoAccount } from './moto-account.ts';

/** An action that moto carries from plan to undo. */
export interface Carried {
  readonly id: string;
  /** What the action works on in this row, where an action has several. */
  readonly on?: string;
  /** Makes it by plain calls, and gives the action's parameters. */
  readonly setup: (account: MotoAccount) => Promise<JsonObject>;
  /** The operations of the plan, in order. */
  readonly calls: readonly string[];
  readonly proof: Proof;
  /** Why a plan that is made when it holds already is not empty. */
  readonly again?: string;
  /** Why it cannot be taken back, or the state without what undo is declared to leave. */
  readonly undo: RegExp | ((state: AccountState) => unknown);
}

/** A row's own name: an action may have several. */
export function nameOf({ id, on }: Pick<Carried, 'id' | 'on'>): string {
  return on === undefined ? id : `${id} (${on})`;
}

/** What moto itself shows of it. */
export interface Proof {
  /** `effect`: what it stops is refused, or what it brings back is there. `state`: only the setting can be read. */
  readonly of: 'effect' | 'state';
  /** Why no more can be seen than the setting. */
  readonly because?: string;
  readonly act: (account: MotoAccount, params: JsonObject) => Promise<unknown>;
  readonly before: unknown;
  readonly inForce: unknown;
  /** After undo, where that is not as before. */
  readonly undone?: unknown;
}

/** Undo leaves nothing behind. */
export const nothingLeft = (state: AccountState): unknown => state;

/** An action whose call moto takes otherwise than AWS does: heptad notices, and says so. */
export interface Different extends Pick<Carried, 'id' | 'on' | 'setup'> {
  /** `plan`: moto’s answer can't be read. `apply`, `undo`: the calls are run, read back, and do not hold. */
  readonly at: 'plan' | 'apply' | 'undo';
  readonly why: string;
  /** The page of AWS that says what the call does. */
  readonly page: string;
  /** What heptad says the account would still need, or of the answer. */
  readonly told: RegExp;
}

/** A service's part of a state without some members of it. */
export function without(service: string, ...names: readonly string[]): (state: AccountState) => unknown {
  return (state) => {
    const text = JSON.stringify(state[service], (name, value: unknown) =>
      names.includes(name) ? undefined : value,
    );
    return { ...state, [service]: JSON.parse(text) as unknown };
  };
}
