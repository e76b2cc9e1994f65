import { isObject } from '../../base/json.ts';
import { nearest } from '../../base/text.ts';
import type { ActionOfferDef } from '../../model/playbook.ts';
import type { KnownAction, PlacedStep, Rule, RuleFault } from '../rule.ts';

/** What a step gives to an action is what the action takes: every name, and all that it cannot do without. */
export const actionParameters: Rule = {
  id: 'action-parameter',
  check: function* ({ steps, knownActions }) {
    for (const placed of steps) {
      for (const [index, offer] of placed.step.actions.entries()) {
        const known = knownActions.find(({ id }) => id === offer.id);
        if (known !== undefined) yield* faultsOf(placed, { index, offer, known });
      }
    }
  },
};

interface Offered {
  readonly index: number;
  readonly offer: ActionOfferDef;
  readonly known: KnownAction;
}

function* faultsOf({ step, path }: PlacedStep, { index, offer, known }: Offered): Iterable<RuleFault> {
  const given = Object.keys(offer.with);
  const { names, required } = taken(known);
  const at = [...path, 'actions', index];
  for (const name of given.filter((each) => !names.includes(each))) {
    const close = nearest(name, names);
    yield {
      path: [...at, 'with', name],
      place: 'key',
      what: `the step '${step.id}' gives '${name}' to ${known.id}, which does not take it`,
      why: names.length === 0 ? 'it takes nothing' : `it takes ${names.join(', ')}`,
      fix: close === undefined ? 'take it out, or name one of those' : `write '${close}'`,
      step: step.id,
    };
  }
  for (const name of required.filter((each) => !given.includes(each))) {
    yield {
      path: [...at, 'id'],
      what: `the step '${step.id}' offers ${known.id} without '${name}'`,
      why: 'the action cannot be planned without it, and the offer would come to nothing',
      fix: `give it under with: { ${name}: … }`,
      step: step.id,
    };
  }
}

function taken({ parameters }: KnownAction): {
  readonly names: readonly string[];
  readonly required: readonly string[];
} {
  const { properties, required } = parameters;
  return {
    names: isObject(properties) ? Object.keys(properties) : [],
    required: Array.isArray(required) ? required.map(String) : [],
  };
}
