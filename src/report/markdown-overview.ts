import { counted } from '../base/text.ts';
import { stretchesText } from '../model/coverage.ts';
import { type Panel, valueText } from '../model/overview.ts';
import type { Report } from '../model/report.ts';
import type { Markdown } from './markdown-template.ts';
import { mdList, mdTable, mdText } from './markdown-template.ts';

/** The panels and groups as tables; Markdown has no plots. */
export function overviewSection({ overview }: Report): readonly Markdown[] {
  if (overview === null)
    return [
      mdText`## Overview of the workload`,
      mdText`The logs of the case have not been read to their end, so the panels cannot be told.`,
    ];
  return [
    mdText`## Overview of the workload`,
    mdTable(
      ['Panel', 'Level', 'Value', 'What it says', 'Thresholds', 'Coverage'],
      overview.panels.map((panel) => [
        panel.title,
        panel.level.replace('-', ' '),
        panel.value === null ? 'not known' : valueText(panel.value, panel.unit),
        panel.text,
        panel.threshold === null
          ? 'none'
          : `over ${valueText(panel.threshold.warning, panel.unit)}, over ${valueText(panel.threshold.critical, panel.unit)}`,
        coverageCell(panel),
      ]),
      { nothing: 'No panel was made.' },
    ),
    ...overview.panels.flatMap(panelDetail),
    mdText`### What there is to monitor (GENSEC03-BP01)`,
    mdTable(
      ['Group', 'What', 'Seen', 'What the logs say'],
      overview.groups.flatMap(({ title, measures }) =>
        measures.map((measure) => [title, measure.title, measure.state.replace('-', ' '), measure.text]),
      ),
      { nothing: 'No group was looked at.' },
    ),
    mdText`Model prices of ${overview.prices.asOf}: ${overview.prices.source}.`,
  ];
}

function panelDetail({ title, bars, items, notes }: Panel): readonly Markdown[] {
  if (bars.length + items.length + notes.length === 0) return [];
  return [
    mdText`### ${title}`,
    ...(notes.length === 0 ? [] : [mdList(notes.map((note) => mdText`${note}`))]),
    ...(bars.length === 0
      ? []
      : [
          mdTable(
            ['Name', 'Value'],
            bars.map(({ name, note }) => [name, note]),
            { nothing: '' },
          ),
        ]),
    ...(items.length === 0
      ? []
      : [
          mdTable(
            ['Time (UTC)', 'What', 'Who', 'Detail', 'Event'],
            items.map(({ at, what, who, detail, event }) => [at, what, who, detail, event]),
            { nothing: '', most: 50 },
          ),
        ]),
  ];
}

function coverageCell({ coverage }: Panel): string {
  const read =
    coverage.records === 0
      ? 'nothing read'
      : `${counted(coverage.records, 'event')}, ${stretchesText(coverage.stretches)}`;
  return [`${coverage.status.replace('-', ' ')}: ${read}`, ...coverage.gaps].join('; ');
}
