import { describe, expect, it } from 'vitest';
import { sampleDebrief } from '../../test/support/sample-debrief.ts';
import { practiceOf } from './practice.ts';

const { score, missed } = sampleDebrief();

describe('what to practise', () => {
  it('names each element with what was missed in it, and where to look', () => {
    expect(practiceOf(score, missed).find(({ what }) => what.startsWith('AI changes'))).toEqual({
      what: 'AI changes: M1 not seen.',
      how: expect.stringContaining('Logging and guardrails'),
    });
  });

  it('asks for evidence first where the account was changed before', () => {
    const late = { ...score, times: { ...score.times, preserved: 30 } };
    expect(practiceOf(late, []).map(({ what }) => what)).toContain(
      'Evidence was not kept before the first change.',
    );
    expect(practiceOf(score, []).map(({ what }) => what)).not.toContain(
      'Evidence was not kept before the first change.',
    );
  });

  it('sends whoever met everything to the next level', () => {
    const objectives = score.objectives.map((one) => ({ ...one, passed: true }));
    expect(practiceOf({ ...score, objectives }, []).map(({ what }) => what)).toContain(
      'Every objective was met.',
    );
    expect(practiceOf(score, []).map(({ what }) => what)).not.toContain('Every objective was met.');
  });
});
