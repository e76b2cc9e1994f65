import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { markedValue } from '../model/cloud-call.ts';
import type { PlannedCall } from '../model/plan.ts';
import type { Undo } from '../ports/action.ts';

/** Lists of calls one after the other. A reference to an answer counts from the begin of its own list. */
export function joinedCalls(lists: readonly (readonly PlannedCall[])[]): readonly PlannedCall[] {
  const joined: PlannedCall[] = [];
  for (const list of lists) {
    const offset = joined.length;
    joined.push(...list.map((call) => ({ ...call, input: shifted(call.input, offset) as JsonObject })));
  }
  return joined;
}

function shifted(value: Json, by: number): Json {
  const marked = markedValue(value);
  if (marked?.mark === '$result') {
    const [index, ...path] = marked.value as readonly (number | string)[];
    return { $result: [Number(index) + by, ...path] };
  }
  if (Array.isArray(value)) return value.map((item: Json) => shifted(item, by));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, shifted(own, by)]));
}

/** The undo of several things as one: where one of them was changed by somebody else, none is touched. */
export function joinedUndo(undos: readonly Undo[]): Undo {
  const differences = undos.flatMap((undo) => (undo.kind === 'conflict' ? undo.differences : []));
  if (differences.length > 0) return { kind: 'conflict', differences };
  const calls = joinedCalls(undos.map((undo) => (undo.kind === 'calls' ? undo.calls : [])));
  const why = undos.flatMap((undo) => (undo.kind === 'none' ? [undo.why] : []));
  if (calls.length === 0) return { kind: 'none', why: [...new Set(why)].join('; ') };
  return { kind: 'calls', calls, reopens: true };
}
