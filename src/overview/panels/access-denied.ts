import { counted } from '../../base/text.ts';
import { nothingFoundText } from '../../model/coverage.ts';
import { PANEL_THRESHOLDS } from '../../model/panel-thresholds.ts';
import { seriesOf } from '../hourly.ts';
import type { PanelUnit } from '../panel-unit.ts';
import { largest, numberIn, sumsBy, textIn, textOrNull, total } from '../row-values.ts';
import { topBars } from '../top-bars.ts';

/** Denied calls by hour, on every service: whoever looks for doors tries those of AI services last. */
export const accessDenied: PanelUnit = {
  id: 'access-denied',
  title: 'Access denied',
  measures: 'denied calls in the busiest hour, on all services',
  unit: 'count',
  threshold: PANEL_THRESHOLDS['access-denied'],
  perHour: true,
  sources: ['cloudtrail.management'],
  needs: 'all',
  read({ rows: { denied }, coverage }) {
    const count = (row: (typeof denied)[number]): number => numberIn(row, 'denied');
    const byHour = sumsBy(denied, (row) => textOrNull(row, 'hour'), count);
    const peak = largest(byHour);
    const all = total(denied.map(count));
    const onAi = total(denied.map((row) => numberIn(row, 'on_ai')));
    return {
      value: peak?.value ?? 0,
      text:
        peak === null
          ? nothingFoundText(coverage)
          : `${counted(all, 'denied call')}, ${onAi.toLocaleString('en-US')} on AI services; at most ${peak.value.toLocaleString('en-US')} in an hour (${peak.name})`,
      series: [seriesOf('denied calls', byHour, coverage)],
      bars: topBars(
        sumsBy(denied, (row) => textIn(row, 'caller'), count),
        (value) => counted(value, 'call'),
      ),
    };
  },
};
