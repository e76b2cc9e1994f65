import { InternalError } from '../base/errors.ts';
import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { compileExpression, type Values } from '../expressions/expression.ts';
import { compileTemplate } from '../expressions/template.ts';
import type { Variables } from '../expressions/variables.ts';
import type { Statement } from '../model/lesson.ts';

/** A template of a lesson, filled in. The lesson was checked, so that it compiles. */
export function fillText(text: string, variables: Variables, values: Values): string {
  const template = compileTemplate(text, variables);
  if (!template.ok) throw new InternalError(`a template of the lesson does not compile: ${text}`);
  return template.run(values);
}

/** What an expression of a lesson gives. */
export function valueOf(text: string, variables: Variables, values: Values): Json {
  const expression = compileExpression(text, variables);
  if (!expression.ok) throw new InternalError(`an expression of the lesson does not compile: ${text}`);
  return expression.run(values);
}

/** Every text in an input, filled in. */
export function fillInput(input: JsonObject, variables: Variables, values: Values): JsonObject {
  const filled = (value: Json): Json => {
    if (typeof value === 'string') return fillText(value, variables, values);
    if (Array.isArray(value)) return (value as readonly Json[]).map(filled);
    return isObject(value) ? fillInput(value, variables, values) : value;
  };
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, filled(value)]));
}

export function fillParams(
  { params }: Statement,
  variables: Variables,
  values: Values,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, text]) => [name, String(valueOf(text, variables, values))]),
  );
}
