import { counted } from '../../base/text.ts';
import { levelOf } from '../../model/overview.ts';
import { nothingFoundText } from '../../model/coverage.ts';
import { PANEL_THRESHOLDS } from '../../model/panel-thresholds.ts';
import { callerName } from '../caller-name.ts';
import { busiestDay, seriesOf } from '../hourly.ts';
import type { PanelUnit } from '../panel-unit.ts';
import { groupedBy, largest, numberIn, sumsBy, textIn, textOrNull, total } from '../row-values.ts';
import { topBars } from '../top-bars.ts';
import type { Row } from '../../model/row.ts';

const THRESHOLD = PANEL_THRESHOLDS['tokens-by-identity'];

/** Tokens by user or role. The guide names no period for its thresholds; a dashboard of it shows a day. */
export const tokensByIdentity: PanelUnit = {
  id: 'tokens-by-identity',
  title: 'Tokens by identity',
  measures: 'tokens of one user or role in its busiest 24 hours',
  unit: 'tokens',
  threshold: THRESHOLD,
  perHour: false,
  sources: ['bedrock.invocations', 'cloudtrail.management'],
  needs: 'any',
  read({ rows: { calls }, coverage }) {
    const uncounted = total(calls.map((row) => numberIn(row, 'uncounted')));
    const known = total(calls.map(tokensIn));
    const notes =
      uncounted > 0
        ? [`${counted(uncounted, 'call')} without a token count: the sums are at least these`]
        : [];
    if (calls.length === 0) return { value: 0, text: nothingFoundText(coverage) };
    if (known === 0 && uncounted > 0)
      return {
        value: null,
        text: `cannot be told: none of ${counted(uncounted, 'call')} has a token count`,
        notes,
      };
    const days = new Map(
      [...groupedBy(calls, (row) => textIn(row, 'caller'))].map(([caller, rows]) => [
        caller,
        busiestDay(sumsBy(rows, (row) => textOrNull(row, 'hour'), tokensIn)).value,
      ]),
    );
    const top = largest(days);
    const hours = sumsBy(calls, (row) => textOrNull(row, 'hour'), tokensIn);
    return {
      value: top?.value ?? 0,
      text: `${counted(known, 'token')} by ${counted(days.size, 'identity', 'identities')}; most in 24 hours: ${(top?.value ?? 0).toLocaleString('en-US')} by ${callerName(top?.name ?? '')}`,
      series: [seriesOf('tokens', hours, coverage)],
      bars: topBars(
        sumsBy(calls, (row) => textIn(row, 'caller'), tokensIn),
        (value, name) =>
          `${value.toLocaleString('en-US')}${name === '' ? '' : `, ${(days.get(name) ?? 0).toLocaleString('en-US')} in 24 h`}`,
        (name) => levelOf(days.get(name) ?? 0, THRESHOLD),
      ),
      notes,
    };
  },
};

function tokensIn(row: Row): number {
  return numberIn(row, 'input_tokens') + numberIn(row, 'output_tokens');
}
