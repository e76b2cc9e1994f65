import { ROW_COLUMNS } from '../model/playbook.ts';
import type { Row, RowValue } from '../model/row.ts';

/** What a row stands for: which events, how many, when, by whom and from where. */
export interface Cited {
  readonly events: readonly string[];
  readonly count: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly principals: readonly string[];
  readonly addresses: readonly string[];
  readonly evidence: readonly string[];
}

/** Reads the columns that a row may carry for this (ROW_COLUMNS); a row without them stands for one unnamed event. */
export function citedOf(row: Row): Cited {
  const events = eventsOf(row);
  const counted = row[ROW_COLUMNS.count];
  const time = textOf(row[ROW_COLUMNS.time]);
  return {
    events,
    count: typeof counted === 'number' ? counted : Math.max(1, events.length),
    first: textOf(row[ROW_COLUMNS.first]) ?? time,
    last: textOf(row[ROW_COLUMNS.last]) ?? time,
    principals: textsOf(row[ROW_COLUMNS.principal]),
    addresses: textsOf(row[ROW_COLUMNS.address]),
    evidence: [...new Set([...textsOf(row[ROW_COLUMNS.evidence]), ...events.flatMap(evidenceIn)])],
  };
}

/** The reference of a row that is one event: its eventID, else the file and the ordinal in it. */
export function eventOf(row: Row): string | null {
  const id = textOf(row[ROW_COLUMNS.eventId]);
  if (id !== null) return id;
  const evidence = textOf(row[ROW_COLUMNS.evidence]);
  const record = row[ROW_COLUMNS.record];
  return evidence !== null && typeof record === 'number' ? `${evidence}:${record}` : null;
}

function eventsOf(row: Row): readonly string[] {
  const listed = textsOf(row[ROW_COLUMNS.events]);
  if (listed.length > 0) return listed;
  const one = eventOf(row);
  return one === null ? [] : [one];
}

function evidenceIn(event: string): readonly string[] {
  const match = /^([0-9a-f]{64}):\d+$/.exec(event);
  return match?.[1] === undefined ? [] : [match[1]];
}

function textOf(value: RowValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function textsOf(value: RowValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
