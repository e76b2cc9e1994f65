import type { Json, JsonObject } from '../../base/json.ts';
import { isInForce } from '../../model/action-state.ts';
import type { Board, BoardItem, Foothold, FootholdState } from '../../model/board.ts';
import type { CaseState, SuspectState } from '../../model/case-state.ts';
import type { ActionUnit } from '../../ports/action.ts';
import { containmentHint, coverOf } from './foothold-cover.ts';
import { findAction } from './action-library.ts';

/** What is offered or planned, with what it is about. */
interface Candidate {
  readonly item: BoardItem;
  readonly unit: ActionUnit;
  readonly params: JsonObject;
  readonly inForce: boolean;
}

const CONTAINABLE: ReadonlySet<string> = new Set([
  'access-key',
  'service-credential',
  'principal',
  'session',
  'resource',
]);

/** The footholds that are known and what covers each: a fold of the case, nothing is asked of the account. */
export function boardOf(state: CaseState): Board {
  const candidates = [...offersOf(state), ...plansOf(state)].toSorted((a, b) => a.item.entry - b.item.entry);
  const followed = Object.values(state.suspects).filter(
    ({ kind, decision }) => decision === 'follow' && CONTAINABLE.has(kind),
  );
  const suspects = followed.map((suspect) => footholdOf(suspect, candidates));
  const covered = new Set(suspects.flatMap(({ items }) => items.map(({ entry }) => entry)));
  const rest = candidates.filter(({ item }) => !covered.has(item.entry));
  const containing = rest.filter(({ unit }) => unit.kind === 'containment');
  return {
    footholds: [...suspects, ...resourcesOf(containing)],
    others: rest.filter(({ unit }) => unit.kind !== 'containment').map(({ item }) => item),
  };
}

function footholdOf(suspect: SuspectState, candidates: readonly Candidate[]): Foothold {
  const { kind, value } = suspect;
  const about = candidates.flatMap((candidate) => {
    const cover =
      candidate.unit.kind === 'containment'
        ? coverOf(suspect, { action: candidate.unit.id, params: candidate.params })
        : null;
    return cover === null ? [] : [{ ...candidate, whole: cover === 'whole' }];
  });
  const state = stateOf(about);
  return {
    kind,
    value,
    state,
    items: about.map(({ item }) => item),
    hint: state === 'uncovered' || state === 'partly' ? containmentHint(suspect) : null,
  };
}

/** What an offer is about and no suspect names: a function, a snapshot, a guardrail. */
function resourcesOf(candidates: readonly Candidate[]): readonly Foothold[] {
  const byTarget = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = `${candidate.unit.id.split('/')[0] ?? ''} ${namedBy(candidate.params)}`;
    byTarget.set(key, [...(byTarget.get(key) ?? []), candidate]);
  }
  return [...byTarget.values()].map((about) => ({
    kind: about[0]?.unit.id.split('/')[0] ?? '',
    value: about.findLast(({ item }) => item.what === 'plan')?.item.target ?? about[0]?.item.target ?? '',
    state: stateOf(about.map((candidate) => ({ ...candidate, whole: true }))),
    items: about.map(({ item }) => item),
    hint: null,
  }));
}

function stateOf(about: readonly (Candidate & { readonly whole: boolean })[]): FootholdState {
  if (about.some(({ inForce, whole }) => inForce && whole)) return 'contained';
  if (about.some(({ inForce }) => inForce)) return 'partly';
  if (about.some(({ item }) => item.status === 'planned' || item.status === 'approved')) return 'planned';
  return about.some(({ item }) => item.status === 'offered') ? 'offered' : 'uncovered';
}

function offersOf({ offers }: CaseState): readonly Candidate[] {
  return Object.values(offers)
    .filter(({ status }) => status !== 'planned')
    .map(({ seq, action, params, status }) => {
      const unit = findAction(action);
      const target = namedBy(params) === '' ? 'the account' : namedBy(params);
      const item = { entry: seq, what: 'offer' as const, action, title: unit.title, target };
      return {
        item: { ...item, status: status === 'declined' ? 'declined' : 'offered' },
        unit,
        params,
        inForce: false,
      };
    });
}

/** Plans that are of today: what was undone, voided or is an undo itself covers nothing. */
function plansOf({ actions }: CaseState): readonly Candidate[] {
  return Object.values(actions)
    .filter(({ planned, status }) => planned.undoes === null && status !== 'void' && status !== 'undone')
    .map((action) => {
      const { action: id, params, target } = action.planned;
      const unit = findAction(id);
      const item = { entry: action.seq, what: 'plan' as const, action: id, title: unit.title, target };
      return { item: { ...item, status: action.status }, unit, params, inForce: isInForce(action) };
    });
}

/** What an action is about, without the Region it is in. */
function namedBy(params: JsonObject): string {
  return Object.entries(params)
    .filter(([name]) => name !== 'region' && name !== 'regions')
    .map(([, value]: [string, Json]) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ');
}
