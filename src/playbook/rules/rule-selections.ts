import { nearest } from '../../base/text.ts';
import type { Rule } from '../rule.ts';

/** The detection rules a step names are there, and what it selects is not nothing. */
export const ruleSelections: Rule = {
  id: 'rule-selection',
  check: function* ({ steps, knownRules }) {
    for (const { step, path } of steps) {
      if (step.work.kind !== 'detect') continue;
      const { detect } = step.work;
      const here = [...path, 'detect'];
      if (step.findings.length > 0)
        yield {
          path: [...path, 'findings'],
          place: 'key',
          what: `'${step.id}' runs rules, and has 'findings' besides`,
          why: 'each rule that is met raises a finding of its own',
          fix: "take 'findings' out, or ask with a query in another step",
          step: step.id,
        };
      if (step.perSuspect.length > 0)
        yield {
          path: [...path, 'per_suspect'],
          place: 'key',
          what: `'${step.id}' runs rules for each suspect`,
          why: 'a rule knows no suspect: each run would give the same',
          fix: "take 'per_suspect' out",
          step: step.id,
        };
      // Rules that are given are known only when a case is opened.
      if (knownRules === null || detect.from === 'given') continue;
      const unknown = detect.ids.flatMap((id, index) =>
        id === '' || knownRules.references.includes(id) ? [] : [{ id, index }],
      );
      for (const { id, index } of unknown) {
        const close = nearest(id, knownRules.references);
        yield {
          path: [...here, 'ids', index],
          what: `the step '${step.id}' runs the rule '${id}', which is not there`,
          why: "a rule is called by its 'name' or its 'id'; those of heptad stand in detections/",
          fix: close === undefined ? 'take it out, or name one of those' : `write '${close}'`,
          step: step.id,
        };
      }
      if (unknown.length === 0 && knownRules.select(detect).length === 0)
        yield {
          path: here,
          place: 'key',
          what: `no rule is meant by 'detect' of '${step.id}'`,
          why: 'a rule has to meet every part that is given: from, tags, level and ids',
          fix: 'widen the selection; heptad detect --format json prints the rules with tags and levels',
          step: step.id,
        };
    }
  },
};
