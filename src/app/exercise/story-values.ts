import { InternalError } from '../../base/errors.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { ACCOUNT_VARIABLES } from '../../exercise/variables.ts';
import { compileExpression } from '../../expressions/expression.ts';
import type { Variables } from '../../expressions/variables.ts';
import type { Scenario } from '../../model/scenario.ts';
import { createRandom } from '../../simulator/story/random.ts';
import { fillInput } from './fill-input.ts';

/** The names of one seed's play. */
export function namesOf({ names }: Scenario, seed: string): Readonly<Record<string, string>> {
  const random = createRandom(`names of ${seed}`);
  return Object.fromEntries(Object.entries(names).map(([name, choices]) => [name, random.pick(choices)]));
}

/** A name that may be a template over the seed's names. */
export function fillName(text: string, names: Readonly<Record<string, string>>): string {
  return String(fillInput({ text }, { names, known: {} })['text']);
}

/** The aims counted in minutes that hold as the account stands. */
export function lastingAims({ aims }: Scenario, account: JsonObject): readonly string[] {
  return aims
    .filter(({ whilst }) => whilst !== null && valueOf(whilst, ACCOUNT_VARIABLES, { account }) === true)
    .map(({ id }) => id);
}

/** What an expression of the scenario gives. It was checked, so that it compiles. */
export function valueOf(text: string, variables: Variables, values: Readonly<Record<string, unknown>>): Json {
  const expression = compileExpression(text, variables);
  if (!expression.ok) throw new InternalError(`an expression of the scenario does not compile: ${text}`);
  return expression.run(values);
}
