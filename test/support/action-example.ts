import type { Json, JsonObject } from '../../src/base/json.ts';
import type { ActionCase } from './action-case.ts';

/** One action on an account that gives it something to do. */
export interface ActionExample {
  readonly id: string;
  readonly params: JsonObject;
  readonly prepare?: (open: ActionCase) => Promise<unknown>;
  /** The state without what undo is declared to leave; null = it has no undo. */
  readonly kept: ((observed: JsonObject) => Json) | null;
  /** How long a change takes until the next can be made, in milliseconds of the account's clock. */
  readonly settles?: number;
  /** No read tells what became of it: cut off, its call is made again, and the service says that it is so already. */
  readonly unseen?: boolean;
}
