import type { CloudTrailRecord } from '../story/cloudtrail-record.ts';
import type { Moment } from '../story/model-call.ts';

/** What happened, to be asked when and by which event. */
export interface History {
  /** The events of that name that went through, in the order of time. */
  all(name: string): readonly Happened[];
  /** When the first event of that name happened whose request has this value; undefined when none did. */
  timeOf(name: string, key: string, value: string): number | undefined;
}

export interface Happened {
  readonly time: number;
  readonly event: CloudTrailRecord;
}

/** Events that failed changed nothing, so that state never comes from them. */
export function history(moments: readonly Moment[]): History {
  const byName = new Map<string, Happened[]>();
  for (const { time, event } of moments) {
    if (event.errorCode !== undefined) continue;
    const known = byName.get(event.eventName);
    if (known === undefined) byName.set(event.eventName, [{ time, event }]);
    else known.push({ time, event });
  }
  const all = (name: string): readonly Happened[] => byName.get(name) ?? [];
  return {
    all,
    timeOf: (name, key, value) =>
      all(name).find(({ event }) => event.requestParameters?.[key] === value)?.time,
  };
}
