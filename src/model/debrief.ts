import type { Score } from './score.ts';

/** What a team is told after an exercise: its score, both sides of the story on one clock, and what to practise. */
export interface Debrief {
  /** Without the intruder's way unless the answer key was asked for. */
  readonly score: Score;
  /** Whether it tells what the team did not find: whoever is to play the same scenario must not read it. */
  readonly key: boolean;
  /** First call of the intruder, the call of the team and the end of the play, ISO 8601 UTC. */
  readonly started: string;
  readonly called: string;
  readonly ended: string;
  /** In the order of time. Without the key only what the team's findings cite. */
  readonly story: readonly DebriefMove[];
  /** Calls of the intruder's that are not told. */
  readonly untold: number;
  readonly news: readonly DebriefNews[];
  readonly team: readonly TeamMark[];
  readonly missed: readonly MissedSignal[];
  /** What to do better next time, the weightiest first. */
  readonly practise: readonly Practice[];
}

export interface DebriefMove {
  readonly at: string;
  readonly title: string;
  readonly call: string;
  /** The name of the credential in the story. */
  readonly as: string | null;
  /** The error code; null when it went through. */
  readonly error: string | null;
  readonly event: string | null;
  /** Whether a finding of the team's cites it. */
  readonly seen: boolean;
}

export interface DebriefNews {
  readonly at: string;
  readonly from: string;
  readonly text: string;
}

export const TEAM_MARKS = ['finding', 'answer', 'decision', 'preservation', 'containment'] as const;

export interface TeamMark {
  readonly at: string;
  readonly kind: (typeof TEAM_MARKS)[number];
  readonly title: string;
  readonly who: string;
}

export interface MissedSignal {
  readonly signal: string;
  /** What looking for it is good for, from the playbook. */
  readonly told: string;
  /** The element and the step of the playbook that look for it; null when the playbook walked has none. */
  readonly element: string | null;
  readonly step: string | null;
  readonly questions: readonly string[];
  /** What the intruder did that gave it; empty without the key. */
  readonly gaveIt: readonly string[];
}

export interface Practice {
  readonly what: string;
  readonly how: string;
}
