import { describe, expect, it } from 'vitest';
import { INITIAL_STATE } from '../engine/initial-state.ts';
import type { CaseState } from '../model/case-state.ts';
import { coverageBehind, coverageEntries } from './case-coverage.ts';
import { nothingFoundText } from '../model/coverage.ts';

const SPAN = { from: '2026-01-15T10:00:00Z', to: '2026-01-15T11:00:00Z' };

function declared(detail: string): CaseState {
  return {
    ...INITIAL_STATE,
    declaredComplete: 'the whole bucket was copied',
    lake: {
      generation: 1,
      events: 8,
      invocations: 0,
      problems: 0,
      files: 1,
      coverage: [
        {
          source: 'cloudtrail.management',
          account: '111122223333',
          region: 'us-east-1',
          ...SPAN,
          status: 'partial',
          detail,
          records: 8,
          stretches: [SPAN],
        },
      ],
    },
  };
}
const none = (state: CaseState): string =>
  nothingFoundText(coverageBehind(state, ['cloudtrail.management'], { account: null, from: null, to: null }));

describe('logs that were declared complete', () => {
  it('let "none found" stand alone', () => {
    expect(none(declared('as supplied'))).toBe('none found');
  });

  it('are not complete where a file of theirs could not be read', () => {
    const state = declared('as supplied; 2 files not read to the end');
    expect(none(state)).toBe('none found in 8 events, 2026-01-15T10:00:00Z to 2026-01-15T11:00:00Z');
    expect(coverageEntries(state)).toMatchObject([
      {
        status: 'partial',
        detail:
          'declared complete by the responder: the whole bucket was copied; 2 files not read to the end',
      },
    ]);
  });
});
