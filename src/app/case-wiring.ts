import type { AccountsNamed, Operator } from '../model/case-event.ts';
import type { Narrowing } from '../model/collection.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Responder } from '../ports/responder.ts';
import type { AccountAccess } from './actions/connect-case.ts';
import type { EvidenceWish } from './evidence-copy/destination-wish.ts';

/** What every use case on a case needs. */
export interface CaseTools {
  readonly by: Operator;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly responder: Responder;
  readonly interactive: boolean;
}

/** What was said about copying evidence, and how the place is reached. */
export interface CopyRequest {
  readonly wish: EvidenceWish;
  readonly endpoint: string | null;
}

export interface RunAccount {
  readonly access: AccountAccess;
  readonly regions: readonly string[];
  /** Of event history only these events are collected, where a case is opened. */
  readonly narrowing?: Narrowing | null;
  /** Accounts besides the operator's own. */
  readonly reach: AccountsNamed;
}
