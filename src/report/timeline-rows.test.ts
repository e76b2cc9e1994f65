import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../model/report.ts';
import { timelineRows } from './timeline-rows.ts';

const cited = (at: string, title = 'A1 x'): TimelineEntry => ({ at, kind: 'finding', title, event: at });
const minute = (number: number): string => String(number).padStart(2, '0');

describe('the lines of a timeline', () => {
  it('are its entries where they are few', () => {
    const timeline = [cited('2026-01-15T10:00:00Z'), cited('2026-01-15T10:00:01Z')];
    expect(timelineRows(timeline)).toEqual({ rows: timeline, left: 0 });
  });

  it('join the events of a finding within an hour, and keep what was done about it', () => {
    const approved = {
      at: '2026-01-15T12:00:00Z',
      kind: 'action',
      title: 'plan 9 approved by root',
      event: null,
    } as const;
    const timeline = [
      ...Array.from({ length: 400 }, (_, index) =>
        cited(`2026-01-15T10:${minute(Math.floor(index / 60))}:${minute(index % 60)}Z`),
      ),
      cited('2026-01-15T11:30:00Z'),
      approved,
    ];
    expect(timelineRows(timeline)).toEqual({
      rows: [
        { ...cited('2026-01-15T10:00:00Z'), title: 'A1 x (400 events up to 2026-01-15 10:06:39Z)' },
        cited('2026-01-15T11:30:00Z'),
        approved,
      ],
      left: 0,
    });
  });

  it('leave out cited events alone where they are very many', () => {
    const note = { at: '2027-01-01T00:00:00Z', kind: 'note', title: 'told the CISO', event: null } as const;
    const timeline = [
      ...Array.from({ length: 320 }, (_, index) => cited('2026-01-15T10:00:00Z', `A${index} x`)),
      note,
    ];
    const { rows, left } = timelineRows(timeline);
    expect(rows).toHaveLength(301);
    expect(rows.at(-1)).toEqual(note);
    expect(left).toBe(20);
  });
});
