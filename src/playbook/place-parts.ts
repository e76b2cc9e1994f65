import type { Playbook } from '../model/playbook.ts';
import type { PlacedFinding, PlacedQuestion, PlacedStep } from './rule.ts';

export interface PlacedParts {
  readonly steps: readonly PlacedStep[];
  readonly questions: readonly PlacedQuestion[];
  readonly findings: readonly PlacedFinding[];
}

/** Steps, questions and findings with their paths. An element's questions come after its steps. */
export function placeParts(playbook: Playbook): PlacedParts {
  const steps: PlacedStep[] = [];
  const questions: PlacedQuestion[] = [];
  let order = 0;
  for (const { id: element, ...parts } of playbook.elements) {
    for (const [index, step] of parts.steps.entries()) {
      const path = ['elements', element, 'steps', index];
      steps.push({ step, element, path, order });
      if (step.work.kind === 'ask') {
        questions.push({ question: step.work.ask, element, path: [...path, 'ask'], order, step: step.id });
      }
      order += 1;
    }
    for (const [index, question] of parts.questions.entries()) {
      questions.push({
        question,
        element,
        path: ['elements', element, 'questions', index],
        order,
        step: null,
      });
      order += 1;
    }
  }
  return { steps, questions, findings: steps.flatMap(findingsOf) };
}

function findingsOf({ step, element, path, order }: PlacedStep): readonly PlacedFinding[] {
  return step.findings.map((finding, index) => ({
    finding,
    step,
    element,
    order,
    path: [...path, 'findings', index],
  }));
}
