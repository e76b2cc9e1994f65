import { nearest } from '../../base/text.ts';
import type { Rule } from '../rule.ts';

/** The containment actions a step offers are there. */
export const unknownActions: Rule = {
  id: 'unknown-action',
  check: function* ({ steps, knownActions }) {
    const ids = knownActions.map(({ id }) => id);
    for (const { step, path } of steps) {
      for (const [index, { id }] of step.actions.entries()) {
        if (id === '' || ids.includes(id)) continue;
        const close = nearest(id, ids);
        yield {
          path: [...path, 'actions', index, 'id'],
          what: `the step '${step.id}' offers the action '${id}', which is not there`,
          why: ids.length === 0 ? 'this heptad has no actions' : "'heptad action list' prints those that are",
          fix: close === undefined ? 'take it out, or name one of those' : `write '${close}'`,
          step: step.id,
        };
      }
    }
  },
};
