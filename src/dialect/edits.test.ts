import { array, assert, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from './edits.ts';

describe('applyEdits', () => {
  it('replaces, inserts and takes out', () => {
    const edits = [
      { start: 6, end: 9, text: 'new' },
      { start: 0, end: 0, text: '>' },
      { start: 9, end: 12, text: '' },
    ];
    expect(applyEdits('0123 567890123', edits).text).toBe('>0123 5new23');
  });

  it('closes at one place what was opened last first', () => {
    expect(
      applyEdits('ab', [
        { start: 1, end: 1, text: 'outer' },
        { start: 1, end: 1, text: 'inner ' },
      ]).text,
    ).toBe('ainner outerb');
  });

  it('leads every kept character back to where it came from', () => {
    const piece = record({ keep: string(), cut: string(), text: string() });
    assert(
      property(array(piece), (pieces) => {
        const source = pieces.map(({ keep, cut }) => `${keep}${cut}`).join('');
        let at = 0;
        const edits = pieces.map(({ keep, cut, text }) => {
          const start = at + keep.length;
          at = start + cut.length;
          return { start, end: at, text };
        });
        const edited = applyEdits(source, edits);
        let from = 0;
        let to = 0;
        for (const { keep, cut, text } of pieces) {
          for (let index = 0; index < keep.length; index += 1)
            expect(edited.original(to + index)).toBe(from + index);
          from += keep.length + cut.length;
          to += keep.length + text.length;
        }
        expect(edited.text).toHaveLength(to);
      }),
    );
  });
});
