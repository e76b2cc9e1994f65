import { compileSite, expressionSites } from '../expression-sites.ts';
import type { Rule } from '../rule.ts';

/** Conditions and templates hold: they parse, their types fit, and their variables are there. */
export const expressions: Rule = {
  id: 'expression',
  check: (context) =>
    expressionSites(context).flatMap((site) => {
      const result = compileSite(site);
      if (result.ok) return [];
      const step = site.step === null ? {} : { step: site.step.step.id };
      return result.faults.map(({ offset, ...fault }) => ({
        path: site.path,
        place: offset,
        ...fault,
        // A severity that cannot be one is a finding without a severity.
        ...(site.as === 'severity' && fault.rule === 'expression' ? { rule: 'finding-severity' } : {}),
        ...step,
      }));
    }),
};
