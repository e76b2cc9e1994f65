import { UserError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { setSha256 } from '../../model/action-set.ts';
import type { CaseBook } from '../case-book.ts';
import { type AccountDesk, journalFootprints } from './account-desk.ts';
import { actionParams, findAction } from './action-library.ts';
import { makePlan } from './make-plan.ts';
import { actionOf } from './needed-for.ts';
import { recordPlan } from './record-plan.ts';
import { waitingPlan } from './reuse-plan.ts';

/** A member of a set: an offer or a plan by its journal entry, or an action with what it is given. */
export type SetMember =
  { readonly entry: number } | { readonly action: string; readonly given: Readonly<Record<string, string>> };

export interface PlannedSet {
  /** The journal entry of the set; null where nothing is to be done. */
  readonly set: number | null;
  /** Members of which nothing is to be done, in words. */
  readonly done: readonly string[];
}

/**
 * Plans every member, in order, and journals the set. Nothing is changed: all plans are made of the account as it is,
 * so that one that bears on another is void when its turn comes.
 * @throws UserError naming the member that is none, or that is refused
 */
export async function planSet(
  members: readonly SetMember[],
  book: CaseBook,
  desk: AccountDesk,
): Promise<PlannedSet> {
  const plans: number[] = [];
  const done: string[] = [];
  for (const member of members) {
    const planned = await planMember(member, book, desk);
    if (typeof planned === 'string') done.push(planned);
    else if (!plans.includes(planned)) plans.push(planned);
  }
  await journalFootprints(desk, book);
  return { set: plans.length === 0 ? null : await recordSet(plans, book, desk), done };
}

/** Journals plans as a set; one that stands in the journal already, and waits, is that set. */
export async function recordSet(
  plans: readonly number[],
  book: CaseBook,
  desk: AccountDesk,
): Promise<number> {
  const { account } = desk.cloud.identity;
  const hash = setSha256(
    account,
    plans.map((seq) => actionOf(book, seq).planned.planSha256),
  );
  const known = Object.values(book.state.sets).find(({ setSha256: own }) => own === hash);
  if (known !== undefined && known.plans.every((seq, index) => seq === plans[index])) return known.seq;
  return (await book.write('set-planned', { plans, account, setSha256: hash })).seq;
}

interface Wanted {
  readonly id: string;
  readonly params: JsonObject;
  readonly step: string | null;
  readonly offer: string | null;
}

/** The entry of the member's plan, or what is so already. */
async function planMember(member: SetMember, book: CaseBook, desk: AccountDesk): Promise<number | string> {
  const { id, params, step, offer } = wantedOf(member, book);
  const unit = findAction(id);
  const waiting = await waitingPlan({ unit, params }, book, desk);
  if (waiting !== null) return waiting;
  const made = await makePlan({ unit, params, at: desk.clock.now() }, desk);
  if (made.plan.calls.length === 0) return `${made.plan.target} is as ${id} wants it`;
  return recordPlan(made, book, { step, offer });
}

function wantedOf(member: SetMember, { state }: CaseBook): Wanted {
  if ('action' in member)
    return { id: member.action, params: paramsOf(member.action, member.given), step: null, offer: null };
  const offer = Object.values(state.offers).find(({ seq }) => seq === member.entry);
  if (offer !== undefined) {
    const given = Object.entries(offer.params).map(([name, value]) => [name, String(value)] as const);
    return {
      id: offer.action,
      params: paramsOf(offer.action, Object.fromEntries(given)),
      step: offer.step,
      offer: offer.key,
    };
  }
  const action = state.actions[member.entry];
  if (action?.status === 'planned' && action.planned.undoes === null) {
    const { action: id, params, step, offer: of } = action.planned;
    return { id, params, step, offer: of };
  }
  throw new UserError(`entry ${member.entry} is no offer and no plan that waits`, {
    why: action === undefined ? 'it is another entry of the journal' : `that plan is ${action.status}`,
    fix: 'heptad action board lists what can be put into a set, with its entries',
  });
}

function paramsOf(id: string, given: Readonly<Record<string, string>>): JsonObject {
  return actionParams(findAction(id), given);
}
