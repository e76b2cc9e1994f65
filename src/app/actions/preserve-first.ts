import { counted } from '../../base/text.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { JsonObject } from '../../base/json.ts';
import { CloudError, isCredentialFault } from '../../model/cloud-error.ts';
import type { ContainedIdentity } from '../../model/plan.ts';
import type { Kept } from '../../model/preservation.ts';
import type { CaseBook } from '../case-book.ts';
import { type AccountDesk, journalFootprints } from './account-desk.ts';
import { findAction } from './action-library.ts';
import { accountLabel } from './connect-case.ts';
import { type Carrying, decideAndRunEach, decideAndRunSet } from './decide-and-run.ts';
import { failureOf } from './each-in-turn.ts';
import { HOLD, logGroupsToHold } from './log-groups-to-hold.ts';
import { actionOf } from './needed-for.ts';
import { planSet } from './plan-set.ts';
import type { ActionFailedError } from './read-back.ts';

/** So much of the event history is kept of each identity; collecting keeps the rest. */
const DAY = 86_400_000;
const MOST_PAGES = 10;

/**
 * Before the first change of a case: what containment or the intruder's answer to it may destroy is kept, or declined
 * with a reason. What only reads is kept where nobody can be asked; what changes the account (holding log groups) is
 * approved like everything else. What could not be held keeps nobody from containing: it is given back, to be told
 * when that is done.
 */
export async function preserveFirst(
  plans: readonly number[],
  carrying: Carrying,
): Promise<ActionFailedError | null> {
  const { book, desk, responder } = carrying;
  if (!isFirstChange(plans, book)) return null;
  const reads = readsLeft(plans, book);
  const groups = await groupsLeft(plans, { book, desk });
  if (reads.length === 0 && groups.offers.length === 0 && groups.unread.length === 0) return null;
  const decision = await responder.atPreservation({
    label: accountLabel(desk.cloud.identity),
    caseName: book.store.folder,
    keeps: reads.map(({ what }) => what),
    holds: groups.offers.map(({ logGroup }) => logGroup),
    unread: groups.unread.map(({ what, detail }) => `${what}: ${detail}`),
  });
  if (decision.do === 'decline') {
    await book.record('preservation-decided', {
      decision: 'declined',
      why: decision.why,
      kept: groups.unread,
    });
    return null;
  }
  const kept: Kept[] = [...groups.unread];
  for (const read of reads) kept.push(await keep(read, carrying));
  const entries: number[] = [];
  for (const { logGroup, region } of groups.offers) entries.push(await offerHold({ logGroup, region }, book));
  await journalFootprints(desk, book);
  await book.record('preservation-decided', { decision: 'kept', why: decision.why, kept });
  return decision.do === 'keep' && entries.length > 0 ? heldOrNot(entries, carrying) : null;
}

async function heldOrNot(entries: readonly number[], carrying: Carrying): Promise<ActionFailedError | null> {
  const failure = await failureOf(() => hold(entries, carrying));
  if (failure === null) return null;
  const why = failure.why === undefined ? '' : ` (${failure.why})`;
  carrying.responder.tell(`not held: ${failure.message}${why}; containment goes on`);
  return failure;
}

/** A restoration or preservation plan destroys nothing that would have to be kept first. */
function isFirstChange(plans: readonly number[], book: CaseBook): boolean {
  const { preservation, actions } = book.state;
  if (preservation !== null) return false;
  const contains = (seq: number): boolean => {
    const { planned } = actionOf(book, seq);
    return planned.undoes === null && findAction(planned.action).kind === 'containment';
  };
  if (!plans.some(contains)) return false;
  return !Object.values(actions).some(
    ({ seq, answers, status }) => contains(seq) && (answers.length > 0 || status === 'external'),
  );
}

/** What is to be held and is not held by a plan whose turn comes before anything is contained. */
async function groupsLeft(
  plans: readonly number[],
  { book, desk }: Pick<Carrying, 'book' | 'desk'>,
): Promise<Awaited<ReturnType<typeof logGroupsToHold>>> {
  const { offers, unread } = await logGroupsToHold(desk);
  const planned = plans.map((seq) => actionOf(book, seq).planned);
  const first = planned.findIndex(({ action }) => findAction(action).kind === 'containment');
  const held = planned
    .slice(0, first === -1 ? planned.length : first)
    .flatMap(({ action, params }) =>
      action === HOLD ? [`${String(params['region'])} ${String(params['logGroup'])}`] : [],
    );
  return { offers: offers.filter(({ logGroup, region }) => !held.includes(`${region} ${logGroup}`)), unread };
}

interface Read {
  readonly what: string;
  readonly run: (desk: AccountDesk) => Promise<{ readonly document: string; readonly detail: string }>;
}

/** What is to be read and is not in the case yet. */
function readsLeft(plans: readonly number[], book: CaseBook): readonly Read[] {
  const collected = new Set(
    Object.values(book.state.collected).flatMap(({ collector, done }) => (done ? [collector] : [])),
  );
  const identities = plans.flatMap((seq) => actionOf(book, seq).planned.contained ?? []);
  return [
    ...(collected.has('cloudtrail-event-history') ? [] : identities.map(historyOf)),
    ...(collected.has('account-snapshot') ? [] : [IAM_AS_IT_IS]),
  ];
}

function historyOf({ attribute, value }: ContainedIdentity): Read {
  return {
    what: `event history of the last day of ${value}`,
    run: async ({ reader, clock }) => {
      const to = clock.now();
      const from = new Date(Date.parse(to) - DAY).toISOString();
      const { pages, whole } = await pagesOf('cloudtrail', 'LookupEvents', {
        reader,
        token: ['NextToken', 'NextToken'],
        input: {
          LookupAttributes: [{ AttributeKey: attribute, AttributeValue: value }],
          StartTime: { $date: from },
          EndTime: { $date: to },
          MaxResults: 50,
        },
      });
      const events = pages.flatMap((page) => (page['Events'] ?? []) as readonly JsonObject[]);
      const seen = `${counted(events.length, 'event')}, ${from} to ${to}`;
      return {
        document: canonicalJson({ attribute, value, from, to, pages }),
        detail: whole ? seen : `${seen}; there are more, heptad collect brings them in`,
      };
    },
  };
}

const IAM_AS_IT_IS: Read = {
  what: 'users, roles, groups and policies as they are',
  run: async ({ reader }) => {
    const { pages, whole } = await pagesOf('iam', 'GetAccountAuthorizationDetails', {
      reader,
      token: ['Marker', 'Marker'],
      input: {},
    });
    return {
      document: canonicalJson({ pages }),
      detail: whole ? counted(pages.length, 'page') : `the first ${counted(pages.length, 'page')}`,
    };
  },
};

interface Paged {
  readonly reader: AccountDesk['reader'];
  /** The member that gives the next page's token, and the one that takes it. */
  readonly token: readonly [string, string];
  readonly input: JsonObject;
}

async function pagesOf(
  service: string,
  operation: string,
  { reader, token: [gives, takes], input }: Paged,
): Promise<{ readonly pages: readonly JsonObject[]; readonly whole: boolean }> {
  const pages: JsonObject[] = [];
  let more: JsonObject = {};
  while (pages.length < MOST_PAGES) {
    const page = await reader.read({ service, operation, input: { ...input, ...more } });
    if (page !== null) pages.push(page);
    const next = page?.[gives];
    if (typeof next !== 'string' || next === '') return { pages, whole: true };
    more = { [takes]: next };
  }
  return { pages, whole: false };
}

/** What is refused is told and does not keep anybody from containing. */
async function keep({ what, run }: Read, { book, desk, responder }: Carrying): Promise<Kept> {
  responder.progress(`keeping: ${what}`);
  try {
    const { document, detail } = await run(desk);
    return {
      what,
      evidence: await book.keep(`kept before the first change: ${what}`, document, 'action-state'),
      detail,
    };
  } catch (error) {
    if (!(error instanceof CloudError) || isCredentialFault(error.fault)) throw error;
    responder.tell(`not kept: ${what} (${error.message})`);
    return { what, evidence: null, detail: `not kept: ${error.message}` };
  } finally {
    responder.progress(null);
  }
}

/** The holding of a log group, on the board. Gives its entry. */
async function offerHold(
  params: { readonly logGroup: string; readonly region: string },
  book: CaseBook,
): Promise<number> {
  const key = `preservation ${HOLD} ${canonicalJson(params)}`;
  const known = book.state.offers[key];
  if (known !== undefined) return known.seq;
  return (await book.write('action-offered', { step: 'preservation', action: HOLD, params, key })).seq;
}

async function hold(entries: readonly number[], carrying: Carrying): Promise<void> {
  const { book, desk } = carrying;
  const open = entries.filter((entry) =>
    Object.values(book.state.offers).some(({ seq, status }) => seq === entry && status === 'offered'),
  );
  const { set } = await planSet(
    open.map((entry) => ({ entry })),
    book,
    desk,
  );
  if (set === null) return;
  if ((await decideAndRunSet(set, carrying)) === 'each')
    await decideAndRunEach(book.state.sets[set]?.plans ?? [], carrying);
}
