import { isObject, type Json } from '../base/json.ts';
import type { Head, Reader, Rewritten } from '../ports/reader.ts';
import { bedrockRow, isInvocation } from './bedrock-invocations.ts';
import { isCloudTrailEvent } from './cloudtrail.ts';

/** Log pipelines wrap each event as text in `_raw`; the events inside are what they were. */
export const wrappedCloudTrail: Reader = {
  id: 'cloudtrail-wrapped',
  title: 'CloudTrail events wrapped by a log pipeline (_raw)',
  table: 'cloudtrail',
  recognise: (head) => isCloudTrailEvent({ first: inner(head), framing: { kind: 'values' } }),
  rewrite: ({ text }) => unwrapped(text, (_, raw) => ({ ok: true, rows: [raw], problems: [] })),
};

export const wrappedInvocations: Reader = {
  id: 'bedrock-invocations-wrapped',
  title: 'Bedrock model invocation records wrapped by a log pipeline (_raw)',
  table: 'bedrock_invocations',
  recognise: (head) => isInvocation(inner(head)),
  rewrite: ({ text }) => unwrapped(text, (event) => bedrockRow(event)),
};

function inner({ first }: Head): Json | undefined {
  if (!isObject(first) || typeof first['_raw'] !== 'string') return undefined;
  return parse(first['_raw']);
}

function unwrapped(text: string, row: (event: Json, raw: string) => Rewritten): Rewritten {
  const outer = parse(text);
  if (!isObject(outer) || typeof outer['_raw'] !== 'string')
    return { ok: false, problem: 'the record has no _raw text' };
  const event = parse(outer['_raw']);
  return event === undefined
    ? { ok: false, problem: 'the text in _raw is not JSON' }
    : row(event, JSON.stringify(event));
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
