import { awsCliCommand } from '../../actions/aws-cli.ts';
import type { Plan } from '../../model/plan.ts';
import type { PlanView } from '../../ports/responder.ts';
import { findAction } from './action-library.ts';

/** What whoever approves a plan is told of it, at every terminal and on every machine: an undo says so first. */
export function describedPlan({
  action,
  undoes,
  calls,
}: Pick<Plan, 'action' | 'undoes' | 'calls'>): Pick<
  PlanView,
  'title' | 'commands' | 'mistakes' | 'keepFirst'
> {
  const unit = findAction(action);
  const undo = undoes === null ? '' : `Undo of entry ${undoes}: `;
  return {
    title: `${undo}${unit.catalogue} ${unit.title}`,
    commands: calls.map(awsCliCommand),
    mistakes: undoes === null ? unit.mistakes : [],
    keepFirst: undoes === null ? unit.keepFirst : [],
  };
}
