import { counted, listed } from '../../base/text.ts';
import { nothingFoundText } from '../../model/coverage.ts';
import { callerName } from '../caller-name.ts';
import { seriesOf } from '../hourly.ts';
import type { PanelUnit } from '../panel-unit.ts';
import { groupedBy, numberIn, sumsBy, textIn, textOrNull } from '../row-values.ts';
import { topBars } from '../top-bars.ts';

const DAY = 24 * 3_600_000;

/** Who called models in the last day of the records, and who did so for the first time. */
export const uniqueCallers: PanelUnit = {
  id: 'unique-callers',
  title: 'Unique callers',
  measures: 'users and roles that called a model in the last 24 hours of the records',
  unit: 'count',
  threshold: null,
  perHour: false,
  sources: ['bedrock.invocations', 'cloudtrail.management'],
  needs: 'any',
  read({ rows: { calls }, coverage }) {
    const timed = calls.filter((row) => textOrNull(row, 'hour') !== null);
    const hours = timed.map((row) => textIn(row, 'hour'));
    const last = hours.at(-1);
    if (last === undefined) return { value: 0, text: nothingFoundText(coverage) };
    const isRecent = (hour: string): boolean => Date.parse(hour) > Date.parse(last) - DAY;
    const recent = timed.filter((row) => isRecent(textIn(row, 'hour')));
    const before = new Set(
      timed.filter((row) => !isRecent(textIn(row, 'hour'))).map((row) => textIn(row, 'caller')),
    );
    const now = [...new Set(recent.map((row) => textIn(row, 'caller')))].toSorted();
    const fresh = before.size === 0 ? [] : now.filter((caller) => !before.has(caller));
    const perHour = new Map(
      [...groupedBy(timed, (row) => textIn(row, 'hour'))].map(
        ([hour, rows]) => [hour, new Set(rows.map((row) => textIn(row, 'caller'))).size] as const,
      ),
    );
    const newText =
      before.size === 0
        ? 'the records have no calls before that day, so who is new cannot be told'
        : fresh.length === 0
          ? 'none of them new'
          : `${fresh.length} of them new: ${listed(fresh.slice(0, 5).map(callerName))}${fresh.length > 5 ? ' and others' : ''}`;
    return {
      value: now.length,
      text: `${counted(now.length, 'caller')} in the 24 hours to ${last}; ${newText}`,
      series: [seriesOf('callers', perHour, coverage)],
      bars: topBars(
        sumsBy(
          recent,
          (row) => textIn(row, 'caller'),
          (row) => numberIn(row, 'calls'),
        ),
        (value, name) => `${counted(value, 'call')}${fresh.includes(name) ? ', new' : ''}`,
      ),
    };
  },
};
