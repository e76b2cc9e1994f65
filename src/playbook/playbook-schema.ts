import { readFileSync } from 'node:fs';
import { isObject } from '../base/json.ts';
import { InternalError } from '../base/errors.ts';

let schema: object | undefined;

/** The JSON Schema of playbooks, read once from the package. */
export function playbookSchema(): object {
  if (schema !== undefined) return schema;
  // The same place as seen from src/ and from dist/.
  const file = new URL('../../schemas/playbook.schema.json', import.meta.url);
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(value)) throw new InternalError('schemas/playbook.schema.json is not a schema');
  schema = value;
  return schema;
}
