import type { Finding } from '../model/finding.ts';
import type { Report, TimelineEntry } from '../model/report.ts';
import { SEVERITIES } from '../model/severity.ts';

/** One mark of the picture: entries of a lane that fall together. */
export interface Mark {
  /** 0 to 1 along the time axis. */
  readonly at: number;
  readonly count: number;
  readonly first: TimelineEntry;
  readonly last: TimelineEntry;
}

export interface Lane {
  readonly name: string;
  /** A severity for lanes of findings, otherwise the kind of entry. */
  readonly kind: string;
  readonly marks: readonly Mark[];
}

/** A picture of its own: what happened in the account and how the case was worked lie days apart. */
export interface Panel {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly lanes: readonly Lane[];
  /** The first event of each open finding, numbered in the order of time; those near each other share a flag. */
  readonly flags: readonly Flag[];
}

export interface Flag {
  readonly at: number;
  /** `3`, or `3–5`. */
  readonly text: string;
}

/** The beginning of an open finding, as the list beside the picture tells it. */
export interface Moment {
  readonly at: string;
  readonly finding: Finding;
}

/**
 * The axis in slots. A mark stands for all entries of its lane in a slot and tells their number, so a panel never has
 * more than some 300 marks and no entry is left out.
 */
const SLOTS = 50;
const SLOTS_OF_A_FLAG = 2;

const CASE_LANES: readonly (readonly [kind: string, name: string])[] = [
  ['log', 'Incident log'],
  ['answer', 'Answers'],
  ['note', 'Notes'],
  ['case', 'Case'],
];

/** The panels of the timeline; a panel without an entry is left out. */
export function timelinePanels(report: Report): readonly Panel[] {
  const readable = report.timeline.filter(({ at }) => !Number.isNaN(instantOf(at)));
  const severities = severityOfEvents(report);
  const findings = readable.filter(({ kind }) => kind === 'finding');
  const severityLanes = SEVERITIES.map((severity) => ({
    name: severity.slice(0, 1).toUpperCase() + severity.slice(1),
    kind: severity as string,
    entries: findings.filter(
      ({ event }) => (event === null ? 'info' : (severities.get(event) ?? 'info')) === severity,
    ),
  }));
  const began = moments(report);
  const pinned = {
    name: 'Pinned',
    kind: 'pinned',
    entries: readable.filter(({ kind }) => kind === 'pinned'),
  };
  const caseLanes = CASE_LANES.map(([kind, name]) => ({
    name,
    kind,
    entries: readable.filter((entry) => entry.kind === kind),
  }));
  return [
    ...panelOf(
      {
        title: 'In the account',
        times: began.map(({ at }) => at),
        flags: (span) => flagsOf(began, span),
      },
      [...severityLanes, pinned],
    ),
    ...panelOf({ title: 'Work on the case', times: [], flags: () => [] }, caseLanes),
  ];
}

/** Entries of the timeline whose time can't be read, and which no mark stands for. */
export function undated({ timeline }: Report): number {
  return timeline.filter(({ at }) => Number.isNaN(instantOf(at))).length;
}

/** When each open finding began, in the order of time. */
export function moments({ findings }: Report): readonly Moment[] {
  return findings
    .flatMap((finding) =>
      finding.disposition === 'open' && finding.first !== null && !Number.isNaN(instantOf(finding.first))
        ? [{ at: finding.first, finding }]
        : [],
    )
    .toSorted((a, b) => instantOf(a.at) - instantOf(b.at));
}

/** A lane before its entries are put together to marks. */
export interface Filling {
  readonly name: string;
  readonly kind: string;
  readonly entries: readonly TimelineEntry[];
}

/** From the first to the last instant of a panel, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface PanelHead {
  readonly title: string;
  /** Times that have to be on the panel beside those of its entries, ISO 8601 UTC. */
  readonly times: readonly string[];
  readonly flags: (span: Span) => readonly Flag[];
}

/** A panel of these lanes, without the empty ones; none when all are empty. */
export function panelOf(head: PanelHead, fillings: readonly Filling[]): readonly Panel[] {
  const filled = fillings.filter(({ entries }) => entries.length > 0);
  if (filled.length === 0) return [];
  const times = [...filled.flatMap(({ entries }) => entries.map(({ at }) => at)), ...head.times].map(
    instantOf,
  );
  const from = times.reduce((a, b) => Math.min(a, b));
  const to = times.reduce((a, b) => Math.max(a, b));
  const lanes = filled.map(({ name, kind, entries }) => ({
    name,
    kind,
    marks: marksOf(entries, { from, to }),
  }));
  return [{ title: head.title, from, to, lanes, flags: head.flags({ from, to }) }];
}

/** Where an instant stands along the axis, 0 to 1, in whole slots. */
export function placeOf(at: string, span: Span): number {
  return slotOf(at, span) / SLOTS;
}

function slotOf(at: string, { from, to }: Span): number {
  return to === from ? 0 : Math.round(((instantOf(at) - from) / (to - from)) * SLOTS);
}

/** The moments as flags; one that would touch the flag before it joins it. They come in the order of time. */
function flagsOf(all: readonly Moment[], span: Span): readonly Flag[] {
  const groups: { readonly slot: number; readonly first: number; last: number }[] = [];
  for (const [index, { at }] of all.entries()) {
    const slot = slotOf(at, span);
    const held = groups.at(-1);
    if (held === undefined || slot - held.slot >= SLOTS_OF_A_FLAG)
      groups.push({ slot, first: index + 1, last: index + 1 });
    else held.last = index + 1;
  }
  return groups.map(({ slot, first, last }) => ({
    at: slot / SLOTS,
    text: first === last ? `${first}` : `${first}–${last}`,
  }));
}

function marksOf(entries: readonly TimelineEntry[], span: Span): readonly Mark[] {
  const slots = new Map<number, TimelineEntry[]>();
  for (const entry of entries) {
    const slot = slotOf(entry.at, span);
    const held = slots.get(slot);
    if (held === undefined) slots.set(slot, [entry]);
    else held.push(entry);
  }
  return [...slots.entries()].flatMap(([slot, held]) => {
    const sorted = held.toSorted((a, b) => a.at.localeCompare(b.at));
    const first = sorted[0];
    const last = sorted.at(-1);
    return first === undefined || last === undefined
      ? []
      : [{ at: slot / SLOTS, count: held.length, first, last }];
  });
}

/** The worst severity of the open or expected findings that cite an event. */
function severityOfEvents({ findings }: Report): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const leastFirst = findings.toSorted(
    (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity),
  );
  for (const { events, severity } of leastFirst) for (const event of events) found.set(event, severity);
  return found;
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;

/** Milliseconds since 1970, NaN for a text that is not ISO 8601 in UTC: Date.parse takes almost any text with a digit. */
function instantOf(at: string): number {
  return ISO.test(at) ? Date.parse(at) : Number.NaN;
}
