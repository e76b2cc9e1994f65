import type { FeedPicks, FeedRun } from './row-feed.ts';

const NAME = Buffer.from('"eventName":"');
/** No name of an API call is longer. */
const LONGEST_NAME = 64;
const QUOTE = 0x22;

/**
 * The records of several files, in the order of their events' names: rows that are asked for together then lie
 * together in the part, and a query reads few of its row groups. The name is looked for, not parsed: a wrong guess
 * costs a query time, never a row.
 */
export function byEventName(runs: readonly FeedRun[]): FeedPicks {
  const groups = new Map<string, number[]>();
  for (const [index, run] of runs.entries()) {
    for (let at = 0; at < run.spans.length / 2; at += 1) {
      const name = nameIn(run.bytes, run.spans[2 * at] ?? 0);
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [index, at]);
      else group.push(index, at);
    }
  }
  const picks = [...groups.keys()].toSorted().flatMap((name) => [groups.get(name) ?? []]);
  return { runs, picks: joined(picks) };
}

function nameIn(bytes: Buffer, start: number): string {
  const found = bytes.indexOf(NAME, start);
  if (found === -1) return '';
  const from = found + NAME.length;
  let end = from;
  while (end < bytes.length && bytes[end] !== QUOTE && end - from < LONGEST_NAME) end += 1;
  return bytes.toString('latin1', from, end);
}

function joined(parts: readonly (readonly number[])[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
