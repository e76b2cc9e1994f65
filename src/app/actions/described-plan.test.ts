import { describe, expect, it } from 'vitest';
import { describedPlan } from './described-plan.ts';

const PLAN = { action: 'iam/disable-access-key', calls: [] };

describe('a plan as an approver is told of it', () => {
  it('is named by its action, with what is to be minded', () => {
    const { title, mistakes } = describedPlan({ ...PLAN, undoes: null });
    expect(title).toBe('C01 Disable an access key');
    expect(mistakes).not.toEqual([]);
  });

  it('says first that it is an undo', () => {
    expect(describedPlan({ ...PLAN, undoes: 327 })).toEqual({
      title: 'Undo of entry 327: C01 Disable an access key',
      commands: [],
      mistakes: [],
      keepFirst: [],
    });
  });
});
