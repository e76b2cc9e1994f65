import { InternalError } from '../base/errors.ts';
import { compileExpression } from '../expressions/expression.ts';
import { WHEN_VARIABLES } from '../expressions/variables.ts';
import { type CaseState, type StepRun, stepKey } from '../model/case-state.ts';
import type { ElementDef, Playbook, QuestionDef, StepDef } from '../model/playbook.ts';
import type { Suspect, SuspectProposal } from '../model/suspect.ts';
import { isStale } from './stale.ts';
import { caseVariables } from './variables.ts';

/** What is to be done next. */
export type Directive =
  | {
      readonly do: 'run';
      readonly element: ElementDef;
      readonly step: StepDef;
      readonly suspect: Suspect | null;
    }
  | {
      readonly do: 'ask';
      readonly element: ElementDef;
      readonly question: QuestionDef;
      readonly step: StepDef | null;
    }
  | { readonly do: 'confirm'; readonly proposals: readonly SuspectProposal[]; readonly element: ElementDef }
  | { readonly do: 'done' };

/**
 * The next thing to do in a case. Pure: it depends on the playbook and the state alone. New suspects make steps of
 * earlier elements due again, so the walk turns back to them until no new node appears.
 */
export function next(playbook: Playbook, state: CaseState): Directive {
  const waiting = proposed(state);
  const [first] = playbook.elements;
  if (first === undefined) throw new InternalError('a playbook without elements was walked');
  if (waiting.length > 0)
    return { do: 'confirm', proposals: waiting, element: elementOf(playbook, waiting[0]?.step) ?? first };
  const focused = focusOf(playbook, state);
  if (focused !== null) return focused;
  for (const element of playbook.elements) {
    const due = dueStep(playbook, state, element) ?? dueQuestion(state, element);
    if (due !== null) return due;
  }
  return { do: 'done' };
}

/** Whether a step's condition holds now. */
export function applies(playbook: Playbook, state: CaseState, step: StepDef): boolean {
  if (step.work.kind === 'detect' && step.work.detect.from === 'given' && rulesGiven(state) === 0)
    return false;
  if (step.when === null) return true;
  const condition = compileExpression(step.when, WHEN_VARIABLES, 'bool');
  if (!condition.ok)
    throw new InternalError(`the condition of step ${step.id} passed its check and does not compile`);
  return condition.run(caseVariables(playbook, state)) === true;
}

function rulesGiven({ opened }: CaseState): number {
  return opened?.rules?.given ?? 0;
}

/** The suspects a step runs for: `[null]` for a step that runs once. */
export function unitsOf(state: CaseState, step: StepDef): readonly (Suspect | null)[] {
  if (step.perSuspect.length === 0) return [null];
  return Object.values(state.suspects)
    .filter(({ kind, decision }) => decision === 'follow' && step.perSuspect.includes(kind))
    .map(({ kind, value }) => ({ kind, value }));
}

function dueStep(playbook: Playbook, state: CaseState, element: ElementDef): Directive | null {
  for (const step of element.steps) {
    if (step.work.kind === 'ask') {
      if (applies(playbook, state, step) && isOpen(state, step.work.ask))
        return { do: 'ask', element, question: step.work.ask, step };
      continue;
    }
    const suspect = unitsOf(state, step).find((unit) => isDue(state, step, unit));
    if (suspect !== undefined && applies(playbook, state, step)) return { do: 'run', element, step, suspect };
  }
  return null;
}

function dueQuestion(state: CaseState, element: ElementDef): Directive | null {
  const question = element.questions.find((candidate) => isOpen(state, candidate));
  return question === undefined ? null : { do: 'ask', element, question, step: null };
}

/** A query is due again when the lake stands on more evidence than it saw. */
function isDue(state: CaseState, step: StepDef, suspect: Suspect | null): boolean {
  const run: StepRun | undefined = state.runs[stepKey(step.id, suspect)];
  if (run === undefined || run.status === 'reset') return true;
  return run.status === 'done' && readsLake(step) && run.generation < (state.lake?.generation ?? 0);
}

function readsLake({ work }: StepDef): boolean {
  return work.kind === 'query' || work.kind === 'detect';
}

function isOpen(state: CaseState, question: QuestionDef): boolean {
  if (state.deferred.includes(question.id)) return false;
  const answer = state.answers[question.id];
  return answer === undefined || isStale(answer, question, state);
}

function proposed(state: CaseState): readonly SuspectProposal[] {
  return Object.values(state.suspects).flatMap((suspect) =>
    suspect.decision === 'proposed' ? suspect.why.slice(0, 1) : [],
  );
}

/** Where the responder jumped to; a step that waits for suspects it has none of is not gone to. */
function focusOf(playbook: Playbook, state: CaseState): Directive | null {
  if (state.focus === null) return null;
  for (const element of playbook.elements) {
    const question = element.questions.find(({ id }) => id === state.focus);
    if (question !== undefined) return { do: 'ask', element, question, step: null };
    const step = element.steps.find(({ id }) => id === state.focus);
    if (step?.work.kind === 'ask') return { do: 'ask', element, question: step.work.ask, step };
    const suspect =
      step === undefined ? undefined : unitsOf(state, step).find((unit) => isDue(state, step, unit));
    if (step !== undefined && suspect !== undefined) return { do: 'run', element, step, suspect };
  }
  return null;
}

function elementOf(playbook: Playbook, step: string | undefined): ElementDef | undefined {
  return playbook.elements.find((element) => element.steps.some(({ id }) => id === step));
}
