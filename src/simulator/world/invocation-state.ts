import type { LoggingConfig } from '@aws-sdk/client-bedrock';
import type { InvocationRecord } from '../story/invocation-record.ts';

/** A record on its way to where the Region's logging sent it at the time of the call. */
export interface LoggedInvocation extends InvocationRecord {
  readonly destination: LoggingConfig;
}

export interface InvocationState {
  /** In the order of time. */
  readonly records: LoggedInvocation[];
  /** Files are closed up to here. */
  closedUntil: number;
}

/** Puts a record where its time belongs; one that comes when its file is closed goes into the next. */
export function keepInvocation(state: InvocationState, record: LoggedInvocation): void {
  const time = Math.max(record.time, state.closedUntil);
  const at = state.records.findLastIndex((other) => other.time <= time);
  state.records.splice(at + 1, 0, { ...record, time });
}
