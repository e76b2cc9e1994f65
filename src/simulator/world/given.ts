import { WireError } from '../wire/wire-error.ts';

/** A required member. Dispatch has refused calls without it; this tells the compiler. */
export function given<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null)
    throw new WireError('ValidationException', `missing required member: ${name}`);
  return value;
}

/** A time as the SDK's outputs have it, or undefined. */
export function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}
