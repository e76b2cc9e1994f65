import type { JsonObject } from '../base/json.ts';
import type { CloudAnswer } from '../model/cloud-call.ts';
import { CloudError, isDenied } from '../model/cloud-error.ts';
import type { CoverageEntry } from '../model/coverage.ts';
import type { CollectContext, Collector } from '../ports/collector.ts';

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
  async *collect(context) {
    const { window, mark } = context;
    const now = Date.parse(window.to);
    const from = new Date(Math.max(Date.parse(window.from), now - KEPT_DAYS * DAY)).toISOString();
    let page = mark === null ? 0 : Number(mark['page']);
    // Newest first: what is missing after an interruption is older than what was kept.
    let to = mark === null ? window.to : String(mark['oldest']);
    let token: string | null = null;
    let records = mark === null ? 0 : Number(mark['records']);
    try {
      for (;;) {
        const answer = await lookUp(context, { from, to, token });
        page += 1;
        const seen = eventsOf(answer);
        records += seen.count;
        yield {
          kind: 'evidence',
          source: `aws://${context.account}/${context.region}/cloudtrail/LookupEvents/${from}_${window.to}/${String(page).padStart(6, '0')}`,
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
    yield { kind: 'coverage', entry: covered(context, { from, records }) };
  },
};

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly token: string | null;
}

function lookUp(
  { fetch }: CollectContext,
  { from, to, token }: Asked,
): Promise<CloudAnswer & { readonly raw: Uint8Array }> {
  return fetch({
    service: 'cloudtrail',
    operation: 'LookupEvents',
    input: {
      StartTime: { $date: from },
      EndTime: { $date: to },
      MaxResults: 50,
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

function covered(
  { account, region, window }: CollectContext,
  { from, records }: { readonly from: string; readonly records: number },
): CoverageEntry {
  const to = new Date(Date.parse(window.to) - DELAY).toISOString();
  const short = from > window.from;
  return {
    source: 'cloudtrail.management',
    account,
    region,
    from,
    to,
    status: short ? 'partial' : 'complete',
    detail: short
      ? `event history goes back ${KEPT_DAYS} days: nothing is known from it before ${from}`
      : 'event history, read to its end',
    records,
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
