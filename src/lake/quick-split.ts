const OPENING = Buffer.from('{"Records":[{"eventVersion":');
const BETWEEN = Buffer.from('},{"eventVersion":');

/**
 * The usual CloudTrail file, split at `},{"eventVersion":`. A raw quote cannot stand inside a JSON string, so a wrong
 * split (an array of such objects inside a record) always leaves pieces that are not valid JSON: whoever parses them
 * finds out, and splits again with the exact scanner.
 * @returns start and end of each record in turn, or null when the file is not built that way
 */
export function quickSplit(bytes: Buffer): readonly number[] | null {
  if (!bytes.subarray(0, OPENING.length).equals(OPENING)) return null;
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] ?? 0) <= 0x20) end -= 1;
  if (bytes[end - 1] !== 0x7d || bytes[end - 2] !== 0x5d || bytes[end - 3] !== 0x7d) return null;
  const spans: number[] = [];
  let start = '{"Records":['.length;
  for (;;) {
    const cut = bytes.indexOf(BETWEEN, start);
    if (cut === -1) break;
    spans.push(start, cut + 1);
    start = cut + 2;
  }
  spans.push(start, end - 2);
  return spans;
}
