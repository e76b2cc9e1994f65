import { isObject } from '../../base/json.ts';
import { listed } from '../../base/text.ts';
import { ELEMENTS } from '../../model/element.ts';
import { member } from '../fields.ts';
import type { Rule, RuleFault } from '../rule.ts';

/** The seven elements stand in the methodology's order, so that a file reads as it is walked. */
export const elementOrder: Rule = {
  id: 'element-order',
  check: ({ document }) => {
    const elements = member(document.value, 'elements');
    const known = isObject(elements) ? Object.keys(elements).filter(isElement) : [];
    const first = known.findIndex((id, index) =>
      known.slice(index + 1).some((later) => place(later) < place(id)),
    );
    const name = known[first];
    return name === undefined ? [] : [fault(name)];
  },
};

function fault(name: string): RuleFault {
  return {
    path: ['elements', name],
    place: 'key',
    what: `the element '${name}' stands too early`,
    why: `the elements have a fixed order: ${listed(ELEMENTS)}`,
    fix: `move '${name}' behind '${ELEMENTS[place(name) - 1] ?? 'the elements before it'}'`,
  };
}

function isElement(name: string): boolean {
  return place(name) !== -1;
}

function place(name: string): number {
  return ELEMENTS.findIndex((id) => id === name);
}
