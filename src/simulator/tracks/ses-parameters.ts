import type { Input } from '../wire/input.ts';
import { isObject } from '../../base/json.ts';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const CONTENT = new Set(['Message', 'RawMessage', 'Content']);

/** The words of mails are not for the log. */
export function withoutWords(input: Input): Input {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, CONTENT.has(name) ? hidden(value) : value]),
  );
}

function hidden(value: unknown): unknown {
  if (typeof value === 'string') return HIDDEN;
  if (Array.isArray(value)) return value.map(hidden);
  if (value instanceof Uint8Array || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, hidden(own)]));
}
