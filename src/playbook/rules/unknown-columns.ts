import { listed, nearest } from '../../base/text.ts';
import { DETECT_COLUMNS } from '../../model/playbook.ts';
import type { Rule } from '../rule.ts';
import { placeKey } from '../rule.ts';

/** The columns a step shows first are columns its query gives. */
export const unknownColumns: Rule = {
  id: 'unknown-column',
  check: function* ({ steps, sql }) {
    for (const { step, path } of steps) {
      const columns =
        step.work.kind === 'detect' ? DETECT_COLUMNS : (sql.get(placeKey(path))?.columns ?? null);
      if (columns === null) continue;
      const known: readonly string[] = columns;
      for (const [index, column] of step.show.entries()) {
        if (column === '' || known.includes(column)) continue;
        const close = nearest(column, columns);
        yield {
          path: [...path, 'show', index],
          what: `${step.work.kind === 'detect' ? 'a rule' : 'the query'} of '${step.id}' gives no column '${column}'`,
          why: `its columns are ${listed(columns)}`,
          fix: close === undefined ? `take it out, or select it in the query` : `write '${close}'`,
          step: step.id,
        };
      }
    }
  },
};
