import { UserError } from '../base/errors.ts';
import { parseTime } from '../base/time.ts';
import { nearest } from '../base/text.ts';
import type { InputDef, InputType, InputValue, Playbook } from '../model/playbook.ts';
import { type Scope, WHOLE } from '../model/scope.ts';
import { inputFault } from '../playbook/input-value.ts';
import type { Suspect } from '../model/suspect.ts';

/** Inputs as a case is opened with them. */
export interface OpenedInputs {
  readonly inputs: Readonly<Record<string, InputValue>>;
  readonly scope: Scope;
  readonly suspects: readonly Suspect[];
}

/** Reads `NAME=VALUE` arguments. */
export function parseAssignments(texts: readonly string[], what: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const cut = text.indexOf('=');
      if (cut < 1)
        throw new UserError(`${what} '${text}' is not NAME=VALUE`, {
          fix: `write it like ${what} name=value`,
        });
      return [text.slice(0, cut), text.slice(cut + 1)];
    }),
  );
}

/**
 * Checks what was given against what the playbook takes, adds defaults, and says what scope and suspects follow.
 * @throws UserError naming the input that is unknown, missing or of another type
 */
export function resolveInputs(playbook: Playbook, given: Readonly<Record<string, InputValue>>): OpenedInputs {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(playbook.inputs, name)) throw unknownInput(name, playbook);
  const inputs: Record<string, InputValue> = {};
  let scope: Scope = WHOLE;
  const suspects: Suspect[] = [];
  for (const [name, definition] of Object.entries(playbook.inputs)) {
    const value = valueOf(name, definition, given[name] ?? definition.default ?? undefined);
    if (value === null) continue;
    inputs[name] = value;
    if (definition.suspect !== null) suspects.push({ kind: definition.suspect, value: String(value) });
    if (definition.scope) scope = narrowed(scope, definition.type, String(value));
  }
  return { inputs, scope, suspects };
}

function valueOf(name: string, definition: InputDef, given: InputValue | undefined): InputValue | null {
  if (given === undefined) {
    if (definition.optional) return null;
    throw new UserError(`the playbook needs the input ${name} (${definition.title})`, {
      fix: `give it: --input ${name}=…`,
    });
  }
  const value = coerced(definition.type, given);
  const fault = inputFault(definition, value);
  if (fault !== null)
    throw new UserError(`'${String(given)}' is no value for the input ${name}`, {
      why: `it has to be ${fault.needed}`,
      fix: fault.fix,
    });
  return definition.type === 'time-window' ? utcWindow(String(value)) : value;
}

/** On the command line everything is text. */
function coerced(type: InputType, value: InputValue): InputValue {
  if (typeof value !== 'string') return value;
  if (type === 'number' && value.trim() !== '') return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

function utcWindow(window: string): string {
  const [from = '', to = ''] = window.split('/');
  return `${parseTime(from, 'the start of the window')}/${parseTime(to, 'the end of the window')}`;
}

function narrowed(scope: Scope, type: InputType, value: string): Scope {
  if (type === 'account-id') return { ...scope, account: value };
  const [from, to] = value.split('/');
  return { ...scope, from: from ?? null, to: to ?? null };
}

function unknownInput(name: string, playbook: Playbook): UserError {
  const names = Object.keys(playbook.inputs);
  const close = nearest(name, names);
  return new UserError(`the playbook ${playbook.id} has no input '${name}'`, {
    why: `it takes ${names.join(', ')}`,
    fix: close === undefined ? 'leave it out' : `did you mean ${close}?`,
  });
}
