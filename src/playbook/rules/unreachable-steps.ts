import { listed } from '../../base/text.ts';
import { UserError } from '../../base/errors.ts';
import { compileExpression } from '../../expressions/expression.ts';
import { WHEN_VARIABLES } from '../../expressions/variables.ts';
import type { PlacedStep, Rule, RuleContext, RuleFault } from '../rule.ts';

/** Every step can be reached: its condition can hold when its turn comes, and its suspects can exist. */
export const unreachableSteps: Rule = {
  id: 'unreachable-step',
  check: function* (context) {
    const kinds = suspectKinds(context);
    const produced = producers(context);
    for (const placed of context.steps) {
      yield* impossibleSuspects(placed, kinds);
      yield* impossibleCondition(placed, produced);
    }
  },
};

/** The kinds of suspect that some input starts or some step proposes. Proposals bring earlier steps back. */
function suspectKinds({ playbook, steps }: RuleContext): ReadonlySet<string> {
  const started = Object.values(playbook.inputs).map(({ suspect }) => suspect);
  const proposed = steps.flatMap(({ step }) => step.proposes.map(({ kind }) => kind));
  return new Set([...started, ...proposed].filter((kind) => kind !== null));
}

function* impossibleSuspects({ step, path }: PlacedStep, kinds: ReadonlySet<string>): Generator<RuleFault> {
  if (step.perSuspect.length === 0 || step.perSuspect.some((kind) => kinds.has(kind))) return;
  yield {
    path: [...path, 'per_suspect'],
    what: `'${step.id}' can never run: no suspect of the kind ${listed(step.perSuspect, 'or')} can come up`,
    why: 'no input starts one and no step proposes one',
    fix: `give an input 'suspect: ${step.perSuspect[0]}', or a step a proposal of that kind`,
    step: step.id,
  };
}

/** What comes up in the walk, with when and by whom. */
interface Producer {
  readonly order: number;
  readonly by: string;
}
type Producers = Readonly<Record<'findings' | 'answers', ReadonlyMap<string, Producer>>>;

function producers({ findings, questions }: RuleContext): Producers {
  const raised = findings.map(({ finding, order, step }): [string, Producer] => [
    finding.id,
    { order, by: `the step '${step.id}'` },
  ]);
  const given = questions.map(({ question, order, element, step }): [string, Producer] => [
    question.id,
    {
      order,
      by:
        step === null
          ? `the questions of '${element}', which are asked after its steps`
          : `the step '${step}'`,
    },
  ]);
  return { findings: firstOf(raised), answers: firstOf(given) };
}

/** Of an id that is there twice (told by another rule), the one that comes first. */
function firstOf(all: readonly [string, Producer][]): ReadonlyMap<string, Producer> {
  return new Map(all.toSorted(([, a], [, b]) => b.order - a.order));
}

function* impossibleCondition(placed: PlacedStep, produced: Producers): Generator<RuleFault> {
  const { step, path, order } = placed;
  if (step.when === null) return;
  const expression = compileExpression(step.when, WHEN_VARIABLES, 'bool');
  if (!expression.ok) return;
  const place = { path: [...path, 'when'], step: step.id };
  if (expression.references.length === 0) {
    const value = constant(() => expression.run({}));
    if (value === false)
      yield { ...place, ...NEVER, what: `'${step.id}' can never run: its condition is always false` };
    return;
  }
  for (const { path: reference, offset } of expression.references) {
    const [variable, name = ''] = reference;
    const producer =
      variable === 'findings' || variable === 'answers' ? produced[variable].get(name) : undefined;
    if (producer === undefined || producer.order < order) continue;
    yield {
      ...place,
      place: offset,
      what: `'${step.id}' waits for '${reference[0]}.${name}', which comes up only after it`,
      why: `it comes from ${producer.by}, and steps run in the order of the file`,
      fix: 'move this step behind it, or take it out of the condition',
    };
  }
}

const NEVER = {
  why: 'it names nothing that could change',
  fix: 'take the step out, or name a finding, an answer or an input',
};

/** The value of an expression without variables. One that cannot be computed (1/0 > 0) can never hold either. */
function constant(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
