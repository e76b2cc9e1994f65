import { counted } from '../base/text.ts';
import type { TimelineEntry } from '../model/report.ts';
import { timeText } from './wording.ts';

/** So many lines a reader gets of what the logs say; what the case itself did is never left out. */
const MOST = 300;

export interface TimelineRows {
  readonly rows: readonly TimelineEntry[];
  /** Cited events that no line stands for. */
  readonly left: number;
}

/**
 * The timeline as a table has it. Where it is long, the events of one finding within an hour are one line: cut off at a
 * number of lines instead, it would end before the worst of it, and before everything that was done about it.
 */
export function timelineRows(timeline: readonly TimelineEntry[]): TimelineRows {
  if (timeline.length <= MOST) return { rows: timeline, left: 0 };
  const groups = new Map<string, [TimelineEntry, ...TimelineEntry[]]>();
  for (const [index, entry] of timeline.entries()) {
    const key = isCited(entry) ? JSON.stringify([entry.title, hourOf(entry)]) : String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  const all = [...groups.values()];
  const shown = new Set(all.filter(([first]) => isCited(first)).slice(0, MOST));
  const kept = all.filter((group) => !isCited(group[0]) || shown.has(group));
  const left =
    all.reduce((sum, group) => sum + group.length, 0) - kept.reduce((sum, group) => sum + group.length, 0);
  return { rows: kept.map(lineOf), left };
}

function isCited({ kind }: TimelineEntry): boolean {
  return kind === 'finding';
}

function hourOf({ at }: TimelineEntry): string {
  return at.slice(0, 13);
}

function lineOf(group: readonly [TimelineEntry, ...TimelineEntry[]]): TimelineEntry {
  const [first] = group;
  const last = group.at(-1) ?? first;
  if (group.length === 1) return first;
  return { ...first, title: `${first.title} (${counted(group.length, 'event')} up to ${timeText(last.at)})` };
}
