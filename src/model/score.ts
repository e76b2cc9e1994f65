import type { AimAmount } from './aim-amount.ts';

/** How a play went, by what the team did and what the intruder still could. */
export interface Score {
  readonly scenario: { readonly id: string; readonly version: string; readonly title: string };
  readonly case: string;
  readonly seed: string;
  readonly objectives: readonly JudgedObjective[];
  /** Minutes from the call of the team; null = not done. */
  readonly times: ScoreTimes;
  readonly damage: ScoreDamage;
  readonly mistakes: readonly Mistake[];
  readonly signals: readonly SignalScore[];
  /** The intruder's way, in order: the answer key. */
  readonly intruder: readonly IntruderLine[];
}

export interface JudgedObjective {
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  readonly reason: string;
  readonly question: string | null;
  readonly by: 'the play' | 'the facilitator';
}

export interface ScoreTimes {
  readonly found: number | null;
  readonly declared: number | null;
  readonly preserved: number | null;
  readonly contained: number | null;
  readonly verified: number | null;
}

export interface ScoreDamage {
  readonly aims: readonly (AimAmount & { readonly alone: number })[];
  readonly points: number;
  /** Of the story left alone. */
  readonly alone: number;
}

export interface Mistake {
  readonly what: string;
  readonly why: string;
}

export interface SignalScore {
  readonly signal: string;
  /** What the intruder did that gives it. */
  readonly steps: readonly string[];
  readonly events: number;
  readonly seen: boolean;
  /** The questions of the methodology it bears on. */
  readonly questions: readonly string[];
}

export interface IntruderLine {
  readonly at: string;
  readonly step: string;
  readonly title: string;
  readonly call: string;
  readonly as: string | null;
  readonly error: string | null;
  readonly event: string | null;
}
