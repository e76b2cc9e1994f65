import type { Json, JsonObject } from '../../base/json.ts';
import { type CloudCall, markedValue } from '../../model/cloud-call.ts';

export interface Recovered {
  /** The call whose answer was lost. */
  readonly index: number;
  /** The calls after it, as planned: with references to its answer. */
  readonly planned: readonly CloudCall[];
  /** The same calls as worked out from the account: with the values themselves. */
  readonly needed: readonly CloudCall[];
}

/** What later calls take from an answer that was lost, read off the account instead. */
export function recoveredResults({ index, planned, needed }: Recovered): Readonly<Record<string, string>> {
  const found = planned.flatMap(({ input }, at) => pairs(index, input, needed[at]?.input));
  return Object.fromEntries(found);
}

function pairs(
  index: number,
  planned: Json,
  needed: Json | undefined,
): readonly (readonly [string, string])[] {
  const marked = markedValue(planned);
  if (marked?.mark === '$result') {
    const [of, ...path] = marked.value as readonly (number | string)[];
    return of === index && typeof needed === 'string' ? [[path.join('.'), needed]] : [];
  }
  if (typeof planned !== 'object' || planned === null) return [];
  return Object.entries(planned).flatMap(([name, member]: [string, Json]) =>
    pairs(index, member, memberOf(needed, name)),
  );
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null ? (value as JsonObject)[name] : undefined;
}
