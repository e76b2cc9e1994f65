import type { Move } from '../../model/play.ts';
import type { StoryStep } from '../../model/scenario.ts';

/** What came of trying a step. */
export type Outcome = Pick<Move, 'at' | 'as' | 'error' | 'last'> & Partial<Move>;

/** The line of the log for it. */
export function moveOf(step: StoryStep, outcome: Outcome, homeRegion: string): Move {
  return {
    kind: 'move',
    step: step.id,
    call: `${step.service}:${step.operation}`,
    region: step.region ?? homeRegion,
    requestId: null,
    event: null,
    saves: {},
    gains: {},
    costs: {},
    ...outcome,
  };
}
