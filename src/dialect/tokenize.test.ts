import { describe, expect, it } from 'vitest';
import { LONGEST_STATEMENT, tokenize } from './tokenize.ts';

function cut(sql: string): readonly string[] {
  return tokenize(sql).tokens.map(({ kind, text }) => `${kind} ${text}`);
}

describe('tokenize', () => {
  it('cuts words, names, texts, numbers and operators, and leaves comments out', () => {
    expect(cut(`SELECT "a b", 'it''s' -- no\n || x /* nor this */ <= 1.5e-3`)).toEqual([
      'word SELECT',
      'quoted "a b"',
      'operator ,',
      "string 'it''s'",
      'operator ||',
      'word x',
      'operator <=',
      'number 1.5e-3',
    ]);
  });

  it('tells parameters from casts and from what stands in texts and comments', () => {
    expect(cut(`a = :from AND b::text = ? AND c = ':no' -- :no`)).toEqual([
      'word a',
      'operator =',
      'named :from',
      'word AND',
      'word b',
      'operator ::',
      'word text',
      'operator =',
      'positional ?',
      'word AND',
      'word c',
      'operator =',
      "string ':no'",
    ]);
  });

  it('gives offsets that lead back to the text', () => {
    const sql = "select 'é🙂', x";
    const last = tokenize(sql).tokens.at(-1);
    expect(sql.slice(last?.start, last?.end)).toBe('x');
  });

  it.each([
    ["select 'open", 'a text is not closed', 7],
    ['select "open', 'a quoted name is not closed', 7],
    ['select 1 /* open', 'a comment is not closed', 9],
    ['select 1 /* a /* b */', 'a comment holds another', 9],
    ['select $1', "'$' is not part", 7],
    ["select E'a'", 'a text with the prefix E', 7],
    ['select U&"a"', 'a text with the prefix &', 8],
    ['select 1_000', 'letters or _ stand right behind a number', 7],
    ['select\u00a01', 'U+00A0 is not part', 6],
    ['select a\0b', 'U+0000 is not part', 8],
    ['select `a`', "'`' is not part", 7],
    [String.raw`select \1`, String.raw`'\' is not part`, 7],
  ])('finds fault with %j', (sql, what, offset) => {
    const [first] = tokenize(sql).faults;
    expect(first?.what).toContain(what);
    expect(first?.offset).toBe(offset);
  });

  it('refuses what is too long or nested too deep', () => {
    expect(tokenize('x'.repeat(LONGEST_STATEMENT + 1)).faults[0]?.what).toContain('100,001 characters');
    expect(tokenize(`${'('.repeat(101)}1`).faults[0]?.what).toContain('nested more than 100 deep');
    expect(tokenize(`select ${'(1), '.repeat(500)}(1)`).faults).toEqual([]);
  });
});
