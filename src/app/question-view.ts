import { InternalError } from '../base/errors.ts';
import { caseVariables, findingVariable } from '../engine/variables.ts';
import { isStale } from '../engine/stale.ts';
import { compileExpression } from '../expressions/expression.ts';
import { SUGGESTION_VARIABLES } from '../expressions/variables.ts';
import type { CaseState } from '../model/case-state.ts';
import type { Finding } from '../model/finding.ts';
import type { ElementDef, Playbook, QuestionDef, StepDef } from '../model/playbook.ts';
import { STANDARD_ANSWERS } from '../model/question.ts';
import { WHOLE } from '../model/scope.ts';
import type { QuestionView } from '../ports/responder.ts';
import { coverageBehind } from './case-coverage.ts';
import { positionOf } from './places.ts';
import type { Session } from './session.ts';

/** A question as it is put: with the findings that bear on it, and whether the logs can answer it at all. */
export function questionView(
  session: Session,
  at: { readonly question: QuestionDef; readonly element: ElementDef; readonly step: StepDef | null },
): QuestionView {
  const { question } = at;
  const { state, playbook } = session;
  const answer = state.answers[question.id];
  return {
    position: positionOf(session, at),
    id: question.id,
    ask: question.ask,
    why: question.why,
    choices: choicesOf(question),
    findings: bearingOn(question, state),
    suggestion: suggestionFor(question, playbook, state),
    unanswerable: logsText(answerability(question, state)),
    earlier: answer === undefined ? null : { answer: answer.answer, stale: isStale(answer, question, state) },
  };
}

export function choicesOf(question: QuestionDef): readonly string[] {
  return question.choices.length > 0 ? question.choices : STANDARD_ANSWERS;
}

/** What the logs in hand can say about a question: why not at all, or what they leave out; both null when nothing is. */
export interface Answerability {
  readonly unanswerable: string | null;
  readonly limits: string | null;
}

export function answerability(question: QuestionDef, state: CaseState): Answerability {
  const { records, gaps } = coverageBehind(state, question.sources, state.opened?.scope ?? WHOLE);
  // That an export is as supplied holds for every question, and stands under coverage.
  const telling = gaps.filter((gap) => !gap.endsWith(': partial (as supplied)'));
  if (question.sources.length === 0) return { unanswerable: null, limits: null };
  if (records === 0) return { unanswerable: gaps.join('; '), limits: null };
  return { unanswerable: null, limits: telling.length === 0 ? null : telling.join('; ') };
}

function logsText({ unanswerable, limits }: Answerability): string | null {
  if (unanswerable !== null) return `they cannot answer this: ${unanswerable}`;
  return limits === null ? null : `they answer this in part: ${limits}`;
}

function bearingOn(question: QuestionDef, state: CaseState): readonly Finding[] {
  return question.informedBy.flatMap((id) => state.findings[id] ?? []);
}

/** The first suggestion whose condition holds; without any record of its sources, that it cannot be known. */
function suggestionFor(question: QuestionDef, playbook: Playbook, state: CaseState): string | null {
  const findings = bearingOn(question, state)
    .filter(({ disposition }) => disposition === 'open')
    .map(findingVariable);
  const values = { ...caseVariables(playbook, state), findings };
  for (const { when, answer } of question.suggest) {
    const condition = compileExpression(when, SUGGESTION_VARIABLES, 'bool');
    if (!condition.ok)
      throw new InternalError(
        `a suggestion of question ${question.id} passed its check and does not compile`,
      );
    if (condition.run(values) === true) return answer;
  }
  const seen = coverageBehind(state, question.sources, WHOLE);
  return question.sources.length > 0 && seen.records === 0 && choicesOf(question).includes('cannot-be-known')
    ? 'cannot-be-known'
    : null;
}
