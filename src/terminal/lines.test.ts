import { describe, expect, it } from 'vitest';
import { escapeShort } from './escape.ts';
import { createLocalTime } from './local-time.ts';
import { createPaint, wantsColor } from './paint.ts';
import { createProgress } from './progress.ts';
import { fitWidth, takeWidth } from './width.ts';
import { wrapText } from './wrap.ts';

/** What a progress line writes, given times and lines. */
function drawn(isTTY: boolean, steps: readonly (readonly [number, string | null])[]): readonly string[] {
  const written: string[] = [];
  let at = 0;
  const progress = createProgress({
    stream: { write: (text: string) => written.push(text) },
    isTTY,
    width: () => 20,
    now: () => at,
  });
  for (const [time, line] of steps) {
    at = time;
    progress(line);
  }
  return written;
}

describe('wrapText', () => {
  it.each([
    {
      what: 'a paragraph',
      text: 'the quick brown fox jumps',
      width: 10,
      lines: ['the quick', 'brown fox', 'jumps'],
    },
    {
      what: 'further lines indented',
      text: 'the quick brown fox',
      width: 11,
      indent: 2,
      lines: ['the quick', '  brown fox'],
    },
    { what: 'a long word', text: 'x'.repeat(25), width: 10, lines: ['xxxxxxxxxx', 'xxxxxxxxxx', 'xxxxx'] },
    { what: 'wide letters', text: '管理者管理者', width: 8, lines: ['管理者管', '理者'] },
    { what: 'nothing', text: '', width: 10, lines: [''] },
  ])('$what', ({ text, width, indent, lines }) => {
    expect(wrapText(text, width, indent)).toEqual(lines);
  });
});

describe('widths', () => {
  it('cuts between characters as a person sees them', () => {
    expect(takeWidth('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301e\u0301');
    expect(fitWidth('管理者', 5)).toBe('管理…');
    expect(fitWidth('abc', 3)).toBe('abc');
  });

  it('tells how long a cut text was', () => {
    expect(escapeShort('A'.repeat(12_345), 10)).toBe('AAAAAAAAAA… (12,345 characters)');
  });
});

describe('colour', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('%j on a terminal %s: %s', (environment, isTTY, expected) => {
    expect(wantsColor({ environment, isTTY })).toBe(expected);
  });

  it('stands where it means something, and nowhere when off', () => {
    expect(createPaint(true).label('REAL 111122223333 us-east-1')).toContain('\u001b[31m');
    expect(createPaint(true).label('SIMULATED')).not.toContain('\u001b[31m');
    expect(
      createPaint(false).severity('critical', 'x') +
        createPaint(false).label('REAL') +
        createPaint(false).strong('y'),
    ).toBe('xREALy');
  });
});

describe('local time', () => {
  it('stands beside UTC, summer time included', () => {
    const berlin = createLocalTime('Europe/Berlin');
    expect(berlin.of('2026-11-21T03:15:00Z')).toBe('2026-11-21 04:15:00');
    expect(berlin.of('2026-07-21T03:15:00.250+00:00')).toBe('2026-07-21 05:15:00');
    expect(berlin.of('2026-07-21 03:15:00')).toBe('2026-07-21 05:15:00');
    expect(berlin.of('DeleteGuardrail')).toBeNull();
  });

  it('names a zone nobody knows', () => {
    expect(() => createLocalTime('Mars/Olympus')).toThrow(
      "'Mars/Olympus' is not a time zone this machine knows",
    );
  });
});

describe('progress', () => {
  it('is silent for the first second, then paced, then cleared', () => {
    const written = drawn(true, [
      [0, 'a'],
      [900, 'b'],
      [1000, 'c'],
      [1050, 'd'],
      [1100, 'reading 312 of 4,000 files'],
      [1150, null],
    ]);
    expect(written).toEqual(['\r\u001b[2Kc', '\r\u001b[2Kreading 312 of 4,0…', '\r\u001b[2K']);
  });

  it('clears nothing that was not drawn', () => {
    expect(
      drawn(true, [
        [0, 'a'],
        [10, null],
      ]),
    ).toEqual([]);
  });

  it('writes a line now and then where there is no terminal', () => {
    expect(
      drawn(false, [
        [0, 'a'],
        [1000, 'b'],
        [5000, 'c'],
        [11_000, 'd\u001b[2J'],
        [11_001, null],
      ]),
    ).toEqual(['b\n', 'd\\x1b[2J\n']);
  });
});
