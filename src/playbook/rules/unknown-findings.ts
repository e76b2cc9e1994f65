import { nearest } from '../../base/text.ts';
import type { Rule } from '../rule.ts';

/** The findings that are said to bear on a question are raised by some step. */
export const unknownFindings: Rule = {
  id: 'unknown-finding',
  check: function* ({ questions, findings, steps, knownRules }) {
    if (knownRules === null && steps.some(({ step }) => step.work.kind === 'detect')) return;
    const ofRules = steps.flatMap(({ step: { work } }) =>
      work.kind === 'detect' ? (knownRules?.select(work.detect) ?? []).map(({ finding }) => finding) : [],
    );
    const ids = [...findings.map(({ finding }) => finding.id), ...ofRules];
    for (const { question, path } of questions) {
      for (const [index, id] of question.informedBy.entries()) {
        if (id === '' || ids.includes(id)) continue;
        const close = nearest(id, ids);
        yield {
          path: [...path, 'informed_by', index],
          what: `no step raises a finding '${id}'`,
          why: `the question '${question.id}' would never be shown it`,
          fix: close === undefined ? 'name a finding that a step raises' : `write '${close}'`,
        };
      }
    }
  },
};
