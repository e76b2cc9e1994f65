import { cutText } from '../base/text-safety.ts';
import { counted } from '../base/text.ts';
import {
  type Bar,
  type MonitoringGroup,
  type Overview,
  type Panel,
  type PanelLevel,
  type Series,
  type Threshold,
  type Unit,
  valueText,
} from '../model/overview.ts';
import { coverageText } from './coverage-text.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import type { Paint } from './paint.ts';
import { barLines, sparkline } from './plots.ts';
import { displayWidth, fitName, fitWidth } from './width.ts';
import { wrapText } from './wrap.ts';

export interface OverviewLook {
  readonly width: number;
  readonly paint: Paint;
}

const MOST_ITEMS = 8;
/** Names in a text are the intruder's; a longer text is cut here and whole in the JSON. */
const MOST_CHARACTERS = 1200;
const INDENT = 3;

/** The overview as lines of text: eight panels, then the six groups. */
export function overviewLines(overview: Overview, look: OverviewLook): readonly string[] {
  const span =
    overview.from === null || overview.to === null
      ? 'no record was read'
      : `${overview.from} to ${overview.to}`;
  return [
    look.paint.strong(escapeTerminal(`OVERVIEW  ${span} (UTC)`)),
    '',
    ...overview.panels.flatMap((panel, index) => [...panelLines(panel, index + 1, look), '']),
    look.paint.strong('WHAT THE SOURCE ASKS TO MONITOR (GENSEC03-BP01)'),
    '',
    ...overview.groups.flatMap((group) => [...groupLines(group, look), '']),
  ].slice(0, -1);
}

function panelLines(panel: Panel, number: number, look: OverviewLook): readonly string[] {
  const title = `${number}  ${escapeShort(panel.title, 60)}`;
  const level = levelText(panel.level, panel.threshold, panel.unit);
  const gap = ' '.repeat(Math.max(2, look.width - displayWidth(title) - displayWidth(level)));
  return [
    `${look.paint.strong(title)}${gap}${painted(panel.level, level, look.paint)}`,
    ...body(panel.text, look),
    ...panel.series.flatMap((series) => seriesLines(series, panel, look)),
    ...barLines(panel.bars, {
      width: look.width - INDENT,
      mark: ({ level: of }: Bar, text) => painted(of, text, look.paint),
    }).map((line) => ' '.repeat(INDENT) + line),
    ...itemLines(panel, look),
    ...panel.notes.flatMap((note) => body(`note: ${note}`, look)),
    // A panel that was not seen says so in its text already.
    ...(panel.coverage.records === 0
      ? []
      : wrapped(cutText(`coverage: ${coverageText(panel.coverage, 1)}`, MOST_CHARACTERS), look).map((line) =>
          look.paint.faint(line),
        )),
  ];
}

function seriesLines({ name, points, hours }: Series, panel: Panel, look: OverviewLook): readonly string[] {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return [];
  const top = Math.max(0, ...points.map(({ value }) => value ?? 0));
  const label = panel.series.length > 1 ? `${escapeShort(name, 40)}: ` : '';
  const each = hours === 1 ? 'by the hour' : `by ${hours} hours (their largest hour)`;
  return [
    ' '.repeat(INDENT) + sparkline(points, look.width - INDENT),
    ...wrapped(
      `${label}${escapeTerminal(first.at.slice(0, 16))}Z to ${escapeTerminal(last.at.slice(0, 16))}Z, ${each}, highest ${valueText(top, panel.unit)}`,
      look,
    ).map((line) => look.paint.faint(line)),
  ];
}

function itemLines({ items, itemCount }: Panel, look: OverviewLook): readonly string[] {
  const shown = items.slice(0, MOST_ITEMS).flatMap(({ at, who, what, detail }) => {
    const told = `${escapeTerminal(at)}  ${escapeShort(what, 50)}  `;
    return [
      ' '.repeat(INDENT) + withName(told, escapeTerminal(who), look.width - INDENT),
      ...(detail === ''
        ? []
        : [
            look.paint.faint(
              ' '.repeat(INDENT + 2) + fitWidth(escapeTerminal(detail), look.width - INDENT - 2),
            ),
          ]),
    ];
  });
  const more = itemCount - Math.min(items.length, MOST_ITEMS);
  return more > 0 ? [...shown, `${' '.repeat(INDENT)}+${counted(more, 'more', 'more')}`] : shown;
}

/** A line of at most `width` columns that ends with a name. */
function withName(told: string, name: string, width: number): string {
  const line = fitWidth(told, width);
  return `${line}${fitName(name, width - displayWidth(line))}`.trimEnd();
}

function groupLines({ title, measures }: MonitoringGroup, look: OverviewLook): readonly string[] {
  const gaps = [
    ...new Set(measures.flatMap(({ state, coverage }) => (state === 'seen' ? (coverage?.gaps ?? []) : []))),
  ];
  return [
    look.paint.strong(escapeTerminal(title)),
    ...measures.flatMap((measure) => {
      const text = measure.state === 'elsewhere' ? `not in logs: ${measure.text}` : measure.text;
      const lines = body(`${measure.title}: ${text}`, look);
      return measure.state === 'not-seen' ? lines.map((line) => look.paint.warning(line)) : lines;
    }),
    ...(gaps.length === 0
      ? []
      : body(`rests on: ${gaps.join('; ')}`, look).map((line) => look.paint.faint(line))),
  ];
}

function levelText(level: PanelLevel, threshold: Threshold | null, unit: Unit): string {
  switch (level) {
    case 'critical':
      return `CRITICAL (over ${valueText(threshold?.critical ?? 0, unit)})`;
    case 'warning':
      return `WARNING (over ${valueText(threshold?.warning ?? 0, unit)})`;
    case 'below':
      return `not over ${valueText(threshold?.warning ?? 0, unit)}`;
    case 'unrated':
      return 'no threshold';
    case 'not-seen':
      return 'NOT SEEN';
  }
}

function painted(level: PanelLevel, text: string, paint: Paint): string {
  if (level === 'critical') return paint.severity('critical', text);
  if (level === 'warning' || level === 'not-seen') return paint.warning(text);
  return text;
}

function body(text: string, look: OverviewLook): readonly string[] {
  return wrapped(escapeShort(text, MOST_CHARACTERS), look);
}

function wrapped(text: string, look: OverviewLook): readonly string[] {
  return wrapText(text, look.width - INDENT, 2).map((line) => ' '.repeat(INDENT) + line);
}
