import { describe, expect, it } from 'vitest';
import type { Baseline } from '../model/baseline.ts';
import { baselineParameters, judgedBy } from './usual.ts';

const OLD: Baseline = {
  heptad: 1,
  account: '111122223333',
  madeAt: '2026-01-14T00:00:00Z',
  from: '2025-12-15T00:00:00Z',
  to: '2026-01-14T00:00:00Z',
  source: 'a test',
  complete: true,
  events: 1,
  principals: ['arn:aws:iam::111122223333:role/app'],
  models: ['us.amazon.nova-lite-v1:0'],
  regions: [],
  addresses: null,
  userAgents: [],
  tools: [],
};
const AGENTS = 'SELECT :baseline_agent_callers, :baseline_planes, :limit';

describe('what queries compare with', () => {
  it('is a name a line, models also by their plain name', () => {
    expect(baselineParameters({ ...OLD, habits: { planes: ['a', 'b'] } })).toMatchObject({
      baseline_principals: '\narn:aws:iam::111122223333:role/app\n',
      baseline_models: '\nus.amazon.nova-lite-v1:0\namazon.nova-lite-v1:0\n',
      baseline_planes: '\na\nb\n',
    });
  });

  it('is null where the baseline does not tell it, and empty where it tells that there was none', () => {
    expect(baselineParameters(OLD)).toMatchObject({
      baseline_regions: '\n\n',
      baseline_addresses: null,
      baseline_agent_callers: null,
    });
    expect(Object.values(baselineParameters(null)).every((value) => value === null)).toBe(true);
  });
});

describe('by what a finding was judged', () => {
  it('is nothing for a query that compares with nothing', () => {
    expect(judgedBy('SELECT :limit', OLD)).toBe('');
  });

  it('names the records of the case, or the baseline by its days', () => {
    expect(judgedBy(AGENTS, null)).toBe(
      'What is new is judged by the records of this case: it has no baseline.',
    );
    expect(judgedBy(AGENTS, { ...OLD, habits: { agent_callers: [], planes: [] } })).toBe(
      'What is new is judged by the baseline of 2025-12-15 to 2026-01-14.',
    );
    const hours = { from: '2026-01-14T06:00:00Z', to: '2026-01-14T09:30:00.000Z' };
    expect(judgedBy('SELECT :baseline_models', { ...OLD, ...hours })).toBe(
      'What is new is judged by the baseline of 2026-01-14T06:00Z to 2026-01-14T09:30Z.',
    );
    expect(judgedBy('SELECT :baseline_models', { ...OLD, complete: false })).toBe(
      'What is new is judged by the baseline of 2025-12-15 to 2026-01-14, which was not read whole.',
    );
  });

  it('says what the baseline does not tell', () => {
    expect(judgedBy(AGENTS, OLD)).toBe(
      'What is new is judged by the records of this case: the baseline of 2025-12-15 to 2026-01-14 does not tell who uses the other inference planes and who calls which agent or flow.',
    );
    expect(judgedBy(AGENTS, { ...OLD, habits: { agent_callers: [] } })).toBe(
      'What is new is judged by the baseline of 2025-12-15 to 2026-01-14. It does not tell who uses the other inference planes: that is judged by the records of this case.',
    );
  });
});
