import { counted } from '../../base/text.ts';
import { nothingFoundText } from '../../model/coverage.ts';
import { callerName } from '../caller-name.ts';
import type { PanelUnit } from '../panel-unit.ts';
import { numberIn, textIn, textOrNull } from '../row-values.ts';

/** Guardrails, models, endpoints, agents and their logging: what was created, changed or deleted, denied tries too. */
export const deploymentChanges: PanelUnit = {
  id: 'deployment-changes',
  title: 'Model deployment changes',
  measures: 'changes to guardrails, models, endpoints, agents and invocation logging',
  unit: 'count',
  threshold: null,
  perHour: false,
  sources: ['cloudtrail.management'],
  needs: 'all',
  read({ rows: { changes }, coverage }) {
    const matches = numberIn(changes[0], 'matches');
    return {
      value: matches,
      text:
        matches === 0
          ? nothingFoundText(coverage)
          : `${counted(matches, 'change')}, the last at ${textIn(changes[0], 'eventtime')}`,
      items: changes.map((row) => ({
        at: textIn(row, 'eventtime'),
        who: callerName(textIn(row, 'caller')),
        what: textIn(row, 'eventname'),
        detail: [
          textOrNull(row, 'target'),
          textOrNull(row, 'errorcode') === null ? null : `failed: ${textIn(row, 'errorcode')}`,
        ]
          .filter((part) => part !== null)
          .join(', '),
        event: textIn(row, 'ref'),
      })),
      itemCount: matches,
    };
  },
};
