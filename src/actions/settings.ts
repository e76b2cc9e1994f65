import { canonicalJson } from '../base/canonical-json.ts';
import { isObject, type Json } from '../base/json.ts';
import type { PlannedCall } from '../model/plan.ts';
import type { Undo } from '../ports/action.ts';

/**
 * One thing that an action brings to another value: a policy by its name, a key's status, a bucket's policy. An action
 * made of settings gets its plan and its undo from them, and both go on from wherever they were cut off.
 */
export interface Setting {
  /** For a person: `inline policy heptad-deny-all of role app`. */
  readonly name: string;
  readonly is: Json;
  readonly wanted: Json;
  /** The calls that bring it to a value; none of them may be needed again once they are done. */
  readonly set: (to: Json) => readonly PlannedCall[];
  /** Whether two values are the same to the service; compared as JSON unless given. */
  readonly same?: (a: Json, b: Json) => boolean;
}

/** The calls that are still needed, in the order of the settings. */
export function neededCalls(settings: readonly Setting[]): readonly PlannedCall[] {
  return settings.flatMap((setting) =>
    isSame(setting, setting.is, setting.wanted) ? [] : setting.set(setting.wanted),
  );
}

/** Before and after, as the same settings read from both states. */
export interface SettingStates {
  readonly before: readonly Setting[];
  readonly now: readonly Setting[];
}

/**
 * Takes back what the action changed and nothing else, last change first. What is neither as it was before nor as it was
 * left was changed by somebody else: then nothing is touched.
 */
export function undoSettings({ before, now }: SettingStates, reopens = true): Undo {
  const current = new Map(now.map((setting) => [setting.name, setting]));
  const changed = before.filter((setting) => !isSame(setting, setting.is, setting.wanted)).toReversed();
  if (changed.length === 0)
    return { kind: 'none', why: 'everything was as wanted before: nothing was changed' };
  const differences: string[] = [];
  const calls: PlannedCall[] = [];
  for (const setting of changed) {
    const found = current.get(setting.name);
    if (found === undefined) differences.push(`${setting.name} is gone`);
    else if (isSame(setting, found.is, setting.is)) continue;
    else if (isSame(setting, found.is, setting.wanted)) calls.push(...setting.set(setting.is));
    else differences.push(`${setting.name} is ${shown(found.is)}, and was left ${shown(setting.wanted)}`);
  }
  if (differences.length > 0) return { kind: 'conflict', differences };
  if (calls.length === 0) return { kind: 'none', why: 'everything is as it was before already' };
  return { kind: 'calls', calls, reopens };
}

/** Whether two values are the same but for members that say nothing: services give back empty lists nobody put. */
export function sameButEmpty(a: Json, b: Json): boolean {
  return canonicalJson(withoutEmpty(a)) === canonicalJson(withoutEmpty(b));
}

function withoutEmpty(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutEmpty(item));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, own]) => [name, withoutEmpty(own)] as const);
  return Object.fromEntries(members.filter(([, own]) => !isEmpty(own)));
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

function isSame({ same }: Setting, a: Json, b: Json): boolean {
  return same === undefined ? canonicalJson(a) === canonicalJson(b) : same(a, b);
}

const MOST_SHOWN = 300;

function shown(value: Json): string {
  if (value === null) return 'not there';
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
