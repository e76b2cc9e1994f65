import type { Condition, Pattern } from './sigma-rule.ts';
import { patternExpression } from './sigma-text.ts';

/** The names an event must have one of for a condition to hold, as patterns; null where it may have any. */
export function neededEventNames(condition: Condition): readonly Pattern[] | null {
  switch (condition.op) {
    case 'field':
      return condition.field.toLowerCase() === 'eventname' && condition.test.is === 'pattern'
        ? [condition.test.pattern]
        : null;
    case 'and': {
      const needed = condition.parts.map(neededEventNames).filter((names) => names !== null);
      return needed.toSorted((a, b) => a.length - b.length)[0] ?? null;
    }
    case 'or': {
      const needed = condition.parts.map(neededEventNames);
      return needed.some((names) => names === null) ? null : needed.flatMap((names) => names ?? []);
    }
    case 'not':
    case 'keyword':
      return null;
  }
}

/** Those of the names there are that a condition's patterns may mean. */
export function possibleNames(patterns: readonly Pattern[], names: readonly string[]): readonly string[] {
  const expressions = patterns.map(patternExpression);
  // What is not plain ASCII may be lower-cased otherwise by the engine: such names stay in.
  return names.filter(
    (name) =>
      !/^[\x20-\x7e]*$/.test(name) || expressions.some((expression) => expression.test(name.toLowerCase())),
  );
}
