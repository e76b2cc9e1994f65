import { type Panel, type Series, type SeriesPoint, valueText } from '../model/overview.ts';
import type { Html } from './html-template.ts';
import { markup } from './html-template.ts';

const WIDTH = 480;
const HEIGHT = 132;
const LEFT = 64;
const RIGHT = 10;
const TOP = 12;
const BOTTOM = 104;

/**
 * Values over time as inline SVG: a column a point, the thresholds as lines where they are in reach, a grey field
 * where no record stands.
 */
export function panelPlot(
  series: Series,
  panel: Pick<Panel, 'title' | 'unit' | 'threshold' | 'perHour'>,
): Html {
  const { points } = series;
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return markup``;
  const limits = lines(panel);
  const peak = Math.max(0, ...points.map(({ value }) => value ?? 0));
  const top = Math.max(peak, ...limits.filter(({ at }) => at <= peak * 2).map(({ at }) => at)) || 1;
  const name = `${panel.title}: ${series.name}, ${first.at} to ${last.at} (UTC), highest ${valueText(peak, panel.unit)}`;
  const label = (value: number): Html =>
    markup`<text class="name" x="${LEFT - 6}" y="${y(value, top) + 4}">${short(value, panel.unit)}</text>`;
  return markup`<figure class="plot"><figcaption>${series.name}${series.hours === 1 ? ' by the hour' : `, largest hour of ${series.hours}`}</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}">${points.map((point, index) => column(point, index, { count: points.length, top, unit: panel.unit }))}${limits.filter(({ at }) => at <= top).map(({ at, kind }) => markup`<line class="limit ${kind}" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(at, top)}" y2="${y(at, top)}"/>`)}<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${BOTTOM}" y2="${BOTTOM}"/>${label(0)}${label(top)}<text x="${LEFT}" y="${BOTTOM + 20}">${timeLabel(first.at)}</text>${points.length === 1 ? null : markup`<text class="name" x="${WIDTH - RIGHT}" y="${BOTTOM + 20}">${timeLabel(last.at)}</text>`}</svg></figure>
`;
}

function column(
  { at, value }: SeriesPoint,
  index: number,
  { count, top, unit }: { readonly count: number; readonly top: number; readonly unit: Panel['unit'] },
): Html {
  const slot = (WIDTH - LEFT - RIGHT) / count;
  const gap = slot > 6 ? 1.5 : 0;
  const width = Math.min(slot - gap, 40).toFixed(2);
  const x = (LEFT + index * slot + gap / 2).toFixed(2);
  if (value === null)
    return markup`<rect class="unknown" x="${x}" y="${TOP}" width="${slot.toFixed(2)}" height="${BOTTOM - TOP}"><title>${at}: no record</title></rect>`;
  const height = value <= 0 ? 1 : Math.max(2, BOTTOM - y(value, top));
  return markup`<rect class="column" x="${x}" y="${(BOTTOM - height).toFixed(2)}" width="${width}" height="${height.toFixed(2)}"><title>${at}: ${valueText(value, unit)}</title></rect>`;
}

function lines({
  threshold,
  perHour,
}: Pick<Panel, 'threshold' | 'perHour'>): readonly { readonly at: number; readonly kind: string }[] {
  if (threshold === null || !perHour) return [];
  return [
    { at: threshold.warning, kind: 'medium' },
    { at: threshold.critical, kind: 'critical' },
  ];
}

function y(value: number, top: number): number {
  return Math.round((BOTTOM - (value / top) * (BOTTOM - TOP)) * 100) / 100;
}

/** `6.2M` instead of `6,221,282 tokens`: the axis has no room. */
function short(value: number, unit: Panel['unit']): string {
  if (unit === 'ratio' || value < 10_000) return valueText(value, unit === 'tokens' ? 'count' : unit);
  const sign = unit === 'usd' ? '$' : '';
  return value >= 1_000_000
    ? `${sign}${(value / 1_000_000).toFixed(1)}M`
    : `${sign}${Math.round(value / 1000)}k`;
}

function timeLabel(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}
