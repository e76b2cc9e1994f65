import { counted, listed } from '../../base/text.ts';
import { nothingFoundText } from '../../model/coverage.ts';
import { costOf, type ModelPrices } from '../../model/model-prices.ts';
import { valueText } from '../../model/overview.ts';
import { PANEL_THRESHOLDS } from '../../model/panel-thresholds.ts';
import type { Row } from '../../model/row.ts';
import { seriesOf } from '../hourly.ts';
import type { PanelUnit } from '../panel-unit.ts';
import { largest, numberIn, sumsBy, textIn, textOrNull, total } from '../row-values.ts';
import { topBars } from '../top-bars.ts';

/** What the calls cost by the hour, from tokens and the table of prices. A model without a price is named, not free. */
export const costPerHour: PanelUnit = {
  id: 'cost-per-hour',
  title: 'Cost burn per hour',
  measures: 'estimated US dollars in the dearest hour, all identities and models',
  unit: 'usd',
  threshold: PANEL_THRESHOLDS['cost-per-hour'],
  perHour: true,
  sources: ['bedrock.invocations', 'cloudtrail.management'],
  needs: 'any',
  read({ rows: { calls, otherPlanes }, coverage, prices }) {
    const used = calls.filter((row) => numberIn(row, 'calls') > numberIn(row, 'errors') || tokensIn(row) > 0);
    const unpriced = used.filter((row) => costIn(row, prices) === null);
    const priced = used.filter((row) => costIn(row, prices) !== null);
    const notes = notesOn({ used, unpriced, prices, elsewhere: numberIn(otherPlanes[0], 'calls') });
    if (used.length === 0) return { value: 0, text: nothingFoundText(coverage), notes };
    if (total(priced.map(tokensIn)) === 0)
      return {
        value: null,
        text: `cannot be told: no call of ${counted(total(used.map((row) => numberIn(row, 'calls'))), 'call')} has both tokens and a price`,
        notes,
      };
    const cost = (row: Row): number => costIn(row, prices) ?? 0;
    const byHour = sumsBy(priced, (row) => textOrNull(row, 'hour'), cost);
    const peak = largest(byHour);
    const least =
      unpriced.length > 0 || notes.some((note) => note.includes('token count')) ? 'at least ' : '';
    return {
      value: peak?.value ?? 0,
      text: `${least}${valueText(total(priced.map(cost)), 'usd')} in all; dearest hour ${valueText(peak?.value ?? 0, 'usd')} (${peak?.name ?? 'no time'})`,
      series: [seriesOf('US dollars', byHour, coverage)],
      bars: topBars(
        sumsBy(priced, (row) => textIn(row, 'model'), cost),
        (value) => valueText(value, 'usd'),
      ),
      notes,
    };
  },
};

function tokensIn(row: Row): number {
  return numberIn(row, 'input_tokens') + numberIn(row, 'output_tokens');
}

function costIn(row: Row, prices: ModelPrices): number | null {
  return costOf(prices, {
    model: textIn(row, 'model'),
    input: numberIn(row, 'input_tokens'),
    output: numberIn(row, 'output_tokens'),
  });
}

function notesOn({
  used,
  unpriced,
  prices,
  elsewhere,
}: {
  readonly used: readonly Row[];
  readonly unpriced: readonly Row[];
  readonly prices: ModelPrices;
  readonly elsewhere: number;
}): readonly string[] {
  const models = [...new Set(unpriced.map((row) => textIn(row, 'model')))].toSorted();
  const uncounted = total(used.map((row) => numberIn(row, 'uncounted')));
  return [
    ...(models.length > 0
      ? [
          `no price for ${listed(models.slice(0, 6))}${models.length > 6 ? ` and ${counted(models.length - 6, 'more model')}` : ''}: ${counted(total(unpriced.map(tokensIn)), 'token')} of ${counted(total(unpriced.map((row) => numberIn(row, 'calls'))), 'call')} are not in this figure; give --prices or modelPrices in org.yaml`,
        ]
      : []),
    ...(uncounted > 0
      ? [
          `${counted(uncounted, 'call without a token count is', 'calls without a token count are')} not in this figure`,
        ]
      : []),
    ...(elsewhere > 0
      ? [
          `${counted(elsewhere, 'call on another inference plane has', 'calls on other inference planes have')} no tokens in the logs`,
        ]
      : []),
    `prices of ${prices.asOf} (${prices.source}); an estimate, the bill decides`,
  ];
}
