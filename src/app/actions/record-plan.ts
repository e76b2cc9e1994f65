import type { CaseBook } from '../case-book.ts';
import { type MadePlan, stateDocument } from './make-plan.ts';

/** Where a plan comes from. */
export interface PlanOrigin {
  readonly step: string | null;
  readonly offer: string | null;
}

const BY_HAND: PlanOrigin = { step: null, offer: null };

/** Keeps the state a plan was made from as evidence and journals the plan. Gives its entry. */
export async function recordPlan(
  { plan, planSha256, observed }: MadePlan,
  book: CaseBook,
  origin: PlanOrigin = BY_HAND,
): Promise<number> {
  const before = await book.keep(
    `state before ${plan.action} of ${plan.target}`,
    stateDocument(plan.action, plan.params, observed),
    'action-state',
  );
  const { seq } = await book.write('action-planned', {
    ...plan,
    planSha256,
    before,
    ...origin,
    external: null,
  });
  return seq;
}
