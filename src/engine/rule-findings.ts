import { MOST_EVENTS_LISTED, type RaisedFinding, ruleFindingId } from '../model/finding.ts';
import type { ElementId } from '../model/element.ts';
import type { StepDef } from '../model/playbook.ts';
import type { Row, RowValue } from '../model/row.ts';
import { isSeverity } from '../model/severity.ts';
import { citedOf } from './row-citation.ts';

/** The findings of a detect step: one for each rule that was met, of the rule's own level, words and mappings. */
export function ruleFindings({
  element,
  step,
  rows,
}: {
  readonly element: ElementId;
  readonly step: StepDef;
  readonly rows: readonly Row[];
}): readonly RaisedFinding[] {
  return rows.map((row) => {
    const { events, count, first, last, principals, addresses, evidence } = citedOf(row);
    const level = row['level'];
    return {
      id: ruleFindingId(textOf(row, 'rule')),
      element,
      step: step.id,
      title: textOf(row, 'title'),
      description: textOf(row, 'description'),
      severity: isSeverity(level) ? level : 'info',
      attack: textsOf(row['attack']),
      atlas: textsOf(row['atlas']),
      owasp: textsOf(row['owasp']),
      count,
      first,
      last,
      principals,
      sourceIps: addresses,
      events: events.slice(0, MOST_EVENTS_LISTED),
      evidence,
    };
  });
}

function textOf(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

function textsOf(value: RowValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
