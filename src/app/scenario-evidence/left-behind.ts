import { gunzipSync } from 'node:zlib';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { dataSourceOf, selectedDataSources } from '../../collectors/event-selectors.ts';
import type { ReadCall } from '../../model/playbook.ts';
import type { SourceId } from '../../model/source.ts';
import { openAccount } from '../../simulator/account/account.ts';
import { EXAMPLE_OPTIONS, exampleLogs } from '../../simulator/scenarios/example-logs.ts';
import { leakedCredentialAccount, openedAt } from '../../simulator/scenarios/leaked-credential.ts';
import { leakedCredential, type AnswerKey } from '../../simulator/story/leaked-credential.ts';
import { Actor } from '../exercise/actor.ts';

/** An event in one of the trail's log files. */
export interface DeliveredEvent {
  readonly id: string;
  readonly requestId: string;
  readonly time: string;
  readonly name: string;
  readonly region: string;
  readonly source: SourceId;
  /** The call was refused or failed. */
  readonly failed: boolean;
}

/** What the leaked-credential scenario leaves for those who investigate it. */
export interface LeftBehind {
  /** In the order of time. */
  readonly events: readonly DeliveredEvent[];
  /** Request ids of the records in the invocation log. */
  readonly invocations: ReadonlySet<string>;
  /** Classes of data events that the trail was asked for. */
  readonly selected: readonly SourceId[];
  /** What is told of which event by the story itself. */
  readonly key: AnswerKey;
  /** How many entries the account gives to a read. */
  readonly read: (call: ReadCall) => Promise<number>;
}

/** Opens the scenario with the example's seed, reads the logs it wrote, and keeps the account open for reads. */
export async function leftBehind(): Promise<LeftBehind> {
  const files = [...exampleLogs()];
  const { key } = leakedCredential(EXAMPLE_OPTIONS);
  const responder = openResponder();
  const selectors = await responder({
    client: 'cloudtrail',
    operation: 'GetEventSelectors',
    input: { TrailName: 'organization' },
    paginate: false,
  });
  return {
    events: files
      .filter(({ path }) => path.includes('/CloudTrail/'))
      .flatMap(({ bytes }) => delivered(parsed(bytes)))
      .toSorted((a, b) => compare(a.time, b.time) || compare(a.id, b.id)),
    invocations: new Set(
      files
        .filter(({ path }) => /\/BedrockModelInvocationLogs\/(?!.*\/data\/)/.test(path))
        .flatMap(({ bytes }) => requestIds(bytes)),
    ),
    selected: selectedDataSources(selectors),
    key,
    read: async (call) => entriesOf(await responder(call)),
  };
}

/** Calls of the responder to the account as it stands when the logs end; the first page answers. */
function openResponder(): (call: ReadCall) => Promise<JsonObject> {
  const { seed, start } = EXAMPLE_OPTIONS;
  const now = openedAt(start.getTime());
  const clock = { now: () => now };
  // Ordinary work changes no configuration.
  const options = { seed, clock, realNow: () => Date.now(), backgroundEvents: 0 };
  const { world, responder } = leakedCredentialAccount(options);
  const place = { address: '192.0.2.90', userAgent: 'heptad' };
  const actor = new Actor(openAccount(world), responder, place);
  return async ({ client, operation, input }) => {
    const call = { service: client, operation, input: input as JsonObject, region: world.homeRegion };
    return (await actor.call(call)).answer.output ?? {};
  };
}

/** The entries of every list in an answer; an answer without a list is one entry, an empty one none. */
function entriesOf(answer: JsonObject): number {
  const lists = Object.values(answer).filter((value): value is readonly Json[] => Array.isArray(value));
  if (lists.length > 0) return lists.reduce((sum, { length }) => sum + length, 0);
  return Object.keys(answer).length === 0 ? 0 : 1;
}

function delivered(body: unknown): readonly DeliveredEvent[] {
  const records = isObject(body) && Array.isArray(body['Records']) ? body['Records'].filter(isObject) : [];
  return records.map((record) => ({
    id: String(record['eventID']),
    requestId: String(record['requestID']),
    time: String(record['eventTime']),
    name: String(record['eventName']),
    region: String(record['awsRegion']),
    failed: record['errorCode'] !== undefined,
    source: record['managementEvent'] === true ? 'cloudtrail.management' : dataSourceOf(typeOf(record)),
  }));
}

function typeOf(record: Readonly<Record<string, unknown>>): string {
  const [first] = Array.isArray(record['resources']) ? record['resources'].filter(isObject) : [];
  return String(first?.['type']);
}

function requestIds(bytes: Uint8Array): readonly string[] {
  const lines = gunzipSync(bytes).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const record: unknown = JSON.parse(line);
    return isObject(record) ? String(record['requestId']) : '';
  });
}

function parsed(bytes: Uint8Array): unknown {
  return JSON.parse(gunzipSync(bytes).toString('utf8'));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
