import { counted } from '../../base/text.ts';
import { nothingFoundText } from '../../model/coverage.ts';
import { PANEL_THRESHOLDS } from '../../model/panel-thresholds.ts';
import { seriesOf } from '../hourly.ts';
import type { PanelUnit } from '../panel-unit.ts';
import { largest, numberIn, sumsBy, textIn, textOrNull, total } from '../row-values.ts';
import { topBars } from '../top-bars.ts';

/** Requests and answers that a guardrail blocked, by hour. */
export const guardrailBlocks: PanelUnit = {
  id: 'guardrail-blocks',
  title: 'Guardrail blocks',
  measures: 'requests blocked by a guardrail in the busiest hour',
  unit: 'count',
  threshold: PANEL_THRESHOLDS['guardrail-blocks'],
  perHour: true,
  sources: ['bedrock.invocations'],
  needs: 'all',
  read({ rows: { interventions, texts }, coverage }) {
    const blocks = (row: (typeof interventions)[number]): number => numberIn(row, 'blocks');
    const byHour = sumsBy(interventions, (row) => textOrNull(row, 'hour'), blocks);
    const peak = largest(byHour);
    const all = total(interventions.map(blocks));
    const masked = total(interventions.map((row) => numberIn(row, 'interventions'))) - all;
    const records = numberIn(texts[0], 'records');
    const untraced = records - numberIn(texts[0], 'traced');
    return {
      value: peak?.value ?? 0,
      text:
        all === 0 || peak === null
          ? nothingFoundText(coverage)
          : `${counted(all, 'block')}, at most ${counted(peak.value, 'block')} in an hour (${peak.name})`,
      series: [seriesOf('blocks', byHour, coverage)],
      bars: topBars(
        sumsBy(interventions, (row) => textIn(row, 'caller'), blocks),
        (value) => counted(value, 'block'),
      ),
      notes: [
        ...(masked > 0 ? [`${counted(masked, 'intervention')} masked text and blocked nothing`] : []),
        ...(untraced > 0
          ? [
              `${counted(untraced, 'record')} of ${records.toLocaleString('en-US')} ${untraced === 1 ? 'carries' : 'carry'} no guardrail result, which does not mean that no guardrail was there`,
            ]
          : []),
      ],
    };
  },
};
