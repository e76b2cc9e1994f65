import { counted } from '../base/text.ts';
import type { RaisedFinding } from '../model/finding.ts';
import { MOST_EVENTS_LISTED } from '../model/finding.ts';
import type { CollectWindow } from '../ports/collector.ts';
import type { HistoryEvent } from './event-record.ts';
import type { DigestOutcome } from './verify-digests.ts';

const HOUR = 3_600_000;

/** The hours in which these events lie, those in a row as one. */
export function hoursOf(events: readonly Pick<HistoryEvent, 'time'>[]): readonly CollectWindow[] {
  const hours = [...new Set(events.map(({ time }) => Math.floor(Date.parse(time) / HOUR)))].toSorted(
    (a, b) => a - b,
  );
  const joined: { from: number; to: number }[] = [];
  for (const hour of hours) {
    const last = joined.at(-1);
    if (last !== undefined && last.to === hour) last.to = hour + 1;
    else joined.push({ from: hour, to: hour + 1 });
  }
  return joined.map(({ from, to }) => ({
    from: new Date(from * HOUR).toISOString(),
    to: new Date(to * HOUR).toISOString(),
  }));
}

type Raised = RaisedFinding & { readonly why: string };

/** Where findings of collecting belong: no step gave them. */
const PLACE = { element: 'infrastructure', step: 'collection', atlas: [], owasp: [] } as const;

/** Management events that happened, by event history, and that the trail does not have. */
export function missingEvents(trail: string, missing: readonly HistoryEvent[]): Raised | null {
  if (missing.length === 0) return null;
  const times = missing.map(({ time }) => time).toSorted();
  const hours = hoursOf(missing).map(({ from, to }) => `${from} to ${to}`);
  const why = `${counted(missing.length, 'management event is', 'management events are')} in event history and in no log file of the trail ${trail}: ${hours.join(', ')}`;
  return {
    ...PLACE,
    id: 'T1',
    title: 'Management events are missing from the trail',
    description: `Event history has management events that the trail lacks after its delivery delay: logging was stopped, or log files were deleted. A lifecycle rule of the bucket may also remove old files. Data events of those hours are lost with the files.`,
    severity: 'high',
    count: missing.length,
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
    principals: unique(missing.map(({ principal }) => principal)),
    sourceIps: unique(missing.map(({ address }) => address)),
    events: missing.slice(0, MOST_EVENTS_LISTED).map(({ id }) => id),
    evidence: unique(missing.map(({ evidence }) => evidence)),
    attack: ['T1685.002'],
    why,
  };
}

/** Log files and digests that were changed or taken away, by the digests that are left. */
export function damagedFiles(trail: string, { digests, logs }: DigestOutcome): Raised | null {
  const bad = [...digests, ...logs].filter(({ status }) => status !== 'valid');
  if (bad.length === 0) return null;
  const times = logs.flatMap(({ status, from, to }) => (status === 'valid' ? [] : [from, to])).toSorted();
  return {
    ...PLACE,
    id: 'T2',
    title: 'Log files or digests of the trail were changed or deleted',
    description: 'The signed digests of the trail do not agree with what lies in its bucket.',
    severity: 'critical',
    count: bad.length,
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
    principals: [],
    sourceIps: [],
    events: bad.slice(0, MOST_EVENTS_LISTED).map(({ bucket, key }) => `s3://${bucket}/${key}`),
    evidence: [],
    attack: ['T1685.002'],
    why: `${counted(bad.length, 'file')} of the trail ${trail} ${bad.length === 1 ? 'is' : 'are'} invalid, missing or not what the chain knows`,
  };
}

function unique(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
