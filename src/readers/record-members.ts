import { isObject } from '../base/json.ts';

/** A record whose members go by other names in other exports: `callerIpAddress`, `CallerIPAddress` … */
export type Members = Readonly<Record<string, unknown>>;

/** The members of a record by their names in lower case; of two names that differ by case alone, the first. */
export function membersOf(value: unknown): Members {
  const found: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(isObject(value) ? value : {}))
    found[key.toLowerCase()] ??= member;
  return found;
}

/** The value at the first of some paths (lower case, parts joined by `/`) that holds one; empty text is none. */
export function at(record: unknown, ...paths: readonly string[]): unknown {
  for (const path of paths) {
    let value: unknown = record;
    for (const part of path.split('/')) value = membersOf(jsonOf(value))[part];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return null;
}

/** The first of some paths that holds text or a number, as text. */
export function textAt(record: unknown, ...paths: readonly string[]): string | null {
  for (const path of paths) {
    const value = at(record, path);
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return null;
}

/** A whole number, told as a number or as text. */
export function wholeAt(record: unknown, ...paths: readonly string[]): number | null {
  const text = textAt(record, ...paths);
  return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Exports tell an object as itself or as JSON text. */
export function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * A time as ISO 8601 UTC with up to six digits of a second, as the lake reads them; both clouds write up to nine.
 * Null = no time. A time without a zone is taken as UTC.
 */
export function utcTime(text: string | null): string | null {
  const [, day, clock, fraction = '', zone = 'Z'] = TIME.exec(text ?? '') ?? [];
  if (day === undefined || clock === undefined) return null;
  const instant = Date.parse(`${day}T${clock}${zone.toUpperCase()}`);
  if (Number.isNaN(instant)) return null;
  const digits = fraction.slice(0, 6);
  return new Date(instant).toISOString().replace('.000Z', digits === '' ? 'Z' : `.${digits}Z`);
}
