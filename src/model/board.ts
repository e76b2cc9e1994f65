import type { ActionStatus } from './report.ts';

/** An offer or a plan, by the journal entry that names it. */
export interface BoardItem {
  readonly entry: number;
  readonly what: 'offer' | 'plan';
  readonly action: string;
  readonly title: string;
  readonly target: string;
  readonly status: ActionStatus;
}

/** Whether somebody can still come in by it. */
export type FootholdState = 'contained' | 'partly' | 'planned' | 'offered' | 'uncovered';

/** A way in that is known: a suspect the responder follows, or what an offer is about. */
export interface Foothold {
  readonly kind: string;
  readonly value: string;
  readonly state: FootholdState;
  /** What covers it, in the order of the journal. */
  readonly items: readonly BoardItem[];
  /** What would contain it, where nothing does; null where heptad has nothing. */
  readonly hint: string | null;
}

/** Known footholds with what covers them, and what is offered besides. */
export interface Board {
  readonly footholds: readonly Foothold[];
  /** Preservation and restoration: what is no foothold's. */
  readonly others: readonly BoardItem[];
}

/** Footholds by which somebody can still come in, as `kind value`. */
export function liveFootholds({ footholds }: Board): readonly string[] {
  return footholds
    .filter(({ state }) => state !== 'contained')
    .map(({ kind, value, state }) => `${kind} ${value} (${state})`);
}
