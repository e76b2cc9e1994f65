import { describe, expect, it } from 'vitest';
import { HOSTILE, UNSEEN_IN_OUTPUT } from '../../test/support/hostile.ts';
import { hostileReport } from '../../test/support/hostile-report.ts';
import { parsed } from '../../test/support/parsed.ts';
import { emptyReport, sampleReport } from '../../test/support/sample-report.ts';
import { escapeMarkdown } from './markdown-escape.ts';
import { renderMarkdown } from './markdown.ts';

/** Nothing a reader can click, load or mistake for the report's own words. `liquidNode` is plain text to Markdown. */
const INERT: ReadonlySet<string> = new Set([
  ...[
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
  ],
]);

async function structureOf(markdown: string): Promise<readonly string[]> {
  const nodes = await parsed(markdown, 'markdown');
  for (const { type, value } of nodes) {
    expect(INERT).toContain(type);
    if (type === 'inlineCode') expect(value).toMatch(/^@+$/);
  }
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

  it.each(Object.entries(HOSTILE))('%s', async (_, text) => {
    const markdown = renderMarkdown(hostileReport(text));
    expect(markdown).not.toMatch(UNSEEN_IN_OUTPUT);
    const structure = await structureOf(markdown);
    if (text.trim() !== '') expect(structure).toEqual(plain);
  });

  it.each(Object.entries(HOSTILE))(
    'as a paragraph, a point of a list and a cell of its own: %s',
    async (_, text) => {
      const escaped = escapeMarkdown(text.slice(0, 5000));
      const structure = await structureOf(`${escaped}\n\n- ${escaped}\n\n| a |\n| --- |\n| ${escaped} |\n`);
      expect(structure.filter((type) => ['heading', 'tableCell', 'listItem'].includes(type))).toEqual(
        expect.not.arrayContaining(['heading']),
      );
      expect(structure.filter((type) => type === 'tableCell')).toHaveLength(2);
    },
  );
});
