import { listed } from '../../base/text.ts';
import { SEVERITIES } from '../../model/severity.ts';
import type { Rule } from '../rule.ts';

/** Every finding has a severity. Whether it can give one is judged with the other expressions. */
export const findingSeverity: Rule = {
  id: 'finding-severity',
  check: ({ findings }) =>
    findings
      .filter(({ finding }) => finding.severity.trim() === '')
      .map(({ finding, path, step }) => ({
        path,
        what: `the finding '${finding.id}' has no severity`,
        why: 'findings are ranked and counted by it',
        fix: `add 'severity:' with ${listed(SEVERITIES, 'or')}, or an expression that gives one`,
        step: step.id,
        absent: true,
      })),
};
