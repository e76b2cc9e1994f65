import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shrinkWidths } from './shrink-widths.ts';
import { tableLines } from './table.ts';
import { displayWidth } from './width.ts';

const wish = (want: number) => ({ want, least: Math.min(want, 14) });
const text = (name: string) => ({ name, type: 'VARCHAR' });
const count = { name: 'calls', type: 'BIGINT' };

describe('tableLines', () => {
  it('aligns numbers to the right and wide letters by their columns', () => {
    const rows = [
      { who: '管理者', calls: 7 },
      { who: 'build-bot', calls: 1204 },
    ];
    expect(tableLines({ columns: [text('who'), count], rows, width: 80 })).toEqual([
      'who        calls',
      '─────────  ─────',
      '管理者         7',
      'build-bot   1204',
    ]);
  });

  it('cuts an ARN at its front, other texts at their end', () => {
    const rows = [{ principal: 'arn:aws:iam::111122223333:user/build-bot', agent: 'x'.repeat(60) }];
    expect(tableLines({ columns: [text('principal'), text('agent')], rows, width: 40 })[2]).toBe(
      '…333:user/build-bot  xxxxxxxxxxxxxxxxxx…',
    );
  });

  it('cuts a name that is longer than its column in the middle, so that two roles do not look alike', () => {
    const role = (name: string) => `arn:aws:iam::111122223333:role/service-role/${name}`;
    const session = (name: string) => `arn:aws:sts::111122223333:assumed-role/${name}/i-0123456789abcdef0`;
    const names = ['example-support-assistant-app', 'example-billing-assistant-app'];
    const rows = names.map((name) => ({ principal: role(name), as: session(name) }));
    const lines = tableLines({ columns: [text('principal'), text('as')], rows, width: 60 });
    expect(lines.slice(2)).toEqual([
      'example-support-assistant-app  example-suppor…3456789abcdef0',
      'example-billing-assistant-app  example-billin…3456789abcdef0',
    ]);
  });

  it('never cuts a number or a time; names the columns it has no room for', () => {
    const columns = [text('eventtime'), ...['a', 'b', 'c', 'd', 'e'].map(text), count];
    const rows = [
      {
        eventtime: '2026-11-21T03:15:00Z',
        a: 'x'.repeat(40),
        b: 'y'.repeat(40),
        c: 'z'.repeat(40),
        d: 'd'.repeat(20),
        e: null,
        calls: 12,
      },
    ];
    const lines = tableLines({ columns, rows, width: 80 });
    expect(lines[2]).toContain('2026-11-21T03:15:00Z');
    expect(lines.at(-1)).toBe('more columns: d, calls, e');
  });

  it('counts the rows it does not show', () => {
    const rows = Array.from({ length: 14 }, (_, index) => ({ who: `user-${index}` }));
    const lines = tableLines({ columns: [text('who')], rows, width: 80, maxRows: 5, truncated: true });
    expect(lines.at(-1)).toBe('+9 more rows, and rows beyond the limit that were not delivered');
    expect(tableLines({ columns: [text('who')], rows, width: 80, truncated: true }).at(-1)).toBe(
      'more rows exist beyond the limit; they were not delivered',
    );
  });

  it('gives no lines for no rows', () => {
    expect(tableLines({ columns: [text('who')], rows: [], width: 80 })).toEqual([]);
  });

  it('shows objects and lists as JSON, and nothing for null', () => {
    const lines = tableLines({
      columns: [text('v'), text('w')],
      rows: [{ v: { a: [1, null] }, w: null }],
      width: 80,
    });
    expect(lines[2]).toBe('{"a":[1,null]}');
  });

  it('fits whatever stands in it', () => {
    const any = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 100 }));
    const cell = fc.oneof(
      any,
      any.map((name) => `arn:aws:iam::111122223333:role/${name}`),
      any.map((name) => `arn:${name}`),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (table) => {
          const rows = table.map(([a = '', b = '', c = '', d = '']) => ({ a, b, c, d }));
          const lines = tableLines({ columns: ['a', 'b', 'c', 'd'].map(text), rows, width: 80 });
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80);
          for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        },
      ),
    );
  });
});

describe('shrinkWidths', () => {
  it('gives all they want where there is room', () => {
    expect(shrinkWidths([wish(5), wish(30)], { room: 80, gap: 2 })).toEqual([5, 30]);
  });

  it('lets the long ones share what the short ones leave', () => {
    expect(shrinkWidths([wish(6), wish(500), wish(500)], { room: 80, gap: 2 })).toEqual([6, 35, 35]);
  });

  it('leaves out columns that would be too narrow, never the first', () => {
    expect(shrinkWidths([wish(200), wish(200), wish(200)], { room: 40, gap: 2 })).toEqual([19, 19]);
    expect(shrinkWidths([{ want: 90, least: 90 }], { room: 40, gap: 2 })).toEqual([40]);
  });

  it('never takes more than the room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(300), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 20, max: 200 }),
        (wants, room) => {
          const widths = shrinkWidths(
            wants.map((want) => wish(want + 1)),
            { room, gap: 2 },
          );
          expect(widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1))).toBeLessThanOrEqual(
            room,
          );
        },
      ),
    );
  });
});
