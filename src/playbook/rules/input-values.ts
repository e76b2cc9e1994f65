import { listed, nearest } from '../../base/text.ts';
import { inputFault } from '../input-value.ts';
import type { Path } from '../../documents/source-document.ts';
import type { InputDef } from '../../model/playbook.ts';
import type { Rule, RuleFault } from '../rule.ts';

/** What is said about an input fits its type. */
export const inputValues: Rule = {
  id: 'input',
  check: function* ({ playbook }) {
    for (const [name, input] of Object.entries(playbook.inputs))
      yield* inputFaults(name, input, ['inputs', name]);
  },
};

const SCOPES = ['time-window', 'account-id'];
const NO_SUSPECT = ['time-window', 'number', 'boolean', 'region', 'model-id', 'choice'];

function* inputFaults(name: string, input: InputDef, path: Path): Generator<RuleFault> {
  if (input.type === 'choice' && input.choices.length === 0) {
    const why = "a 'choice' is one of a list";
    yield { path, what: `the input '${name}' has no choices`, why, fix: "add 'choices: […]'", absent: true };
  }
  if (input.type !== 'choice' && input.choices.length > 0) {
    const why = `only an input of the type 'choice' has choices; this one is '${input.type}'`;
    yield {
      path: [...path, 'choices'],
      place: 'key',
      what: `the input '${name}' has choices`,
      why,
      fix: "write 'type: choice'",
    };
  }
  if (input.scope && !SCOPES.includes(input.type)) {
    yield {
      path: [...path, 'scope'],
      what: `the input '${name}' cannot narrow queries`,
      why: `only ${listed(SCOPES, 'or')} can; this one is '${input.type}'`,
      fix: "take 'scope' out, and use the input in the queries' conditions",
    };
  }
  if (input.suspect !== null && NO_SUSPECT.includes(input.type)) {
    yield {
      path: [...path, 'suspect'],
      what: `the input '${name}' cannot be a suspect`,
      why: `a value of the type '${input.type}' names no credential, principal, address or resource`,
      fix: "take 'suspect' out, or change the input's type",
    };
  }
  yield* defaultFaults(name, input, path);
}

function* defaultFaults(name: string, input: InputDef, path: Path): Generator<RuleFault> {
  if (input.default === null || (input.type === 'choice' && input.choices.length === 0)) return;
  const fault = inputFault(input, input.default);
  if (fault === null) return;
  const close = input.type === 'choice' ? nearest(String(input.default), input.choices) : undefined;
  yield {
    path: [...path, 'default'],
    what: `the default of '${name}' is not ${fault.needed}`,
    why: `the input has the type '${input.type}'`,
    fix: close === undefined ? fault.fix : `write '${close}'`,
  };
}
