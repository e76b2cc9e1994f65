import type { JsonObject } from '../base/json.ts';
import type { CloudAnswer } from '../model/cloud-call.ts';
import { CloudError, isDenied } from '../model/cloud-error.ts';
import type { Narrowing } from '../model/collection.ts';
import type { CoverageEntry } from '../model/coverage.ts';
import type { CollectContext, Collected, Collector, Forecast } from '../ports/collector.ts';
import { forecast, refusedForecast } from './forecasts.ts';
import { orDenied } from './given-pieces.ts';
import { reckoned } from './samples.ts';

const DAY = 86_400_000;
/** Event history goes back so far (FACTS 1.2). */
const KEPT_DAYS = 90;
/** What happened less than this ago may still be missing. */
const DELAY = 15 * 60_000;

/**
 * CloudTrail's event history by LookupEvents: management events of one Region, newest first, 50 a page. It is there
 * without any trail, and stopping a trail does not stop it.
 */
export const eventHistory: Collector = {
  id: 'cloudtrail-event-history',
  title: 'CloudTrail event history (management events)',
  gives: 'logs',
  where: 'every-region',
  reads: ['cloudtrail:LookupEvents'],
  collect: (context) => lookUpAll(context, null),
  forecast: (context) => historyForecast(context, null),
};

/**
 * The same, of the events with one attribute alone: what one key did, in seconds where the whole history takes hours.
 * It takes the whole one's place where it is asked for, and says in its coverage that it is not whole.
 */
export const eventsOfOne: Collector = {
  id: 'cloudtrail-events-of-one',
  title: 'CloudTrail event history of one attribute',
  gives: 'logs',
  where: 'every-region',
  onDemand: true,
  reads: ['cloudtrail:LookupEvents'],
  async *collect(context) {
    if (context.narrowing === undefined) return;
    yield* lookUpAll(context, context.narrowing);
  },
  forecast: (context) =>
    context.narrowing === undefined
      ? Promise.resolve(forecast({}))
      : historyForecast(context, context.narrowing),
};

const A_PAGE = 50;

async function historyForecast(context: CollectContext, narrowing: Narrowing | null): Promise<Forecast> {
  const { window } = context;
  const to = Date.parse(window.to);
  const span = { from: Math.max(Date.parse(window.from), to - KEPT_DAYS * DAY), to };
  const told = await orDenied(() =>
    reckoned(span, {
      begins: 'newest',
      look: async (part) => {
        const iso = { from: new Date(part.from).toISOString(), to: new Date(part.to).toISOString() };
        const answer = await lookUp(context, { ...iso, token: null, narrowing });
        const { count, oldest } = eventsOf(answer);
        const more = typeof answer.output['NextToken'] === 'string' && oldest !== null;
        return { count, bytes: answer.raw.byteLength, covered: more ? part.to - Date.parse(oldest) : null };
      },
    }),
  );
  if (told instanceof CloudError)
    return refusedForecast(told, 'trail files tell the same where there are any');
  const pages = Math.max(1, Math.ceil(told.count / A_PAGE));
  const calls = { 'cloudtrail:LookupEvents': pages };
  return forecast({ calls, pieces: pages, bytes: told.bytes, exact: told.exact });
}

async function* lookUpAll(context: CollectContext, narrowing: Narrowing | null): AsyncGenerator<Collected> {
  const { window, mark, account, region } = context;
  const now = Date.parse(window.to);
  const from = new Date(Math.max(Date.parse(window.from), now - KEPT_DAYS * DAY)).toISOString();
  let page = mark === null ? 0 : Number(mark['page']);
  // Newest first: what is missing after an interruption is older than what was kept.
  let to = mark === null ? window.to : String(mark['oldest']);
  let token: string | null = null;
  let records = mark === null ? 0 : Number(mark['records']);
  const folder = narrowing === null ? 'LookupEvents' : `LookupEvents-${fileName(narrowing)}`;
  try {
    for (;;) {
      const answer = await lookUp(context, { from, to, token, narrowing });
      page += 1;
      const seen = eventsOf(answer);
      records += seen.count;
      yield {
        kind: 'evidence',
        source: `aws://${account}/${region}/cloudtrail/${folder}/${from}_${window.to}/${String(page).padStart(6, '0')}`,
        bytes: answer.raw,
        modified: null,
        mark: { page, oldest: seen.oldest ?? to, records },
      };
      token = typeof answer.output['NextToken'] === 'string' ? answer.output['NextToken'] : null;
      if (token === null) break;
    }
  } catch (error) {
    if (!(error instanceof CloudError) || !isDenied(error.fault)) throw error;
    yield { kind: 'coverage', entry: denied(context, error) };
    return;
  }
  yield { kind: 'coverage', entry: covered(context, { from, records, narrowing }) };
}

/** `AccessKeyId=AKIA…`, as far as a path takes it. */
function fileName({ attribute, value }: Narrowing): string {
  return `${attribute}=${value.replaceAll(/[^\w.@+=-]/g, '_').slice(0, 100)}`;
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly token: string | null;
  readonly narrowing: Narrowing | null;
}

function lookUp(
  { fetch }: CollectContext,
  { from, to, token, narrowing }: Asked,
): Promise<CloudAnswer & { readonly raw: Uint8Array }> {
  return fetch({
    service: 'cloudtrail',
    operation: 'LookupEvents',
    input: {
      StartTime: { $date: from },
      EndTime: { $date: to },
      MaxResults: A_PAGE,
      ...(narrowing === null
        ? {}
        : { LookupAttributes: [{ AttributeKey: narrowing.attribute, AttributeValue: narrowing.value }] }),
      ...(token === null ? {} : { NextToken: token }),
    },
  });
}

/** How many events a page has, and the time of the oldest. */
function eventsOf({ output }: CloudAnswer): { readonly count: number; readonly oldest: string | null } {
  const events = (output['Events'] ?? []) as readonly JsonObject[];
  const times = events.flatMap(({ EventTime }) => (typeof EventTime === 'string' ? [EventTime] : []));
  return { count: events.length, oldest: times.toSorted()[0] ?? null };
}

interface Ended {
  readonly from: string;
  readonly records: number;
  readonly narrowing: Narrowing | null;
}

function covered(
  { account, region, window }: CollectContext,
  { from, records, narrowing }: Ended,
): CoverageEntry {
  const to = new Date(Date.parse(window.to) - DELAY).toISOString();
  const short = from > window.from;
  const back = `event history goes back ${KEPT_DAYS} days: nothing is known from it before ${from}`;
  const shared = { source: 'cloudtrail.management', account, region, from, to, records } as const;
  // Of no time does it have every event.
  if (narrowing !== null)
    return {
      ...shared,
      status: 'partial',
      detail: `event history of ${narrowing.attribute} ${narrowing.value} alone: what others did is not in it${short ? `; ${back}` : ''}`,
      stretches: [],
    };
  return {
    ...shared,
    status: short ? 'partial' : 'complete',
    detail: short ? back : 'event history, read to its end',
    stretches: [{ from, to }],
  };
}

function denied({ account, region }: CollectContext, error: CloudError): CoverageEntry {
  return {
    source: 'cloudtrail.management',
    account,
    region,
    from: null,
    to: null,
    status: 'not-readable',
    detail: `event history: ${error.fault.code} for cloudtrail:LookupEvents`,
    records: 0,
    stretches: [],
  };
}
