import { describe, expect, it } from 'vitest';
import { frameOf } from './framing.ts';
import { quickSplit } from './quick-split.ts';
import { RecordScanner } from './record-scanner.ts';

/** The records found when the bytes arrive in pieces of `size`. */
function recordsOf(
  text: string,
  size: number,
): { readonly records: readonly string[]; readonly problems: readonly string[] } {
  const bytes = Buffer.from(text);
  const frame = frameOf(bytes);
  const scanner = new RecordScanner(frame.framing);
  const records: string[] = [];
  const problems: string[] = [];
  let held = bytes.subarray(frame.start, frame.start);
  for (let at = frame.start; at <= bytes.length; at += size) {
    const last = at + size > bytes.length;
    held = Buffer.concat([held, bytes.subarray(at, Math.min(at + size, bytes.length))]);
    const scan = scanner.scan(held, 0, last);
    for (let span = 0; span < scan.spans.length; span += 2)
      records.push(held.toString('utf8', scan.spans[span], scan.spans[span + 1]));
    problems.push(...scan.faults.map(({ problem }) => problem));
    held = held.subarray(scan.consumed);
  }
  return { records, problems };
}

const A = '{"eventVersion":"1.08","a":"},{\\"eventVersion\\":","b":[1,{"c":"]"}]}';
const B = '{"eventVersion":"1.09","text":"quote \\" and \\\\"}';

describe('RecordScanner', () => {
  const files: Readonly<Record<string, string>> = {
    envelope: `{"Records":[${A},${B}]}`,
    'envelope with members around it': `{"x": {"y": [1]}, "Records": [\n ${A} ,\n ${B} ], "NextToken": "]}"}`,
    array: `[ ${A}, ${B} ]\n`,
    lines: `${A}\n${B}\n`,
    'lines of a log group export': `2026-01-15T10:00:00.000Z ${A}\n2026-01-15T10:00:01.000Z ${B}\n`,
    'exports one after another': `{"Records":[${A}]}\n{"Records":[${B}]}`,
  };
  for (const [name, text] of Object.entries(files)) {
    it(`finds the records of ${name}, however the bytes arrive`, () => {
      for (const size of [1, 7, 64, text.length + 1])
        expect(recordsOf(text, size)).toEqual({ records: [A, B], problems: [] });
    });
  }

  it('keeps what stands before a cut and names the rest', () => {
    expect(recordsOf(`{"Records":[${A},${B.slice(0, 20)}`, 1000)).toEqual({
      records: [A],
      problems: ['the record is cut off or malformed'],
    });
  });

  it('goes on at the next record after one that is never closed', () => {
    const open = '{"eventVersion":"1.0","never":{"closed":1';
    const { records, problems } = recordsOf(`{"Records":[${open}},${B},${B}]}`, 100_000);
    expect({ records, problems }).toEqual({
      records: [B, B],
      problems: ['the record is cut off or malformed'],
    });
  });

  it('names lines that are not JSON and reads the others', () => {
    expect(recordsOf(`${A}\nnonsense\n${B}\n`, 1000)).toEqual({
      records: [A, B],
      problems: ['the line is not JSON'],
    });
  });
});

describe('quickSplit', () => {
  it('gives the spans that the scanner gives', () => {
    const text = `{"Records":[${B},${B},${B}]}\n`;
    const bytes = Buffer.from(text);
    const spans = quickSplit(bytes);
    expect(spans).toEqual(
      new RecordScanner({ kind: 'envelope', member: 'Records' }).scan(bytes, '{"Records":['.length, true)
        .spans,
    );
  });

  it('leaves files of any other build alone', () => {
    for (const text of [
      `[${A}]`,
      `{"Records":[]}`,
      `{"Records":[${B}`,
      `{"Records":[${B}],"NextToken":"x"}`,
      '',
    ])
      expect(quickSplit(Buffer.from(text))).toBeNull();
  });
});
