import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, showUnseen, showUnseenInJson } from './text-safety.ts';

describe('showUnseen', () => {
  it.each([
    ['\u001b[31m', String.raw`\x1b[31m`],
    ['a\nb\tc\rd', String.raw`a\nb\tc\rd`],
    ['\u009b2J', String.raw`\x9b2J`],
    ['x\u202ey', String.raw`x\u202ey`],
    ['\u200b\ufeff\u00ad', String.raw`\u200b\ufeff\xad`],
    ['\u{e0041}', String.raw`\u{e0041}`],
    ['\ud800', String.raw`\ud800`],
    ['a\ufe0f', String.raw`a\ufe0f`],
    ['\u0301x', String.raw`\u0301x`],
    [`e\u0301\u0301\u0301\u0301\u0302\u0302`, `e\u0301\u0301\u0301\u0301${String.raw`\u0302\u0302`}`],
    ['Zürich 管理者 אדמין 😀', 'Zürich 管理者 אדמין 😀'],
  ])('%j', (text, shown) => {
    expect(showUnseen(text)).toBe(shown);
  });

  it('never removes a visible letter, and is done after one time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = showUnseen(text);
        expect(showUnseen(shown)).toBe(shown);
        expect(shown.length).toBeGreaterThanOrEqual(text.length);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });
});

describe('showUnseenInJson', () => {
  it('gives JSON that parses to the same value and shows nothing unseen', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
        const text = JSON.stringify(JSON.parse(json), null, 2);
        const shown = showUnseenInJson(text);
        expect(JSON.parse(shown)).toEqual(JSON.parse(text));
        expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
      }),
    );
  });
});

describe('cutText', () => {
  it('tells the full length of what it cut, and cuts between characters', () => {
    expect(cutText('abc', 3)).toBe('abc');
    expect(cutText('😀'.repeat(1500), 2)).toBe('😀😀… (1,500 characters)');
  });
});
