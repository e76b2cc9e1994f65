import { nearest } from '../../base/text.ts';
import type { Path } from '../../documents/source-document.ts';
import type { StepDef } from '../../model/playbook.ts';
import type { Rule } from '../rule.ts';

/** The containment actions a step offers are there. */
export const unknownActions: Rule = {
  id: 'unknown-action',
  check: function* ({ steps, knownActions }) {
    const ids = knownActions.map(({ id }) => id);
    for (const { step, path } of steps) {
      for (const { id, where } of offered(step)) {
        if (id === '' || ids.includes(id)) continue;
        const close = nearest(id, ids);
        yield {
          path: [...path, ...where],
          what: `the step '${step.id}' offers the action '${id}', which is not there`,
          why: ids.length === 0 ? 'this heptad has no actions' : "'heptad action list' prints those that are",
          fix: close === undefined ? 'take it out, or name one of those' : `write '${close}'`,
          step: step.id,
        };
      }
    }
  },
};

/** What a step offers, and what a check is mended by. */
function offered({ actions, work }: StepDef): readonly { readonly id: string; readonly where: Path }[] {
  const own = actions.map(({ id }, index) => ({ id, where: ['actions', index, 'id'] }));
  const mend = work.kind === 'check' ? work.check.mend.action : null;
  return mend === null ? own : [...own, { id: mend, where: ['check', 'mend', 'action'] }];
}
