import type { Rule } from '../rule.ts';

/** Only a query or a read has rows to raise findings from, to propose suspects from, and to show. */
export const stepsWithoutRows: Rule = {
  id: 'no-rows',
  check: function* ({ steps }) {
    for (const { step, path } of steps) {
      if (['query', 'read', 'check', 'detect'].includes(step.work.kind)) continue;
      const given = [
        ['findings', step.findings],
        ['proposes', step.proposes],
        ['show', step.show],
      ] as const;
      for (const [name, items] of given) {
        if (items.length === 0) continue;
        yield {
          path: [...path, name],
          place: 'key',
          what: `'${step.id}' has '${name}', and no rows`,
          why: `a step with '${step.work.kind}' asks no source`,
          fix: `move '${name}' to a step with 'query' or 'read', or take it out`,
          step: step.id,
        };
      }
    }
  },
};
