import { isObject, type JsonObject } from '../../base/json.ts';
import type { ActionState } from '../../model/action-state.ts';
import { CloudError, isDenied } from '../../model/cloud-error.ts';
import type { ContainedIdentity } from '../../model/plan.ts';
import type { CaseBook } from '../case-book.ts';
import { type AccountDesk, deskFor, journalFootprints } from './account-desk.ts';
import { proofTimes } from './proof-times.ts';

/** Tells who a caller is and is granted to everybody: going through says nothing about what is still allowed. */
const ALWAYS_ALLOWED: ReadonlySet<string> = new Set(['GetCallerIdentity']);

/**
 * Proof of effect: for each applied containment whose time has come, the event history of the contained identity is
 * read for the quarter of an hour after it. A success there means that the containment does not hold.
 */
export async function proveActions(book: CaseBook, desk: AccountDesk): Promise<void> {
  for (const action of Object.values(book.state.actions)) {
    const { seq, status, planned, executedAt } = action;
    const done = status === 'applied' || (status === 'external' && action.readBack?.holds === true);
    if (!done || planned.contained === null || executedAt === null) continue;
    if (proofTimes(executedAt).due > desk.clock.now()) continue;
    const proof = await proofOf(action, planned.contained, {
      executedAt,
      desk: deskFor(desk, planned.account),
      regions: regionsOf(book, deskFor(desk, planned.account)),
    });
    await journalFootprints(desk, book);
    if (proof !== null) await book.record('action-proved', { plan: seq, ...proof });
  }
}

/** A key works everywhere: every Region of the case is looked at, its own at least. */
function regionsOf({ state }: CaseBook, { cloud }: AccountDesk): readonly string[] {
  const { account, region } = cloud.identity;
  const own = state.collections.filter((planned) => planned.account === account);
  return [...new Set([region, ...own.flatMap(({ regions }) => regions)])];
}

interface Proving {
  readonly executedAt: string;
  readonly desk: AccountDesk;
  readonly regions: readonly string[];
}

interface Proof {
  readonly result: 'no-later-success' | 'later-success';
  readonly detail: string;
}

async function proofOf(
  { planned }: ActionState,
  contained: ContainedIdentity,
  { executedAt, desk, regions }: Proving,
): Promise<Proof | null> {
  const { from, to } = proofTimes(executedAt);
  try {
    const found = await Promise.all(regions.map((region) => eventsOf(contained, { from, to, region }, desk)));
    const events = found.flat();
    const successes = events.filter(
      ({ errorCode, eventName }) => errorCode === undefined && !ALWAYS_ALLOWED.has(String(eventName)),
    );
    const seen = `${events.length} management events of ${contained.value} from ${from} to ${to} in ${regions.join(', ')}`;
    return successes.length === 0
      ? { result: 'no-later-success', detail: `no later success in ${seen}` }
      : {
          result: 'later-success',
          detail: `${successes.length} later successes in ${seen}: ${planned.action} does not hold`,
        };
  } catch (error) {
    // Who may not look proves nothing; the next identity may.
    if (error instanceof CloudError && isDenied(error.fault)) return null;
    throw error;
  }
}

async function eventsOf(
  { attribute, value }: ContainedIdentity,
  { from, to, region }: { readonly from: string; readonly to: string; readonly region: string },
  { reader }: AccountDesk,
): Promise<readonly JsonObject[]> {
  const events: JsonObject[] = [];
  let token: JsonObject = {};
  for (;;) {
    const answer = await reader.read({
      service: 'cloudtrail',
      operation: 'LookupEvents',
      region,
      input: {
        LookupAttributes: [{ AttributeKey: attribute, AttributeValue: value }],
        StartTime: { $date: from },
        EndTime: { $date: to },
        MaxResults: 50,
        ...token,
      },
    });
    for (const event of (answer?.['Events'] ?? []) as readonly JsonObject[]) {
      const record: unknown = JSON.parse(String(event['CloudTrailEvent']));
      if (isObject(record)) events.push(record as JsonObject);
    }
    const next = answer?.['NextToken'];
    if (typeof next !== 'string') return events;
    token = { NextToken: next };
  }
}
