import type { JsonObject } from '../base/json.ts';
import type { Plan } from './plan.ts';
import type { SignedApproval } from './signed-approval.ts';

/** What a step's rows gave reason to contain. */
export interface ActionOffered {
  readonly step: string;
  readonly action: string;
  readonly params: JsonObject;
  /** The account whose event gave the reason, where the row tells it. */
  readonly account?: string;
  /** What was offered is the same as long as step, action and parameters are. */
  readonly key: string;
}

/** What the responder said of a plan, or of an offer before it was planned. */
export interface ActionDecided {
  /** The journal entry of the plan; null for an offer that was not planned. */
  readonly plan: number | null;
  readonly offer: string | null;
  readonly decision: 'approved' | 'declined';
  /** The hash that was approved: exactly these calls. */
  readonly planSha256: string | null;
  /** `typed`, `file`, `signed`, or how else it was given. */
  readonly how: string;
  readonly why: string | null;
  /** The signature it came with, where it came from another machine: it is judged again before anything runs. */
  readonly signed?: SignedApproval;
}

/** A plan as the journal has it. `before` is the SHA-256 of the state it was worked out from, kept as evidence. */
export interface ActionPlanned extends Plan {
  readonly planSha256: string;
  readonly before: string;
  /** The step and the offer it came from, or null when it was asked for by hand. */
  readonly step: string | null;
  readonly offer: string | null;
  /** Who is to carry it out; null = heptad. */
  readonly external: string | null;
}

/** A plan that another team carries out. */
export interface HandedOver {
  readonly plan: number;
  readonly to: string;
  /** Under which number the team has it; null where there is none. */
  readonly ticket?: string | null;
}

/** How a call of an approved plan ended. */
export interface CallAnswered {
  readonly plan: number;
  readonly index: number;
  readonly requestId: string | null;
  /** `done`: it went through. `failed`: it was refused. `not-made`: read-back after a crash shows it never took effect. */
  readonly outcome: 'done' | 'failed' | 'not-made';
  readonly error: string | null;
  /** Values that later calls take from the answer, by path joined with dots. */
  readonly results: Readonly<Record<string, string>>;
  /**
   * It was found by reading the account back, not by the call's own answer: after a crash, or because another approved
   * plan of the case had made the same call (`requestId` is that call's).
   */
  readonly recovered: boolean;
}

/** What a verifying read said. */
export interface ReadBack {
  readonly plan: number;
  readonly holds: boolean;
  /** Calls that would still be needed, in words; empty when it holds. */
  readonly missing: readonly string[];
  readonly after: string;
  /** Why the account could not be read, where that is what is wrong: the calls were made, and nothing tells what became of them. */
  readonly unseen?: string;
}

/** Proof of effect: whether evidence that covers the 15 minutes after shows a later success. */
export interface EffectProof {
  readonly plan: number;
  readonly result: 'no-later-success' | 'later-success' | 'not-yet';
  readonly detail: string;
}
