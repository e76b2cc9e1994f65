import { OPERATORS, type Operator } from './condition-operators.ts';
import type { PatternOptions } from './pattern.ts';
import type { Condition } from './policy-document.ts';

/** Whether all conditions of a statement hold: keys are joined by and, the values of one key by or. */
export function conditionsHold(conditions: readonly Condition[], options: PatternOptions): boolean {
  return conditions.every((condition) => holds(condition, options));
}

const NAME = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/i;

/** An operator nobody knows can't hold: a Deny that can't be read must not be taken for one that was. */
function holds({ operator, key, values }: Condition, options: PatternOptions): boolean {
  const [, quantifier, name = '', ifExists] = NAME.exec(operator) ?? [];
  const actual = options.context.get(key.toLowerCase());
  if (name.toLowerCase() === 'null')
    return values.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  const known = OPERATORS.get(name.toLowerCase());
  if (known === undefined) return false;
  if (actual === undefined || actual.length === 0)
    return absentHolds(known, quantifier, ifExists !== undefined);
  const agrees = (value: string): boolean =>
    values.some((wanted) => known.compare(value, wanted, options)) !== known.negated;
  if (quantifier?.toLowerCase() === 'forallvalues') return actual.every(agrees);
  if (quantifier !== undefined) return actual.some(agrees);
  return known.negated ? actual.every(agrees) : actual.some(agrees);
}

function absentHolds(known: Operator, quantifier: string | undefined, ifExists: boolean): boolean {
  if (ifExists || quantifier?.toLowerCase() === 'forallvalues') return true;
  return quantifier === undefined && known.negated;
}
