import type { Change } from './change.ts';
import type { Token } from './tokenize.ts';
import { isWord, stringValue } from './token-walk.ts';

const LITERAL =
  /^\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(\s*(?:[+-]\d{2}:?\d{2}|[A-Za-z][\w/+-]*))?$/;

/** `TIMESTAMP '… UTC'` has a zone, and so is of the type with one; `AT TIME ZONE 'UTC'` changes no instant. */
export function translateTime(tokens: readonly Token[], index: number): Change | undefined {
  const token = tokens[index];
  const next = tokens[index + 1];
  if (token === undefined || next === undefined) return undefined;
  if (isWord(token, 'timestamp') && next.kind === 'string') return literal(token, next);
  if (isWord(token, 'at') && isWord(next, 'time') && isWord(tokens[index + 2], 'zone'))
    return atZone(token, tokens[index + 3]);
  return undefined;
}

function literal(token: Token, text: Token): Change {
  const match = LITERAL.exec(stringValue(text));
  if (match === null) {
    const fix =
      "write TIMESTAMP '2026-11-21 03:15:00 UTC', or from_iso8601_timestamp('2026-11-21T03:15:00Z')";
    return {
      edits: [],
      faults: [{ what: `${text.text} is not a timestamp of Athena`, fix, offset: text.start }],
    };
  }
  if (match[1] === undefined) return { edits: [], faults: [] };
  return { edits: [{ start: token.start, end: token.end, text: 'TIMESTAMPTZ' }], faults: [] };
}

function atZone(at: Token, zone: Token | undefined): Change {
  if (zone?.kind === 'string' && /^(?:utc|z|gmt|etc\/utc)$/i.test(stringValue(zone))) {
    return { edits: [{ start: at.start, end: zone.end, text: '' }], faults: [] };
  }
  const fault = {
    what: 'AT TIME ZONE is supported for UTC only',
    why: 'every time in a case is UTC',
    fix: "write AT TIME ZONE 'UTC', or leave it out",
    offset: at.start,
  };
  return { edits: [], faults: [fault] };
}
