import { readFileSync } from 'node:fs';
import { InternalError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';

let schema: object | undefined;

/** The JSON Schema of lessons, read once from the package. */
export function lessonSchema(): object {
  if (schema !== undefined) return schema;
  // The same place as seen from src/ and from dist/.
  const file = new URL('../../schemas/lesson.schema.json', import.meta.url);
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(value)) throw new InternalError('schemas/lesson.schema.json is not a schema');
  schema = value;
  return schema;
}
