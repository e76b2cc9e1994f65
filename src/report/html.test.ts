import { describe, expect, it } from 'vitest';
import { HOSTILE, UNSEEN_IN_OUTPUT } from '../../test/support/hostile.ts';
import { hostileReport } from '../../test/support/hostile-report.ts';
import { parsed } from '../../test/support/parsed.ts';
import { emptyReport, sampleEvidence, sampleReport } from '../../test/support/sample-report.ts';
import { renderHtml } from './html.ts';

const ATTRIBUTES: ReadonlySet<string> = new Set([
  'lang',
  'charset',
  'http-equiv',
  'content',
  'name',
  'class',
  'id',
  'href',
  'role',
  'aria-label',
  'aria-hidden',
  'colspan',
  'viewBox',
  'x',
  'y',
  'x1',
  'x2',
  'y1',
  'y2',
  'cx',
  'cy',
  'r',
  'width',
  'height',
  'preserveAspectRatio',
]);

async function elementsOf(html: string): Promise<readonly string[]> {
  const nodes = await parsed(html, 'html');
  const attributes = nodes.flatMap(({ attrs }) => attrs ?? []);
  expect(attributes.filter(({ name }) => !ATTRIBUTES.has(name))).toEqual([]);
  const links = attributes.filter(({ name }) => name === 'href');
  expect(links.filter(({ value }) => !/^#[a-z]+(-\d)?$/.test(value ?? ''))).toEqual([]);
  return nodes.filter(({ kind }) => kind !== 'text').map(({ kind, name }) => `${kind} ${name}`);
}

describe('the HTML report', () => {
  it('asks for nothing from outside and runs no script', () => {
    const html = renderHtml(sampleReport());
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:;`);
    expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|base|form)\b/i);
    expect(html).not.toMatch(/url\(|@import|https?:/i);
  });

  it('says what happened on the first screen', () => {
    const summary = renderHtml(sampleReport()).split('id="answers"')[0] ?? '';
    for (const text of [
      '10 open findings (2 critical, 5 high, 2 medium, 1 info) in 6 of the seven elements',
      'SEV2',
      'Access key created for a Bedrock API user',
      'Bedrock model invocation logs: not collected',
      'signals in the logs, not verdicts',
    ]) {
      expect(summary).toContain(text);
    }
  });

  it('says what the logs leave out of an answer', () => {
    const html = renderHtml(sampleReport());
    expect(html).toContain('The logs cannot answer this: Bedrock model invocation logs: not collected');
    expect(html).toContain(
      'The logs answer this in part: configuration read from the account: not collected',
    );
  });

  it('keeps findings marked expected, with the reason', () => {
    expect(renderHtml(sampleReport())).toMatch(/Marked expected[\s\S]*CHG-42/);
  });

  it('is honest about nothing', () => {
    const html = renderHtml(emptyReport());
    for (const text of [
      'No record of any source was read: nothing can be told.',
      'No action was taken with heptad.',
      'No log source was looked at',
      'No evidence was collected.',
      'Nothing has a place in time.',
      'is not what it was: entry 1: the hash does not fit',
    ]) {
      expect(html).toContain(text);
    }
    expect(html).not.toContain('seen whole and every question');
  });

  it('says "not answered" for a question without an answer', () => {
    expect(renderHtml(sampleReport())).toContain('<span class="none">not answered</span>');
  });

  it.each([
    ['tabletop', 'EXERCISE'],
    ['training', 'TRAINING'],
  ] as const)('marks a %s as such, in the page and across it', (mode, mark) => {
    const report = sampleReport();
    const html = renderHtml({ ...report, case: { ...report.case, mode } });
    expect(html).toContain(`<div class="water" aria-hidden="true">${mark}</div>`);
    expect(renderHtml(report)).not.toContain('class="water"');
  });

  it('stays under 1 MB with 5,000 files of evidence, and says where the others are', () => {
    const html = renderHtml(sampleReport({ evidence: sampleEvidence(5000) }));
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
    expect(html).toContain('3,000 more files in the JSON report');
  });

  it('says how far a walk is that is not at its end, and what was not looked at', () => {
    const report = sampleReport({ findings: [] });
    const [first, ...rest] = report.elements;
    if (first === undefined) throw new Error('the sample has no element');
    const steps = first.steps.map((step) => ({ ...step, status: 'open' }));
    const html = renderHtml({ ...report, elements: [{ ...first, steps, status: 'not-started' }, ...rest] });
    expect(html).toMatch(/So far \d+ of \d+ steps have been run\./);
    expect(html).toContain('not looked at');
    expect(renderHtml(report)).not.toContain('have been run');
  });

  it('draws every entry of a long timeline with few marks', () => {
    const timeline = Array.from({ length: 20_000 }, (_, index) => ({
      at: new Date(Date.UTC(2026, 10, 21) + index * 1000).toISOString(),
      kind: 'finding',
      title: `event ${index}`,
      event: null,
    }));
    const html = renderHtml(sampleReport({ timeline, findings: [], exercise: null }));
    expect(html.match(/<circle/g)?.length).toBeLessThanOrEqual(400);
    const counts = [...html.matchAll(/\(([\d,]+) entries\)<\/title>/g)].map(([, count]) =>
      Number(count?.replaceAll(',', '')),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20_000);
  });
});

describe('hostile text in the HTML report', async () => {
  const plain = await elementsOf(renderHtml(hostileReport('x')));
  // A text of nothing leaves out the places that would hold it.
  const blank = [
    await elementsOf(renderHtml(hostileReport(''))),
    await elementsOf(renderHtml(hostileReport(' '))),
  ];

  it.each(Object.entries(HOSTILE))('%s', async (_, text) => {
    const html = renderHtml(hostileReport(text));
    expect(html).not.toMatch(UNSEEN_IN_OUTPUT);
    expect(text.trim() === '' ? blank : [plain]).toContainEqual(await elementsOf(html));
    expect(html.length).toBeLessThan(3_000_000);
  });
});
