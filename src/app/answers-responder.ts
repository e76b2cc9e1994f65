import { accountGiven, planDecided, preservationDecided, setDecided } from './actions/given-approval.ts';
import { PausedError } from '../base/errors.ts';
import type { Answers } from '../model/answers.ts';
import { nothingFoundText } from '../model/coverage.ts';
import type { Suspect } from '../model/suspect.ts';
import { counted } from '../base/text.ts';
import { cutText } from '../base/text-safety.ts';
import type {
  Command,
  Position,
  QuestionView,
  Responder,
  StepView,
  SuspectsView,
} from '../ports/responder.ts';

/**
 * A responder that answers from a file. What the file does not answer goes to `person`, where there is one; otherwise
 * the walk stops, or goes on with `unknown`, as the file says.
 */
export function createAnswersResponder(
  answers: Answers,
  person: Responder | null,
  tell: (line: string) => void,
): Responder {
  return {
    skips: (step) => answers.steps[step]?.skip ?? null,
    expected: (finding) => answers.findings[finding]?.expected ?? null,
    atStep: (view, places) => {
      if (person !== null) return person.atStep(view, places);
      tell(stepLine(view));
      return Promise.resolve({ do: 'continue' });
    },
    atQuestion: (view, places) => {
      const given = answers.questions[view.id];
      if (given !== undefined && !(view.earlier?.stale === true && person !== null))
        return Promise.resolve({ do: 'answer', ...given });
      if (person !== null) return person.atQuestion(view, places);
      return Promise.resolve(unanswered(answers, view));
    },
    atSuspects: (view, places) => {
      if (person !== null && Object.keys(answers.suspects).length === 0)
        return person.atSuspects(view, places);
      return Promise.resolve(decided(answers, view));
    },
    atAccount: (view) => accountGiven(answers, person, view),
    atPlan: (view) => planDecided(answers, person, view),
    atSet: (view) => setDecided(answers, person, view),
    atBoard: (view) => (person === null ? Promise.resolve([]) : person.atBoard(view)),
    atPreservation: (view) => preservationDecided(answers, person, view),
    atRows: (view) => (person === null ? Promise.resolve({ do: 'continue' }) : person.atRows(view)),
    progress: (line) => person?.progress(line),
    tell: (line) => (person === null ? tell(line) : person.tell(line)),
    complain: (error) => (person === null ? tell(error.message) : person.complain(error)),
  };
}

function unanswered(answers: Answers, view: QuestionView): Command {
  if (answers.default === 'unknown-and-decline')
    return { do: 'answer', answer: defaultAnswer(view), why: 'no answer was given beforehand' };
  throw new PausedError(`question ${view.id} waits for an answer: ${view.ask}`, {
    why: 'there is no terminal to ask at, and no answer was given beforehand',
    fix: `give it with --answers FILE (questions: { ${view.id}: … }), one of ${view.choices.join(', ')}, and go on with heptad resume`,
  });
}

function defaultAnswer(view: QuestionView): string {
  return view.choices.includes('unknown') ? 'unknown' : (view.choices[0] ?? 'unknown');
}

function decided(answers: Answers, { proposals }: SuspectsView): Command {
  const decision = ({ value }: Suspect): 'follow' | 'reject' =>
    answers.suspects[value] ?? answers.suspects['*'] ?? 'follow';
  return {
    do: 'suspects',
    follow: proposals.filter((proposal) => decision(proposal) === 'follow'),
    reject: proposals.filter((proposal) => decision(proposal) === 'reject'),
  };
}

/** A line a step, for a walk nobody watches at a terminal. Texts of logs are escaped by whoever writes it. */
export function stepLine(view: StepView): string {
  const suspect = view.suspect === null ? '' : ` (${cutText(view.suspect.value, 200)})`;
  const findings = view.findings.map(({ id, severity, count }) => `${id} ${severity} ×${count}`).join(', ');
  return `${placeText(view.position)} ${view.title}${suspect}: ${view.failed ?? resultText(view)}${findings === '' ? '' : ` — ${findings}`}`;
}

function resultText({ note, rows, coverage, asked }: StepView): string {
  if (note !== null || asked === null) return 'note';
  return rows.length === 0 ? nothingFoundText(coverage) : counted(rows.length, 'row');
}

function placeText({ element, step }: Position): string {
  return `[${element.index}/${element.of}${step === null ? '' : ` ${step.index}/${step.of}`}]`;
}
