import type { FieldTest } from './sigma-rule.ts';
import { literal, patternSql } from './sql-text.ts';

/** A value to be tested, as SQL. */
export interface TestedValue {
  readonly text: string;
  /** Its text in lower case. */
  readonly lower: string;
  /** NULL where it is no number. */
  readonly number: string;
}

/** Whether a value is what a test asks for. @param other the SQL of another field's value */
export function testSql(test: FieldTest, value: TestedValue, other: (field: string) => string): string {
  switch (test.is) {
    case 'pattern':
      return patternSql(test.cased ? value.text : value.lower, test.pattern, test.cased);
    case 'number':
      return `${value.number} ${test.comparison} ${numberLiteral(test.value)}`;
    case 'regexp':
      return `regexp_like(${value.text}, ${literal(test.pattern)})`;
    case 'time':
      return `${test.unit}(from_iso8601_timestamp(${value.text})) = ${test.value}`;
    case 'field':
      return fieldSql(test, value, other(test.other));
    case 'null':
      return `${value.text} IS NULL`;
    case 'exists':
      return `${value.text} IS NOT NULL`;
  }
}

function fieldSql(
  { how, cased }: FieldTest & { readonly is: 'field' },
  value: TestedValue,
  other: string,
): string {
  const left = cased ? value.text : value.lower;
  const right = cased ? other : `lower(${other})`;
  switch (how) {
    case 'equals':
      return `${left} = ${right}`;
    case 'contains':
      return `strpos(${left}, ${right}) > 0`;
    case 'startswith':
      return `starts_with(${left}, ${right})`;
    case 'endswith':
      return `starts_with(reverse(${left}), reverse(${right}))`;
  }
}

/** As a DOUBLE, so that both engines compare it with one. */
function numberLiteral(value: number): string {
  const text = value.toString();
  return /e/i.test(text) ? text.toUpperCase() : `${text}E0`;
}
