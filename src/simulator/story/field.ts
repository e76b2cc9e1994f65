import { InternalError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';

/** The text under `name`. @throws InternalError when the generator has put something else there */
export function textField(object: JsonObject | null, name: string): string {
  const value = object?.[name];
  if (typeof value !== 'string')
    throw new InternalError(`the story has no text '${name}' where it needs one`);
  return value;
}
