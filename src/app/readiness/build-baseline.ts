import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import type { Baseline } from '../../model/baseline.ts';
import type { AccountDesk } from '../actions/account-desk.ts';
import { pageAfter } from '../page-after.ts';

export interface BaselineWish {
  readonly regions: readonly string[];
  readonly days: number;
  readonly onRegion?: (region: string, events: number) => void;
}

const DAY = 86_400_000;
/** At two pages a second a Region takes at most twenty seconds. */
const MOST_PAGES = 40;
const SOURCES = ['bedrock.amazonaws.com', 'sagemaker.amazonaws.com'] as const;
const OWN_AGENT = /\bheptad\//;

type Names = Record<'principals' | 'models' | 'regions' | 'addresses' | 'userAgents' | 'tools', Set<string>>;

/**
 * What is usual in an account, from the event history of its Regions: the calls of Bedrock and SageMaker that went
 * through. Data events (agents, knowledge bases, the other planes) are never in it.
 * @throws CloudError
 */
export async function buildBaseline(
  desk: AccountDesk,
  { regions, days, onRegion }: BaselineWish,
): Promise<Baseline> {
  const to = desk.clock.now();
  const from = new Date(Date.parse(to) - days * DAY).toISOString();
  const names = noNames();
  let events = 0;
  let complete = true;
  for (const region of regions) {
    for (const source of SOURCES) {
      const found = await history(desk, { region, source, from, to });
      complete &&= found.complete;
      for (const event of found.events) events += take(names, event) ? 1 : 0;
    }
    onRegion?.(region, events);
  }
  return {
    heptad: 1,
    account: desk.cloud.identity.account,
    madeAt: to,
    from,
    to,
    source: `Event history (LookupEvents) of ${SOURCES.join(', ')} in ${regions.join(', ')}: management events that went through. Data events are not in it, and an intruder who was there in the window is.`,
    complete,
    events,
    ...sorted(names),
  };
}

interface Window {
  readonly region: string;
  readonly source: string;
  readonly from: string;
  readonly to: string;
}

async function history(desk: AccountDesk, { region, source, from, to }: Window) {
  const input: JsonObject = {
    LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: source }],
    StartTime: { $date: from },
    EndTime: { $date: to },
    MaxResults: 50,
  };
  const events: JsonObject[] = [];
  let marker: JsonObject | null = {};
  for (let page = 0; page < MOST_PAGES && marker !== null; page += 1) {
    const call = {
      service: 'cloudtrail',
      operation: 'LookupEvents',
      input: { ...input, ...marker },
      region,
    };
    const answer: JsonObject = (await desk.reader.read(call)) ?? {};
    const list = answer['Events'];
    if (Array.isArray(list)) events.push(...list.flatMap((item: Json) => recordOf(item)));
    marker = pageAfter(answer);
  }
  return { events, complete: marker === null };
}

function recordOf(item: Json): readonly JsonObject[] {
  const text = isObject(item) ? item['CloudTrailEvent'] : undefined;
  const record: unknown = typeof text === 'string' ? JSON.parse(text) : null;
  return isObject(record) ? [record as JsonObject] : [];
}

function take(names: Names, event: JsonObject): boolean {
  const agent = textOf(event['userAgent']);
  if (event['errorCode'] !== undefined || (agent !== null && OWN_AGENT.test(agent))) return false;
  const add = (name: keyof Names, value: string | null): void => {
    if (value !== null && value !== '') names[name].add(value);
  };
  add('principals', principalOf(event['userIdentity']));
  add('models', textIn(event['requestParameters'], 'modelId'));
  add('regions', textOf(event['awsRegion']));
  add('addresses', textOf(event['sourceIPAddress']));
  add('userAgents', agent);
  add('tools', textOf(event['eventName']));
  return true;
}

/** A role's sessions are the role. */
function principalOf(identity: Json | undefined): string | null {
  if (!isObject(identity)) return null;
  const context = identity['sessionContext'];
  const issuer = isObject(context) ? context['sessionIssuer'] : undefined;
  return textIn(issuer, 'arn') ?? textOf(identity['arn']) ?? textOf(identity['invokedBy']);
}

function textIn(value: unknown, name: string): string | null {
  return isObject(value) ? textOf(value[name]) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function noNames(): Names {
  return {
    principals: new Set(),
    models: new Set(),
    regions: new Set(),
    addresses: new Set(),
    userAgents: new Set(),
    tools: new Set(),
  };
}

function sorted(names: Names): Record<keyof Names, readonly string[]> {
  const of = (name: keyof Names): readonly string[] => [...names[name]].toSorted((a, b) => (a < b ? -1 : 1));
  return {
    principals: of('principals'),
    models: of('models'),
    regions: of('regions'),
    addresses: of('addresses'),
    userAgents: of('userAgents'),
    tools: of('tools'),
  };
}
