import { counted } from '../base/text.ts';
import type { Row } from '../model/row.ts';
import { numberIn } from './row-values.ts';

/** What to add to a sum of tokens over `calls`, of which only `counted` have a count; empty where all have. */
export function uncountedText(row: Row): string {
  const uncounted = numberIn(row, 'calls') - numberIn(row, 'counted');
  return uncounted === 0 ? '' : `, without ${counted(uncounted, 'request')} that no count is logged for`;
}
