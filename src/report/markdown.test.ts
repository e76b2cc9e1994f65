import { describe, expect, it } from 'vitest';
import { HOSTILE, UNSEEN_IN_OUTPUT } from '../../test/support/hostile.ts';
import { hostileReport } from '../../test/support/hostile-report.ts';
import { parsed } from '../../test/support/parsed.ts';
import { emptyReport, sampleReport } from '../../test/support/sample-report.ts';
import { escapeMarkdown } from './markdown-escape.ts';
import { renderMarkdown } from './markdown.ts';

/** Nothing a reader can click, load or mistake for the report's own words. `liquidNode` is plain text to Markdown. */
const INERT: ReadonlySet<string> = new Set([
  'root',
  'heading',
  'paragraph',
  'text',
  'strong',
  'list',
  'listItem',
  'table',
  'tableRow',
  'tableCell',
  'inlineCode',
  'liquidNode',
]);

async function structureOf(markdown: string): Promise<readonly string[]> {
  const nodes = await parsed(markdown, 'markdown');
  expect(nodes.filter(({ type = '' }) => !INERT.has(type))).toEqual([]);
  const codes = nodes.filter(({ type }) => type === 'inlineCode');
  expect(codes.filter(({ value }) => !/^@+$/.test(value ?? ''))).toEqual([]);
  return nodes.flatMap(({ type = '' }) =>
    ['text', 'inlineCode', 'liquidNode'].includes(type) ? [] : [type],
  );
}

describe('the Markdown report', () => {
  it('renders the sample', () => {
    expect(renderMarkdown(sampleReport({ timeline: [] }))).toMatchSnapshot();
  });

  it('is honest about nothing', () => {
    const text = renderMarkdown(emptyReport());
    for (const sentence of [
      'No action was taken with heptad.',
      'No evidence was collected.',
      'No log source was looked at',
    ]) {
      expect(text).toContain(sentence);
    }
  });

  it('says when it is about an exercise', () => {
    const report = sampleReport();
    expect(renderMarkdown({ ...report, case: { ...report.case, mode: 'tabletop' } })).toMatch(
      /^\*\*EXERCISE: /,
    );
  });
});

describe('hostile text in the Markdown report', async () => {
  const plain = await structureOf(renderMarkdown(hostileReport('x')));
  // A text of nothing leaves out the places that would hold it.
  const blank = [
    await structureOf(renderMarkdown(hostileReport(''))),
    await structureOf(renderMarkdown(hostileReport(' '))),
  ];

  it.each(Object.entries(HOSTILE))('%s', async (_, text) => {
    const markdown = renderMarkdown(hostileReport(text));
    expect(markdown).not.toMatch(UNSEEN_IN_OUTPUT);
    expect(text.trim() === '' ? blank : [plain]).toContainEqual(await structureOf(markdown));
  });

  it.each(Object.entries(HOSTILE))('as a paragraph, a point of a list and a cell: %s', async (_, text) => {
    const escaped = escapeMarkdown(text.slice(0, 5000));
    const structure = await structureOf(
      `a\n\n${escaped}\n\n- ${escaped}\n\n| a |\n| --- |\n| ${escaped} |\n`,
    );
    expect(structure).not.toContain('heading');
    expect(structure.filter((type) => type === 'listItem')).toHaveLength(1);
    expect(structure.filter((type) => type === 'tableCell')).toHaveLength(2);
  });
});
