import { listed, nearest } from '../../base/text.ts';
import type { NamedParameter } from '../../dialect/named-parameters.ts';
import { namedParameters } from '../../dialect/named-parameters.ts';
import { BASELINE_PARAMETERS } from '../../model/playbook.ts';
import { queryParameters as inputsOf, SUSPECT_PARAMETERS } from '../query-parameters.ts';
import type { PlacedStep, Rule, RuleFault } from '../rule.ts';

/** Queries use parameters that are bound, and a step that runs for each suspect uses the suspect. */
export const queryParameters: Rule = {
  id: 'query-parameter',
  check: function* ({ playbook, steps }) {
    const inputs = inputsOf(playbook);
    for (const placed of steps) {
      if (placed.step.work.kind !== 'query') continue;
      const used = namedParameters(placed.step.work.sql);
      for (const parameter of used) yield* unknown(placed, parameter, inputs);
      const names = used.map(({ name }) => name);
      if (placed.step.perSuspect.length > 0 && !names.includes('suspect')) yield unused(placed);
    }
  },
};

function* unknown(
  { step, path }: PlacedStep,
  parameter: NamedParameter,
  inputs: readonly string[],
): Generator<RuleFault> {
  const perSuspect = step.perSuspect.length > 0;
  const known: readonly string[] = perSuspect ? [...inputs, ...SUSPECT_PARAMETERS] : inputs;
  if (known.includes(parameter.name) || BASELINE_PARAMETERS.some((own) => own === parameter.name)) return;
  const place = { path: [...path, 'query'], place: parameter.offset, step: step.id };
  const what = `':${parameter.name}' is not a parameter of this query`;
  if (SUSPECT_PARAMETERS.some((own) => own === parameter.name)) {
    yield {
      ...place,
      what,
      why: 'the step does not run for suspects',
      fix: "give the step 'per_suspect: [access-key, …]'",
    };
    return;
  }
  const close = nearest(parameter.name, known);
  yield {
    ...place,
    what,
    why:
      known.length === 0
        ? 'the playbook has no inputs'
        : `its parameters are ${listed(known.map((name) => `:${name}`))}`,
    fix: close === undefined ? `declare an input '${parameter.name}'` : `write ':${close}'`,
  };
}

function unused({ step, path }: PlacedStep): RuleFault {
  return {
    path: [...path, 'per_suspect'],
    place: 'key',
    what: `'${step.id}' runs for each suspect and does not use ':suspect'`,
    why: 'it would give the same rows for every suspect',
    fix: "compare a column with ':suspect' in the query, or take 'per_suspect' out",
    step: step.id,
  };
}
