import { counted } from '../base/text.ts';
import { markup } from './html-template.ts';
import type { Html } from './html-template.ts';
import { timeTicks } from './time-ticks.ts';
import type { Tick } from './time-ticks.ts';
import type { Flag, Lane, Mark, Panel } from './timeline-layout.ts';
import { spanText } from './wording.ts';

const WIDTH = 1000;
const LEFT = 104;
const RIGHT = 24;
const LANE = 30;
const FLAGS = 22;
const AXIS = 40;

/** A panel of the timeline as inline SVG: lanes down, time (UTC) across; a mark tells its title where pointed at. */
export function timelinePicture(panel: Panel): Html {
  const top = panel.flags.length > 0 ? FLAGS : 6;
  const bottom = top + panel.lanes.length * LANE;
  const name = `${panel.title}: ${spanText(iso(panel.from), iso(panel.to))} (UTC)`;
  return markup`<figure class="picture"><figcaption>${name}</figcaption><div class="scroll"><svg viewBox="0 0 ${WIDTH} ${bottom + AXIS}" role="img" aria-label="${name}">${panel.lanes.map((lane, index) => laneShapes(lane, top + index * LANE))}${timeTicks(panel.from, panel.to).map((tick) => tickShapes(tick, panel, { top, bottom }))}${panel.flags.map((flag) => flagShapes(flag, bottom))}${panel.lanes.map((lane, index) => lane.marks.map((mark) => markShapes(mark, lane.kind, top + index * LANE + LANE / 2)))}</svg></div></figure>
`;
}

function x(at: number): string {
  return (LEFT + at * (WIDTH - LEFT - RIGHT)).toFixed(1);
}

function laneShapes({ name }: Lane, y: number): Html {
  const middle = y + LANE / 2;
  return markup`<line class="lane" x1="${LEFT - 10}" x2="${WIDTH - RIGHT + 10}" y1="${middle}" y2="${middle}"/><text class="name" x="${LEFT - 18}" y="${middle + 4}">${name}</text>`;
}

function tickShapes(
  tick: Tick,
  { from, to }: Panel,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): Html {
  const at = x(to === from ? 0 : (tick.at - from) / (to - from));
  const date =
    tick.date === '' ? null : markup`<text class="tick" x="${at}" y="${bottom + 32}">${tick.date}</text>`;
  return markup`<line class="grid" x1="${at}" x2="${at}" y1="${top}" y2="${bottom + 4}"/><text class="tick" x="${at}" y="${bottom + 18}">${tick.text}</text>${date}`;
}

function flagShapes({ at, text }: Flag, bottom: number): Html {
  return markup`<line class="flag" x1="${x(at)}" x2="${x(at)}" y1="16" y2="${bottom}"/><text class="flag" x="${x(at)}" y="12">${text}</text>`;
}

function markShapes({ at, count, first, last }: Mark, kind: string, y: number): Html {
  const more = count === 1 ? '' : ` … ${last.title} (${counted(count, 'entry', 'entries')})`;
  const number =
    count === 1
      ? null
      : markup`<text class="count" x="${x(at)}" y="${y + 3}">${count > 999 ? '1k+' : count}</text>`;
  const radius = count === 1 ? 5.5 : 9;
  return markup`<g class="mark ${kind}"><title>${spanText(first.at, last.at)} ${shorten(first.title)}${shorten(more)}</title><circle cx="${x(at)}" cy="${y}" r="${radius}"/>${number}</g>`;
}

function shorten(text: string): string {
  return text.length > 160 ? `${Array.from(text.slice(0, 160)).slice(0, 150).join('')}…` : text;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
