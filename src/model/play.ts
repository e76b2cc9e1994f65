import type { Json, JsonObject } from '../base/json.ts';
import type { GainKind } from './scenario.ts';

/** One call of the intruder's, as the log of the play has it. */
export interface Move {
  readonly kind: 'move';
  /** Milliseconds since 1970, on the account's clock. */
  readonly at: number;
  readonly step: string;
  /** The credential it was tried with; null when none was left to try. */
  readonly as: string | null;
  /** `iam:CreateAccessKey`. */
  readonly call: string;
  readonly region: string;
  /** The error code, or null when it went through. */
  readonly error: string | null;
  readonly requestId: string | null;
  /** The CloudTrail event it left, by its id; null for one that left none. */
  readonly event: string | null;
  readonly saves: Readonly<Record<string, Json>>;
  readonly gains: Readonly<Record<string, Gain>>;
  /** Aim to what this call cost. */
  readonly costs: Readonly<Record<string, number>>;
  /** Whether the step was at its end with this call: it went through, or nothing else is left to try. */
  readonly last: boolean;
}

/** A try that is about to be made; no other has the same step, time and credential. */
export interface IntendedMove {
  readonly at: number;
  readonly step: string;
  readonly as: string;
  /** Whether no other credential is left to try after it. */
  readonly last: boolean;
}

/** A credential by the id that the account knows it by; its secret is in no log. */
export interface Gain {
  readonly kind: GainKind;
  readonly id: string;
}

/** A step whose time came and whose condition did not hold. */
export interface PassedOver {
  readonly kind: 'passed-over';
  readonly at: number;
  readonly step: string;
}

/** So much of each aim that is counted in minutes came in since the last reading, in milliseconds. */
export interface Metered {
  readonly kind: 'metered';
  readonly at: number;
  readonly aims: Readonly<Record<string, number>>;
}

/** GuardDuty told of the intruder: the finding as it shows it. */
export interface Found {
  readonly kind: 'found';
  readonly at: number;
  readonly inject: string;
  readonly finding: JsonObject;
}

export type PlayEntry = Move | PassedOver | Metered | Found;

export type StepStatus = 'waiting' | 'done' | 'failed' | 'passed-over';

export interface StepState {
  readonly status: StepStatus;
  readonly tries: number;
  readonly successes: number;
  /** When it was last tried or passed over. */
  readonly last: number | null;
  readonly lastSuccess: number | null;
}

/** How far the intruder has come: a fold over the log of the play. */
export interface PlayState {
  readonly start: number;
  readonly names: Readonly<Record<string, string>>;
  readonly known: Readonly<Record<string, Json>>;
  /** Credentials in hand, by name, without those found dead. */
  readonly held: readonly string[];
  readonly gains: Readonly<Record<string, Gain>>;
  readonly steps: Readonly<Record<string, StepState>>;
  readonly moves: readonly Move[];
  /** Milliseconds by aim. */
  readonly meters: Readonly<Record<string, number>>;
}
