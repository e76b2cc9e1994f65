import { describe, expect, it } from 'vitest';
import {
  type CoverageEntry,
  intersect,
  judgeCoverage,
  nothingFoundText,
  readText,
  without,
} from './coverage.ts';
import { WHOLE } from './scope.ts';

const ENTRY: CoverageEntry = {
  source: 'cloudtrail.management',
  account: '111122223333',
  region: 'us-east-1',
  from: '2026-01-15T09:00:00Z',
  to: '2026-01-15T12:00:00Z',
  status: 'partial',
  detail: 'as supplied',
  records: 120,
  stretches: [{ from: '2026-01-15T09:00:00Z', to: '2026-01-15T12:00:00Z' }],
};

describe('nothingFoundText', () => {
  it('lets "none found" stand alone only over complete coverage', () => {
    expect(nothingFoundText({ status: 'complete', records: 10, stretches: [], gaps: [] })).toBe('none found');
    const partial = judgeCoverage(['cloudtrail.management'], [ENTRY], WHOLE);
    expect(nothingFoundText(partial)).toBe(
      'none found in 120 events, 2026-01-15T09:00:00Z to 2026-01-15T12:00:00Z',
    );
  });

  it('claims no time between stretches', () => {
    const holed = {
      ...ENTRY,
      stretches: [
        { from: '2026-01-15T09:00:00Z', to: '2026-01-15T10:00:00Z' },
        { from: '2026-01-15T11:00:00Z', to: '2026-01-15T12:00:00Z' },
      ],
    };
    const text = nothingFoundText(judgeCoverage(['cloudtrail.management'], [holed], WHOLE));
    expect(text).toBe(
      'none found in 120 events, 2026-01-15T09:00:00Z to 2026-01-15T10:00:00Z and 2026-01-15T11:00:00Z to 2026-01-15T12:00:00Z',
    );
  });

  it('names no time at all where there are many stretches', () => {
    const hours = ['01', '02', '03', '04', '05'].map((hour) => ({
      from: `2026-01-15T${hour}:00:00Z`,
      to: `2026-01-15T${hour}:05:00Z`,
    }));
    const text = nothingFoundText(
      judgeCoverage(['cloudtrail.management'], [{ ...ENTRY, stretches: hours }], WHOLE),
    );
    expect(text).toContain('5 separate stretches');
    expect(text).not.toContain(' to ');
  });

  it('says that a source without a record was not collected', () => {
    const nothing = judgeCoverage(['bedrock.invocations'], [ENTRY], WHOLE);
    expect(nothing.status).toBe('not-collected');
    expect(nothingFoundText(nothing)).toBe('cannot be told: Bedrock model invocation logs: not collected');
  });
});

describe('readText', () => {
  const stretches = [{ from: '2026-01-15T08:00:00Z', to: '2026-01-15T09:00:00Z' }];
  const gaps = ['Bedrock model invocation logs: not enabled'];
  it('calls an answer partial where something was read, and names what was not', () => {
    expect(readText({ status: 'not-enabled', records: 7, stretches, gaps })).toBe(
      'partial: 7 events read, 2026-01-15T08:00:00Z to 2026-01-15T09:00:00Z; Bedrock model invocation logs: not enabled',
    );
    expect(readText({ status: 'complete', records: 7, stretches, gaps: [] })).toMatch(/^complete: 7 events/);
    expect(readText({ status: 'not-enabled', records: 0, stretches: [], gaps })).toMatch(/^not-enabled: /);
  });
});

describe('judgeCoverage', () => {
  it('claims of two sources only the time both have', () => {
    const data: CoverageEntry = {
      ...ENTRY,
      source: 'cloudtrail.data.s3',
      records: 5,
      stretches: [{ from: '2026-01-15T11:00:00Z', to: '2026-01-15T11:30:00Z' }],
    };
    const judged = judgeCoverage(['cloudtrail.management', 'cloudtrail.data.s3'], [ENTRY, data], WHOLE);
    expect(judged.stretches).toEqual([{ from: '2026-01-15T11:00:00Z', to: '2026-01-15T11:30:00Z' }]);
    expect(judged.records).toBe(125);
  });

  it('calls a complete source partial where the window of the case reaches beyond it', () => {
    const complete: CoverageEntry = { ...ENTRY, status: 'complete', detail: 'declared complete' };
    expect(judgeCoverage(['cloudtrail.management'], [complete], WHOLE).status).toBe('complete');
    const scope = { ...WHOLE, from: '2026-01-15T08:00:00.000Z', to: '2026-01-15T10:00:00.000Z' };
    expect(judgeCoverage(['cloudtrail.management'], [complete], scope).status).toBe('partial');
  });
});

describe('without', () => {
  it('cuts the middle, an end, or all out of a stretch', () => {
    const stretch = [{ from: '2026-01-15T09:00:00Z', to: '2026-01-15T12:00:00Z' }];
    expect(without(stretch, { from: '2026-01-15T10:00:00Z', to: '2026-01-15T11:00:00Z' })).toEqual([
      { from: '2026-01-15T09:00:00Z', to: '2026-01-15T10:00:00Z' },
      { from: '2026-01-15T11:00:00Z', to: '2026-01-15T12:00:00Z' },
    ]);
    expect(without(stretch, { from: '2026-01-15T10:00:00Z', to: null })).toEqual([
      { from: '2026-01-15T09:00:00Z', to: '2026-01-15T10:00:00Z' },
    ]);
    expect(without(stretch, { from: '2026-01-15T08:00:00Z', to: null })).toEqual([]);
  });
});

describe('intersect', () => {
  it('gives what comparing every stretch with every other gives', () => {
    const day = (from: number, to: number) => ({ from: `2026-03-${from + 10}`, to: `2026-03-${to + 10}` });
    for (let seed = 0; seed < 400; seed += 1) {
      const [a, b] = [seed % 20, Math.floor(seed / 20)].map((bits) =>
        [0, 1, 2, 3, 4].flatMap((at) =>
          ((bits * 7 + 3) >> at) % 2 === 1 ? [day(at * 4 + (bits % 3), at * 4 + (bits % 4) + 1)] : [],
        ),
      );
      const all = (a ?? []).flatMap((one) =>
        (b ?? []).flatMap((other) => {
          const from = one.from > other.from ? one.from : other.from;
          const to = one.to < other.to ? one.to : other.to;
          return one.from <= one.to && other.from <= other.to && from <= to ? [{ from, to }] : [];
        }),
      );
      const sound = (list: readonly { from: string; to: string }[] | undefined) =>
        (list ?? []).filter(({ from, to }) => from <= to);
      expect(intersect(sound(a), sound(b))).toEqual(all);
    }
  });
});
