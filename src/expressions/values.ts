import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import type { RowValue } from '../model/row.ts';

/** A value as CEL takes it: whole numbers become its integers. Undefined members are left out. */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, toCel(member)]));
}

/** A result of CEL as a row holds it: integers become numbers (text beyond the safe range), times ISO 8601. */
export function fromCel(value: unknown): RowValue {
  if (typeof value === 'bigint') return fromInteger(value);
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'object' ? fromObject(value) : null;
}

function fromInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function fromObject(value: object | null): RowValue {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof UnsignedInt) return fromInteger(value.value);
  if (value instanceof Duration) return value.toString();
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromCel(member)]));
}
