import type { Moment } from '../story/model-call.ts';

/** Ordinary work that nobody calls for by a request. */
export interface WorkToCome {
  /** In the order of time. */
  readonly moments: readonly Moment[];
  /** How many of them are over. */
  done: number;
}

export function workToCome(moments: readonly Moment[]): WorkToCome {
  return { moments, done: 0 };
}
