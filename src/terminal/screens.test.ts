import { describe, expect, it } from 'vitest';
import { HOSTILE, UNSEEN_IN_OUTPUT } from '../../test/support/hostile.ts';
import { FINDING, QUESTION, sampleRows, SQL, STEP, SUSPECTS } from '../../test/support/sample-views.ts';
import { createLocalTime } from './local-time.ts';
import type { Look } from './look.ts';
import { createPaint } from './paint.ts';
import { questionLines } from './question-screen.ts';
import { rowLines } from './row-screen.ts';
import { sqlLines } from './sql-screen.ts';
import { askedLines, stepLines } from './step-screen.ts';
import { suspectsLines } from './suspects-screen.ts';
import { displayWidth } from './width.ts';

const narrow: Look = { width: 80, maxRows: 5, paint: createPaint(false), localTime: null };
const wide: Look = {
  width: 120,
  maxRows: 12,
  paint: createPaint(false),
  localTime: createLocalTime('Europe/Berlin'),
};

function widest(lines: readonly string[]): number {
  return Math.max(...lines.map(displayWidth));
}

describe.each([
  ['80 columns', narrow],
  ['120 columns with a local time', wide],
])('screens at %s', (_, look) => {
  it.each([
    ['a step', () => stepLines(STEP, look)],
    ['the statement', () => askedLines(STEP.asked ?? '', look)],
    ['a question', () => questionLines(QUESTION, look)],
    ['proposed suspects', () => suspectsLines(SUSPECTS, look)],
    ['rows of own SQL', () => sqlLines(SQL, look)],
    [
      'a row in full',
      () =>
        rowLines(
          { ...sampleRows(1)[0], errorcode: null },
          [...STEP.columns, { name: 'errorcode', type: 'VARCHAR' }],
          look,
        ),
    ],
  ])('%s', (_name, lines) => {
    expect(lines().join('\n')).toMatchSnapshot();
    expect(widest(lines())).toBeLessThanOrEqual(look.width);
  });
});

describe('a step without rows', () => {
  it('does not say "none found" alone over partial coverage', () => {
    const text = stepLines({ ...STEP, rows: [], findings: [] }, narrow)
      .join(' ')
      .replaceAll(/\s+/g, ' ');
    expect(text).toContain('none found in 2,900 events, 2026-11-20T22:00:00Z to 2026-11-21T06:00:00Z.');
  });

  it('says "none found" over complete coverage', () => {
    const coverage = { ...STEP.coverage, status: 'complete' as const, gaps: [] };
    expect(stepLines({ ...STEP, rows: [], findings: [], coverage }, narrow)).toContain('Result: none found.');
  });

  it('says that nothing can be told where the source was not collected', () => {
    const coverage = {
      status: 'not-collected' as const,
      records: 0,
      stretches: [],
      gaps: ['Bedrock model invocation logs: not collected'],
    };
    expect(stepLines({ ...STEP, rows: [], findings: [], coverage }, narrow).join(' ')).toContain(
      'cannot be told: Bedrock model invocation logs: not collected',
    );
  });

  it('gives the reason when the work could not be done', () => {
    expect(
      stepLines(
        { ...STEP, rows: [], findings: [], failed: 'the query ran for 60 s and was stopped' },
        narrow,
      ),
    ).toContain('Could not be done: the query ran for 60 s and was stopped');
  });
});

describe('an expected finding', () => {
  it('stays on the screen with its reason', () => {
    const findings = [{ ...FINDING, disposition: 'expected' as const, reason: 'change CHG-42' }];
    expect(stepLines({ ...STEP, findings }, narrow).join('\n')).toContain('marked expected: change CHG-42');
  });
});

describe('hostile text on every screen', () => {
  it.each(Object.entries(HOSTILE))('%s', (_, text) => {
    const row = { ...sampleRows(1)[0], principal: text, useragent: text, [`x${text.slice(0, 50)}`]: text };
    const columns = [...STEP.columns, { name: `x${text.slice(0, 50)}`, type: 'VARCHAR' }];
    const finding = {
      ...FINDING,
      id: text.slice(0, 60),
      title: text,
      reason: text,
      disposition: 'expected' as const,
      attack: [text],
    };
    const suspect = { kind: 'user-agent' as const, value: text };
    const position = {
      ...STEP.position,
      label: text,
      caseId: text,
      element: { title: text, index: 1, of: 7 },
    };
    const screens = [
      stepLines(
        {
          ...STEP,
          position,
          columns,
          rows: [row],
          findings: [finding],
          suspect,
          title: text,
          why: text,
          sources: [text],
        },
        narrow,
      ),
      stepLines({ ...STEP, note: text, failed: text, coverage: { ...STEP.coverage, gaps: [text] } }, narrow),
      askedLines(text, narrow),
      questionLines(
        { ...QUESTION, ask: text, why: text, suggestion: text, unanswerable: text, findings: [finding] },
        narrow,
      ),
      questionLines({ ...QUESTION, earlier: { answer: text, stale: false } }, narrow),
      suspectsLines({ ...SUSPECTS, proposals: [{ ...suspect, why: text, step: text }] }, narrow),
      sqlLines({ ...SQL, columns, rows: [row], coverageText: text }, narrow),
      rowLines(row, columns, narrow),
    ];
    for (const lines of screens) {
      for (const line of lines) expect(line).not.toMatch(UNSEEN_IN_OUTPUT);
      expect(lines.every((line) => !line.includes('\n'))).toBe(true);
      expect(widest(lines)).toBeLessThanOrEqual(80);
    }
  });
});
