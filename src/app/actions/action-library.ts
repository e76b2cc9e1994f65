import { ACTIONS } from '../../actions/registry.gen.ts';
import { UserError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { nearest } from '../../base/text.ts';
import { formatDiagnostic } from '../../documents/diagnostic.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { validate } from '../../documents/validate.ts';
import type { ActionUnit } from '../../ports/action.ts';

export const ACTION_IDS: readonly string[] = ACTIONS.map(({ id }) => id);

/** The action of that id. @throws UserError naming the nearest */
export function findAction(id: string): ActionUnit {
  const found = ACTIONS.find((unit) => unit.id === id);
  if (found !== undefined) return found;
  const close = nearest(id, ACTION_IDS);
  throw new UserError(`there is no action '${id}'`, {
    fix: close === undefined ? 'heptad action list prints those there are' : `did you mean ${close}?`,
  });
}

/**
 * Parameters as an action takes them, from `NAME=VALUE` texts or from a playbook: texts are read as the schema wants
 * them (numbers, booleans, lists separated by commas, objects as JSON), then checked against it.
 * @throws UserError naming every fault
 */
export function actionParams(unit: ActionUnit, given: Readonly<Record<string, string>>): JsonObject {
  const properties = unit.parameters['properties'] as Readonly<Record<string, JsonObject>>;
  const params = Object.fromEntries(
    Object.entries(given).map(([name, text]) => [name, coerced(text, properties[name] ?? {})]),
  );
  const loaded = loadDocument(unit.id, JSON.stringify(params));
  const faults = loaded.ok
    ? validate(loaded.document, unit.parameters).map(({ diagnostic }) => diagnostic)
    : [];
  if (faults.length > 0) {
    throw new UserError(
      `${unit.id} does not take these parameters:\n${faults.map(formatDiagnostic).join('\n')}`,
      {
        fix: `it takes ${Object.keys(properties).join(', ')}; heptad action list --json tells more`,
      },
    );
  }
  return params;
}

const READ_AS: Readonly<Record<string, (text: string) => JsonObject[string]>> = {
  number: numeric,
  integer: numeric,
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  array: (text) => (text === '' ? [] : text.split(',').map((part) => part.trim())),
  object: parsed,
};

function coerced(text: string, schema: JsonObject): JsonObject[string] {
  return READ_AS[String(schema['type'])]?.(text) ?? text;
}

function numeric(text: string): JsonObject[string] {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

function parsed(text: string): JsonObject[string] {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (error) {
    // The schema says that an object is wanted.
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
