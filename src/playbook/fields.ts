import { isObject } from '../base/json.ts';
import type { SourceId } from '../model/source.ts';
import { isSourceId } from '../model/source.ts';
import type { SuspectKind } from '../model/suspect.ts';
import { SUSPECT_KINDS } from '../model/suspect.ts';

/** A member of a mapping; undefined of anything else. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A text member; empty when it is not there or not a text. */
export function text(value: unknown, name: string): string {
  return optionalText(value, name) ?? '';
}

/** A text member, or null. */
export function optionalText(value: unknown, name: string): string | null {
  const found = member(value, name);
  return typeof found === 'string' ? found : null;
}

/** A switch; false when it is not there. */
export function flag(value: unknown, name: string): boolean {
  return member(value, name) === true;
}

/** The items of a list member, of any shape. */
export function items(value: unknown, name: string): readonly unknown[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}

/** The texts of a list member. Items that are no text read as empty, so that indexes stay those of the file. */
export function list(value: unknown, name: string): readonly string[] {
  return items(value, name).map((item) => (typeof item === 'string' ? item : ''));
}

export function suspectKind(value: unknown): SuspectKind | null {
  return SUSPECT_KINDS.find((kind) => kind === value) ?? null;
}

export function suspectKinds(value: unknown, name: string): readonly SuspectKind[] {
  return items(value, name)
    .map(suspectKind)
    .filter((kind) => kind !== null);
}

export function sourceIds(value: unknown, name: string): readonly SourceId[] {
  return items(value, name).filter(isSourceId);
}
