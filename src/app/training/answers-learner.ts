import { PausedError } from '../../base/errors.ts';
import type { Answers } from '../../model/answers.ts';
import type { Learner, QuizView, TaskReply, TaskView } from '../../ports/learner.ts';

/** What stands in an answers file for something that was done in the account. */
const DONE = 'done';

/**
 * A learner who answers from a file: tasks by their id, questions of the quiz by `lesson/question`. What the file does
 * not answer, or answers wrong, goes to `person`, where there is one; otherwise the lesson stops there.
 */
export function createAnswersLearner(answers: Answers, person: Learner | null, shown: Learner): Learner {
  const used = new Set<string>();
  const given = (id: string): string | undefined => {
    if (used.has(id)) return undefined;
    used.add(id);
    return answers.questions[id]?.answer;
  };
  return {
    read: (text) => (person === null ? Promise.resolve(shown.tell(text)) : person.read(text)),
    tell: (text) => (person ?? shown).tell(text),
    show: (columns, rows) => (person ?? shown).show(columns, rows),
    atTask: async (view) => {
      const again = used.has(view.id);
      const answer = given(view.id);
      if (answer !== undefined) return replyOf(view, answer);
      if (person !== null) return person.atTask(view);
      throw waiting(`task ${view.id}`, view, again);
    },
    atQuestion: async (view) => {
      const answer = given(view.key);
      if (answer !== undefined && view.choices.includes(answer)) return answer;
      if (person !== null) return person.atQuestion(view);
      throw waiting(`question ${view.key}`, view, answer !== undefined);
    },
  };
}

function replyOf({ form }: TaskView, answer: string): TaskReply {
  return form === 'deed' && answer === DONE ? { do: 'check' } : { do: 'answer', text: answer };
}

function waiting(what: string, view: TaskView | QuizView, again: boolean): PausedError {
  const id = 'key' in view ? `'${view.key}'` : view.id;
  const values =
    view.choices.length > 0 ? `, one of ${view.choices.map((one) => `'${one}'`).join(', ')}` : '';
  const deed = 'form' in view && view.form === 'deed' ? `, ${DONE} once it is done` : values;
  return new PausedError(`${what} waits for ${again ? 'another' : 'an'} answer: ${view.ask.trim()}`, {
    why: again
      ? 'the answer that was given is not right, and there is no terminal to ask at'
      : 'there is no terminal to ask at, and no answer was given beforehand',
    fix: `give it with --answers FILE (questions: { ${id}: … })${deed}, and start the lesson again: it goes on here`,
  });
}
