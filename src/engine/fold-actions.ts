import type {
  ActionDecided,
  ActionOffered,
  ActionPlanned,
  CallAnswered,
  EffectProof,
  HandedOver,
  ReadBack,
} from '../model/action-event.ts';
import type { ActionState } from '../model/action-state.ts';
import type { CaseState, Stamp } from '../model/case-state.ts';
import type { ActionStatus } from '../model/report.ts';

export function withOffer(state: CaseState, offered: ActionOffered, stamp: Stamp): CaseState {
  // Offered again by a later run of the step: what was said of it stands.
  if (state.offers[offered.key] !== undefined) return state;
  return withOfferState(state, offered.key, { ...offered, ...stamp, status: 'offered', why: null });
}

export function withPlan(state: CaseState, planned: ActionPlanned, stamp: Stamp): CaseState {
  const action: ActionState = {
    seq: stamp.seq,
    plannedAt: stamp.at,
    plannedBy: stamp.by,
    planned,
    status: planned.external === null ? 'planned' : 'external',
    approvals: [],
    why: null,
    intended: null,
    answers: [],
    executedBy: null,
    executedAt: null,
    readBack: null,
    proof: null,
    undoneBy: null,
  };
  const offer = planned.offer === null ? undefined : state.offers[planned.offer];
  const offers =
    offer === undefined ? state : withOfferState(state, offer.key, { ...offer, status: 'planned' });
  return { ...offers, actions: { ...state.actions, [stamp.seq]: action } };
}

export function withDecidedAction(state: CaseState, decided: ActionDecided, { by }: Stamp): CaseState {
  const { plan, offer, decision, why } = decided;
  const known = offer === null ? undefined : state.offers[offer];
  const offered =
    known === undefined || decision === 'approved'
      ? state
      : withOfferState(state, known.key, { ...known, status: 'declined', why });
  if (plan === null) return offered;
  return withAction(offered, plan, (action) => {
    // An approval of other calls, or of a plan that is decided, covers nothing.
    const open = action.status === 'planned' || action.status === 'approved';
    if (!open || decided.planSha256 !== action.planned.planSha256) return action;
    return decision === 'approved'
      ? { ...action, status: 'approved', approvals: [...action.approvals, { ...by, ...signedBy(decided) }] }
      : { ...action, status: 'declined', why };
  });
}

function signedBy({ signed }: ActionDecided): Pick<ActionDecided, 'signed'> {
  return signed === undefined ? {} : { signed };
}

/** Another team carries it out: what heptad knows of it from now on is what it reads back. */
export function withHandedOver(state: CaseState, { plan, to, ticket = null }: HandedOver): CaseState {
  const external = ticket === null ? to : `${to} (ticket ${ticket})`;
  return withAction(state, plan, (action) => ({
    ...action,
    status: 'external',
    planned: { ...action.planned, external },
    executedBy: { human: external, identity: null },
  }));
}

/** What was offered may be planned anew. */
export function withVoid(
  state: CaseState,
  { plan, difference }: { readonly plan: number; readonly difference: readonly string[] },
): CaseState {
  const offer = state.offers[state.actions[plan]?.planned.offer ?? ''];
  const reopened =
    offer === undefined ? state : withOfferState(state, offer.key, { ...offer, status: 'offered' });
  return withAction(reopened, plan, (action) => ({ ...action, status: 'void', why: difference.join('\n') }));
}

export function withIntention(
  state: CaseState,
  { plan, index }: { readonly plan: number; readonly index: number },
  { by, at }: Stamp,
): CaseState {
  return withAction(state, plan, (action) => ({
    ...action,
    intended: index,
    executedBy: action.executedBy ?? by,
    executedAt: action.executedAt ?? at,
  }));
}

export function withAnswer(state: CaseState, answer: CallAnswered): CaseState {
  return withAction(state, answer.plan, (action) => ({
    ...action,
    intended: null,
    answers: [...action.answers, answer],
    status: statusAfter(action, answer),
    why: answer.error ?? action.why,
  }));
}

/** An undo that holds takes the mark `in force` off the plan it undid. */
export function withReadBack(state: CaseState, readBack: ReadBack, { at }: Stamp): CaseState {
  const before = state.actions[readBack.plan];
  const after = withAction(state, readBack.plan, (action) => ({
    ...action,
    readBack,
    // Nobody but the other team knows when it was done; that it is so is known from here on.
    executedAt: action.status === 'external' && readBack.holds ? at : action.executedAt,
    status: statusReadBack(action, readBack),
  }));
  const undoes = before?.planned.undoes ?? null;
  if (undoes === null || !readBack.holds) return after;
  return withAction(after, undoes, (action) => ({ ...action, status: 'undone', undoneBy: readBack.plan }));
}

export function withProof(state: CaseState, proof: EffectProof): CaseState {
  return withAction(state, proof.plan, (action) => ({
    ...action,
    proof,
    status:
      proof.result === 'no-later-success' && (action.status === 'applied' || action.status === 'external')
        ? 'verified'
        : proof.result === 'later-success' && action.status !== 'undone'
          ? 'failed'
          : action.status,
  }));
}

function statusAfter({ status, answers }: ActionState, { outcome }: CallAnswered): ActionStatus {
  if (outcome !== 'failed') return status;
  return answers.some((before) => before.outcome === 'done') ? 'partial' : 'failed';
}

function statusReadBack(action: ActionState, { holds, unseen }: ReadBack): ActionStatus {
  if (action.status === 'undone' || action.status === 'verified') return action.status;
  if (holds) return action.status === 'external' ? 'external' : 'applied';
  if (action.status !== 'approved') return action.status;
  // It may well be in force: it is listed as such, and can be taken back.
  return unseen === undefined ? 'failed' : 'partial';
}

function withAction(state: CaseState, seq: number, change: (action: ActionState) => ActionState): CaseState {
  const action = state.actions[seq];
  return action === undefined ? state : { ...state, actions: { ...state.actions, [seq]: change(action) } };
}

function withOfferState(state: CaseState, key: string, offer: CaseState['offers'][string]): CaseState {
  return { ...state, offers: { ...state.offers, [key]: offer } };
}
