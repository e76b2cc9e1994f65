import { describe, expect, it } from 'vitest';
import { isObject } from '../base/json.ts';
import { loadDocument } from './load-document.ts';
import { MOST_BYTES, readSource } from './read-source.ts';
import type { SourceDocument } from './source-document.ts';
import { validate } from './validate.ts';

function loaded(text: string): SourceDocument {
  const result = loadDocument('file.yaml', text);
  if (!result.ok) throw new Error(result.diagnostics.map(({ what }) => what).join());
  return result.document;
}

function rulesOf(text: string): readonly string[] {
  const result = loadDocument('file.yaml', text);
  return result.ok ? [] : result.diagnostics.map(({ line, column, rule }) => `${line}:${column} ${rule}`);
}

describe('loadDocument', () => {
  it('knows where keys and values stand', () => {
    const document = loaded('a:\n  - b: 1\n    c: two\n');
    expect(document.value).toEqual({ a: [{ b: 1, c: 'two' }] });
    expect(document.at(['a', 0, 'c'])).toEqual({ line: 3, column: 8 });
    expect(document.keyAt(['a', 0, 'c'])).toEqual({ line: 3, column: 5 });
    expect(document.at(['a', 0, 'zzz', 'deeper'])).toEqual({ line: 2, column: 5 });
    expect(document.keyAt(['a', 0])).toEqual({ line: 2, column: 5 });
  });

  it.each([
    ['a literal block', 'q: |\n  one\n    two\n\n  thrée\n'],
    ['a block with an indentation indicator', 'q: |2\n    one\n  two\n\n  thrée\n'],
    ['a folded block', 'q: >-\n  one\n  two\n\n  thrée\n'],
    ['a plain text over lines', 'q: one\n  two\n\n  thrée\n'],
    ['single quotes', "q: 'it''s one\n  two\n\n  thrée'\n"],
    ['double quotes', 'q: "\\"\\x41\\n one \\\n  two\n\n  thrée"\n'],
    ['lines that end in CR LF', 'q: |\r\n  one\r\n    two\r\n\r\n  thrée\r\n'],
  ])('maps a place inside %s to the file', (_kind, text) => {
    const document = loaded(text);
    const value = isObject(document.value) ? String(document.value['q']) : '';
    for (const word of ['one', 'two', 'thrée']) {
      const { line, column } = document.within(['q'], value.indexOf(word));
      expect(text.split(/\r?\n/)[line - 1]?.slice(column - 1)).toMatch(new RegExp(`^${word}`));
    }
    const end = document.within(['q'], value.trimEnd().length);
    expect(text.split(/\r?\n/)[end.line - 1]?.slice(0, end.column - 1)).toMatch(/thrée$/);
  });

  it.each([
    ['a: &x 1\nb: *x\n', ['1:4 yaml-anchor', '2:4 yaml-anchor']],
    ['a: &x { b: *x }\n', ['1:4 yaml-anchor', '1:12 yaml-anchor']],
    ['a: 1\na: 2\n', ['2:1 duplicate-key']],
    ['a: !!js/function x\n', ['1:4 yaml-tag']],
    ['a: 1\n---\nb: 2\n', ['2:1 multiple-documents']],
    ['a: "x\n', ['2:1 yaml']],
    ['', ['1:1 yaml']],
    ['[a, b]: 1\n', ['1:1 yaml']],
    [': 1\n', ['1:1 yaml']],
    [`a: ${'{ b: '.repeat(41)}\n`, ['1:204 yaml-depth']],
    [`${'- '.repeat(60)}\n`, ['1:81 yaml-depth']],
  ])('refuses %j', (text, rules) => {
    expect(rulesOf(text)).toEqual(rules);
  });

  it.each(['[', '{a: ', '- ', '? ', ' '])(
    'a megabyte of %j is refused without running out of stack or time',
    (unit) => {
      const started = performance.now();
      const text = `a:\n${unit.repeat(Math.floor((MOST_BYTES - 100) / unit.length))}x\n`;
      expect(loadDocument('file.yaml', text).ok).toBe(false);
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );

  it('a megabyte of keys is read in time that grows with the file', () => {
    const started = performance.now();
    const text = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(loadDocument('file.yaml', text).ok).toBe(true);
    expect(rulesOf(`${text}\nk7: 2\n`)).toEqual(['60001:1 duplicate-key']);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('reads a file with a byte order mark, and texts that look like anchors', () => {
    expect(loaded('\uFEFFa: "&x *y"\nb: |\n  &x *y [[[[\n').value).toEqual({ a: '&x *y', b: '&x *y [[[[\n' });
    expect(loadDocument('file.yaml', `a: ${'x'.repeat(MOST_BYTES)}`).ok).toBe(false);
  });
});

describe('readSource', () => {
  it('refuses bytes that are not UTF-8, at their place', () => {
    const bytes = Buffer.concat([Buffer.from('a: \uFFFD\nb: x'), Buffer.from([0xe9, 0x0a])]);
    expect(readSource('f', bytes)).toMatchObject({
      ok: false,
      diagnostics: [{ line: 2, column: 5, rule: 'encoding' }],
    });
    expect(readSource('f', new Uint8Array(MOST_BYTES + 1))).toMatchObject({
      diagnostics: [{ rule: 'file-size' }],
    });
  });
});

describe('validate', () => {
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: {
      name: { type: 'string', minLength: 1 },
      size: { enum: ['small', 'large'] },
      one: {
        type: 'object',
        'x-what': 'it has both',
        oneOf: [{ required: ['a'] }, { required: ['b'] }],
        properties: { a: { type: 'string' }, b: { type: 'string' } },
      },
    },
  };
  const faults = (text: string): readonly string[] =>
    validate(loaded(text), schema).map(
      ({ diagnostic: { line, column, what, fix } }) => `${line}:${column} ${what}; ${fix}`,
    );

  it('tells each mistake once, in words, at its place', () => {
    expect(faults('nam: x\nsize: smal\none: {a: x, b: y}\n')).toEqual([
      "1:1 the document has no 'name'; add 'name:'",
      "1:1 'nam' is not a property that can stand here; write 'name'",
      "2:7 'size' is 'smal', which it cannot be; write 'small'",
      '3:6 it has both; change it so that it fits',
    ]);
    expect(faults('name: 5\n')).toEqual([
      "1:7 'name' is the number 5, not a text; write a text; put it in quotes if it reads as something else",
    ]);
  });
});
