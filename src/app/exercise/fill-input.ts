import { InternalError } from '../../base/errors.ts';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { INPUT_VARIABLES } from '../../exercise/variables.ts';
import type { Values } from '../../expressions/expression.ts';
import { compileTemplate } from '../../expressions/template.ts';

/** A call's input with its templates filled in. The scenario was checked, so that they compile. */
export function fillInput(input: JsonObject, values: Values): JsonObject {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, filled(value, values)]));
}

function filled(value: Json, values: Values): Json {
  if (typeof value === 'string') return text(value, values);
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => filled(item, values));
  return isObject(value) ? fillInput(value, values) : value;
}

function text(source: string, values: Values): string {
  const template = compileTemplate(source, INPUT_VARIABLES);
  if (!template.ok) throw new InternalError(`a template of the scenario does not compile: ${source}`);
  return template.run(values);
}
