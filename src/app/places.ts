import { unitsOf } from '../engine/next.ts';
import { isStale } from '../engine/stale.ts';
import { ELEMENT_TITLES } from '../model/element.ts';
import { stepKey } from '../model/case-state.ts';
import type { ElementDef, QuestionDef, StepDef } from '../model/playbook.ts';
import type { Place, Position } from '../ports/responder.ts';
import { caseLabel } from './case-label.ts';
import type { Session } from './session.ts';

/** Where the walk stands: what every prompt shows. */
export function positionOf(
  session: Session,
  at: { readonly element: ElementDef; readonly step: StepDef | null },
): Position {
  const { elements } = session.playbook;
  const { opened, accounts } = session.state;
  const { element, step } = at;
  const account = opened?.scope.account;
  return {
    caseId: opened?.id ?? '',
    label:
      accounts.length > 0 || account === null || account === undefined
        ? caseLabel(session.state)
        : `${caseLabel(session.state)} ${account}`,
    element: { title: ELEMENT_TITLES[element.id], index: elements.indexOf(element) + 1, of: elements.length },
    step:
      step === null
        ? null
        : { id: step.id, index: element.steps.indexOf(step) + 1, of: element.steps.length },
  };
}

/** All steps and questions, to jump to. */
export function placesOf(session: Session): readonly Place[] {
  return session.playbook.elements.flatMap((element) => {
    const title = ELEMENT_TITLES[element.id];
    return [
      ...element.steps.map((step) => ({
        id: step.id,
        title: `${title}: ${step.title}`,
        status: stepStatus(session, step),
      })),
      ...element.questions.map((question) => ({
        id: question.id,
        title: `${title}: ${question.ask}`,
        status: questionStatus(session, question),
      })),
    ];
  });
}

function stepStatus(session: Session, step: StepDef): string {
  if (step.work.kind === 'ask') return questionStatus(session, step.work.ask);
  const runs = unitsOf(session.state, step).map((unit) => session.state.runs[stepKey(step.id, unit)]);
  const done = runs.filter((run) => run !== undefined && run.status !== 'reset');
  if (done.length === 0) return 'not run';
  return done.some((run) => run?.status === 'skipped') ? 'skipped' : 'done';
}

export function questionStatus(session: Session, question: QuestionDef): string {
  const answer = session.state.answers[question.id];
  if (answer === undefined) return session.state.deferred.includes(question.id) ? 'put off' : 'not answered';
  return isStale(answer, question, session.state) ? `${answer.answer} (on older evidence)` : answer.answer;
}
