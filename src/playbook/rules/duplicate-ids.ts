import type { Path } from '../../documents/source-document.ts';
import { inputParameters, SUSPECT_PARAMETERS } from '../query-parameters.ts';
import type { Rule, RuleContext, RuleFault } from '../rule.ts';

/** An id names one thing: a step or a question (both can be jumped to), a finding, a query parameter. */
export const duplicateIds: Rule = {
  id: 'duplicate-id',
  check: (context) => [
    ...repeated(
      'step or question',
      placesOf(context),
      'jumps, answers and the journal tell them apart by it',
    ),
    ...repeated('finding', findings(context), 'questions, answers and the report tell findings apart by it'),
    ...repeated('query parameter', parameters(context), 'a query could not tell which of the two is meant'),
  ],
};

interface Named {
  readonly name: string;
  readonly path: Path;
  readonly place?: 'key';
  readonly step?: string;
}

function* repeated(kind: string, named: readonly Named[], why: string): Generator<RuleFault> {
  const seen = new Set<string>();
  for (const { name, ...place } of named) {
    const fix = 'give this one another name';
    if (seen.has(name)) yield { ...place, what: `the ${kind} '${name}' is there already`, why, fix };
    if (name !== '') seen.add(name);
  }
}

function placesOf({ steps, questions }: RuleContext): readonly Named[] {
  const ownSteps = steps.map(({ step, path }) => ({ name: step.id, path: [...path, 'id'], step: step.id }));
  const ownQuestions = questions.filter(({ step }) => step === null);
  return [
    ...ownSteps,
    ...ownQuestions.map(({ question, path }) => ({ name: question.id, path: [...path, 'id'] })),
  ];
}

function findings({ findings: all }: RuleContext): readonly Named[] {
  return all.map(({ finding, path, step }) => ({ name: finding.id, path: [...path, 'id'], step: step.id }));
}

function parameters({ playbook }: RuleContext): readonly Named[] {
  const own = SUSPECT_PARAMETERS.map((name) => ({ name, path: ['inputs'] }));
  const given = Object.entries(playbook.inputs).flatMap(([input, definition]) =>
    inputParameters(input, definition).map((name) => ({
      name,
      path: ['inputs', input],
      place: 'key' as const,
    })),
  );
  return [...own, ...given];
}
