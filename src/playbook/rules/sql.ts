import type { Rule } from '../rule.ts';
import { placeKey } from '../rule.ts';

/** The statement is accepted by the lake, and means the same in both engines. */
export const sql: Rule = {
  id: 'sql',
  check: function* ({ steps, sql: judged }) {
    for (const { step, path } of steps) {
      for (const fault of judged.get(placeKey(path))?.faults ?? []) {
        yield {
          path: [...path, 'query'],
          ...(fault.offset === undefined ? {} : { place: fault.offset }),
          what: fault.what,
          why: fault.why ?? 'the lake does not accept the statement as it stands',
          fix: fault.fix ?? 'change the statement at this place',
          step: step.id,
        };
      }
    }
  },
};
