import { describe, expect, it } from 'vitest';
import { compileSeverity } from './severity-expression.ts';
import { findingTextVariables } from './variables.ts';

const VARIABLES = findingTextVariables({ perSuspect: false });

function severityOf(text: string, row: object): string {
  const severity = compileSeverity(text, VARIABLES);
  if (!severity.ok) throw new Error(severity.faults.map(({ what }) => what).join());
  return severity.run({ row, count: 1 });
}

describe('compileSeverity', () => {
  it('takes a word or an expression', () => {
    expect(severityOf('high', {})).toBe('high');
    expect(severityOf("row.n > 3 ? 'critical' : 'low'", { n: 4 })).toBe('critical');
    expect(severityOf('row.severity', { severity: 'info' })).toBe('info');
  });

  it.each(['hgih', "row.n > 3 ? 'severe' : 'low'", 'row.n > 3', '1'])('refuses %s before it runs', (text) => {
    expect(compileSeverity(text, VARIABLES).ok).toBe(false);
  });

  it('refuses what is not a severity when it runs', () => {
    expect(() => severityOf('row.severity', { severity: 'bad' })).toThrow(/'bad' is not a severity/);
  });
});
