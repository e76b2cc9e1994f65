import { randomUUID } from 'node:crypto';
import { isObject } from '../base/json.ts';
import type { Baseline } from '../model/baseline.ts';
import type { InputValue } from '../model/playbook.ts';

/** The logs a case may hold: CloudTrail events, invocation records, Azure records, Google Cloud audit log entries. */
export const LOG_KINDS = ['cloudtrail', 'bedrock', 'azure', 'google'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** A cases.yaml (schemas/cases.schema.json). */
export interface CasesFile {
  readonly playbook: string;
  readonly defaults: Readonly<Record<LogKind, JsonRecord>>;
  readonly cases: readonly PlaybookCase[];
}

export interface PlaybookCase extends Readonly<Record<LogKind, readonly JsonRecord[]>> {
  readonly name: string;
  readonly inputs: Readonly<Record<string, InputValue>>;
  /** What was usual before; what is left out is not told. */
  readonly baseline?: Partial<Baseline>;
  readonly expect: {
    /** By finding id: what must be so; an empty object only demands the finding. */
    readonly findings: Readonly<Record<string, ExpectedFinding>>;
    readonly absent: readonly string[];
  };
}

export interface ExpectedFinding {
  readonly severity?: string;
  readonly count?: number;
  /** A text that stands in its title or description. */
  readonly says?: string;
}

export type JsonRecord = Readonly<Record<string, unknown>>;

/** The baseline of a case; null where it has none. */
export function fixtureBaseline({ baseline }: PlaybookCase): Baseline | null {
  if (baseline === undefined) return null;
  return {
    heptad: 1,
    account: '111122223333',
    madeAt: '2026-01-14T00:00:00Z',
    from: '2025-12-15T00:00:00Z',
    to: '2026-01-14T00:00:00Z',
    source: 'the cases of a playbook',
    complete: true,
    events: 1,
    principals: null,
    models: null,
    regions: null,
    addresses: null,
    userAgents: null,
    tools: null,
    ...baseline,
  };
}

const FIRST = Date.parse('2026-01-15T10:00:00Z');

/** The logs of a case, as files would hold them: events one minute apart where they say no time of their own. */
export function fixtureLogs(file: CasesFile, one: PlaybookCase): Readonly<Record<LogKind, string>> {
  const events = one.cloudtrail.map((event, index) =>
    merged(
      merged(file.defaults.cloudtrail, {
        eventTime: minute(index),
        eventID: randomUUID(),
        requestID: randomUUID(),
      }),
      event,
    ),
  );
  const invocations = one.bedrock.map((record, index) =>
    merged(merged(file.defaults.bedrock, { timestamp: minute(index), requestId: randomUUID() }), record),
  );
  return {
    cloudtrail: JSON.stringify({ Records: events }),
    bedrock: lines(invocations),
    azure: lines(
      one.azure.map((record, index) =>
        merged(merged(file.defaults.azure, { time: minute(index), correlationId: randomUUID() }), record),
      ),
    ),
    google: lines(
      one.google.map((entry, index) =>
        merged(merged(file.defaults.google, { timestamp: minute(index), insertId: randomUUID() }), entry),
      ),
    ),
  };
}

function lines(records: readonly JsonRecord[]): string {
  return records.map((record) => JSON.stringify(record)).join('\n');
}

/** Members of `over` win; objects are merged, everything else is replaced; null removes a member. */
export function merged(under: JsonRecord, over: JsonRecord): JsonRecord {
  const result: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = under[key];
    if (value === null && isObject(below)) delete result[key];
    else result[key] = isObject(value) && isObject(below) ? merged(below, value) : value;
  }
  return result;
}

function minute(index: number): string {
  return new Date(FIRST + index * 60_000).toISOString().replace('.000Z', 'Z');
}
