import { describe, expect, it } from 'vitest';
import { HOSTILE, UNSEEN_IN_OUTPUT } from '../../test/support/hostile.ts';
import { csvCell, csvLine } from './csv.ts';

/** The cells of one line, by RFC 4180. */
function cellsOf(line: string): readonly string[] {
  return [...line.replace(/\r\n$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}

describe('csvCell', () => {
  it.each([
    ['plain', 'plain'],
    ['-12.5', '-12.5'],
    ['1e6', '1e6'],
    ['=1+1', "'=1+1"],
    ['  @x', `'  @x`],
    ['+49 30', "'+49 30"],
    ['a,b "c"', '"a,b ""c"""'],
    ['\t=1', String.raw`'\t=1`],
    ['two\nlines', String.raw`two\nlines`],
    ['', ''],
  ])('%j becomes %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it.each(Object.entries(HOSTILE))('is no formula, breaks no line: %s', (_, text) => {
    const line = csvLine(['before', text, 'after']);
    expect(line.slice(0, -2)).not.toMatch(UNSEEN_IN_OUTPUT);
    expect(line.slice(0, -2)).not.toContain('\n');
    const cells = cellsOf(line);
    expect(cells).toHaveLength(3);
    expect(cells[1]).not.toMatch(/^\s*[=+\-@\uFF1D]/);
  });
});
