import { WireError } from '../wire/wire-error.ts';

/** What was looked up. @throws WireError ResourceNotFoundException where there is none */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new WireError('ResourceNotFoundException', `The ${what} could not be found.`, 404);
  return value;
}
