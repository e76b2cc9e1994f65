import { isObject } from '../base/json.ts';
import { member } from './fields.ts';
import type { Part } from './load-parts.ts';

/** The inputs that come with what is taken from a part: all of a part's own, of a playbook those that are named. */
export function inputsNeeded(part: Part, used: readonly object[]): readonly (readonly [string, unknown])[] {
  const inputs = member(part.document.value, 'inputs');
  if (!isObject(inputs) || used.length === 0) return [];
  const all = Object.entries(inputs);
  if (part.kind === 'part') return all;
  const words = used.map((value) => JSON.stringify(value)).join('\n');
  return all.filter(([name]) => new RegExp(String.raw`(?::|inputs\.)${name}(_from|_to)?\b`).test(words));
}
