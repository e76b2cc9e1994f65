import { counted } from '../../base/text.ts';
import { levelOf, valueText } from '../../model/overview.ts';
import { nothingFoundText } from '../../model/coverage.ts';
import { ENOUGH_CALLS, PANEL_THRESHOLDS } from '../../model/panel-thresholds.ts';
import type { Row } from '../../model/row.ts';
import { seriesOf } from '../hourly.ts';
import type { PanelUnit } from '../panel-unit.ts';
import { groupedBy, largest, numberIn, sumsBy, textIn, textOrNull, total } from '../row-values.ts';
import { topBars } from '../top-bars.ts';

const THRESHOLD = PANEL_THRESHOLDS['error-rate'];
const MOST_SERIES = 4;

/** The share of failed calls by model, over the records and in every hour with enough calls. */
export const errorRate: PanelUnit = {
  id: 'error-rate',
  title: 'Error rate by model',
  measures: `failed calls among the calls of one model, over the records or in one hour, from ${ENOUGH_CALLS} calls on; models with fewer are taken together`,
  unit: 'ratio',
  threshold: THRESHOLD,
  perHour: true,
  sources: ['cloudtrail.management', 'bedrock.invocations'],
  needs: 'any',
  read({ rows: { calls }, coverage }) {
    if (calls.length === 0) return { value: 0, text: nothingFoundText(coverage) };
    const models = [...pooled(calls)]
      .map(([model, rows]) => rated(model, rows))
      .toSorted((a, b) => b.worst - a.worst || (a.model < b.model ? -1 : 1));
    const errors = models.reduce((sum, one) => sum + one.errors, 0);
    const all = models.reduce((sum, one) => sum + one.calls, 0);
    const failed = `${errors.toLocaleString('en-US')} of ${counted(all, 'call')} failed`;
    const worst = models.find((one) => one.calls >= ENOUGH_CALLS);
    if (worst === undefined)
      return { value: errors / all, level: 'unrated', text: `${failed}: too few to be held against a rate` };
    const byName = new Map(models.map((one) => [one.model, one]));
    return {
      value: worst.worst,
      text: errors === 0 ? failed : `${failed}; worst: ${worst.model} at ${rateText(worst)}`,
      series: models
        .filter((one) => one.errors > 0 && one.calls >= ENOUGH_CALLS)
        .slice(0, MOST_SERIES)
        .map((one) => seriesOf(one.model, one.hourly, coverage)),
      bars: topBars(
        new Map(models.map((one) => [one.model, one.worst])),
        (_, name) => {
          const one = byName.get(name);
          return one === undefined
            ? ''
            : `${rateText(one)} (${one.errors} of ${counted(one.calls, 'call')} in all)`;
        },
        (name, value) =>
          (byName.get(name)?.calls ?? 0) >= ENOUGH_CALLS ? levelOf(value, THRESHOLD) : 'unrated',
      ).filter(({ name }) => byName.has(name)),
    };
  },
};

/** The rows of each model; those of models with few calls as one, which is what a scan over models looks like. */
function pooled(calls: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const models = groupedBy(calls, (row) => textIn(row, 'model'));
  const few = [...models].filter(
    ([, rows]) => total(rows.map((row) => numberIn(row, 'calls'))) < ENOUGH_CALLS,
  );
  if (few.length < 2) return models;
  const rest = [...models].filter(([model]) => !few.some(([name]) => name === model));
  return new Map([...rest, [`${few.length} models with few calls`, few.flatMap(([, rows]) => rows)]]);
}

/** The rate, and that it is of one hour where it is not the share of all calls. */
function rateText({ worst, errors, calls }: RatedModel): string {
  return `${valueText(worst, 'ratio')}${worst > errors / calls ? ' in its worst hour' : ''}`;
}

interface RatedModel {
  readonly model: string;
  readonly calls: number;
  readonly errors: number;
  readonly worst: number;
  readonly hourly: ReadonlyMap<string, number>;
}

function rated(model: string, rows: readonly Row[]): RatedModel {
  const calls = rows.reduce((sum, row) => sum + numberIn(row, 'calls'), 0);
  const errors = rows.reduce((sum, row) => sum + numberIn(row, 'errors'), 0);
  const callsByHour = sumsBy(
    rows,
    (row) => textOrNull(row, 'hour'),
    (row) => numberIn(row, 'calls'),
  );
  const errorsByHour = sumsBy(
    rows,
    (row) => textOrNull(row, 'hour'),
    (row) => numberIn(row, 'errors'),
  );
  const hourly = new Map(
    [...callsByHour].map(([hour, count]) => [hour, (errorsByHour.get(hour) ?? 0) / count]),
  );
  const enough = new Map([...hourly].filter(([hour]) => (callsByHour.get(hour) ?? 0) >= ENOUGH_CALLS));
  return {
    model,
    calls,
    errors,
    worst: Math.max(calls === 0 ? 0 : errors / calls, largest(enough)?.value ?? 0),
    hourly,
  };
}
