import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellFormedJson } from './well-formed-json.ts';

describe('wellFormedJson', () => {
  it('replaces halves that stand alone', () => {
    expect(wellFormedJson(JSON.stringify('a\ud800b\udc00c'))).toBe(String.raw`"a\ufffdb\ufffdc"`);
    expect(wellFormedJson(String.raw`"\uD800\uD800\uDC00"`)).toBe(String.raw`"\ufffd\uD800\uDC00"`);
  });

  it('leaves pairs, other escapes and escaped backslashes alone', () => {
    for (const json of [
      String.raw`"\ud83d\ude00"`,
      String.raw`"\\ud800"`,
      String.raw`"\\\\\n\u0041"`,
      '"plain"',
    ])
      expect(wellFormedJson(json)).toBe(json);
  });

  it('changes no other value', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(JSON.parse(wellFormedJson(json))).toEqual(JSON.parse(json));
      }),
    );
  });
});
