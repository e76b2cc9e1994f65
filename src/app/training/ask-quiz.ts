import type { AskedQuestion } from '../../training/quiz.ts';
import { questionsOf, quizOf } from '../../training/quiz.ts';
import { openAttempt, withQuiz, withQuizAnswer } from '../../training/record.ts';
import type { Teaching } from './teaching.ts';

type Asking = Pick<Teaching, 'lesson' | 'lessons' | 'file' | 'learner' | 'clock'>;

/** The questions of a lesson, and before them what was missed in earlier ones; each is asked once. */
export async function askQuiz(asking: Asking): Promise<void> {
  const { lesson, lessons, file } = asking;
  const questions = questionsOf([...lessons.filter(({ id }) => id !== lesson.id), lesson]);
  if (openAttempt(file.record, lesson.id)?.asked === null) {
    const { quiz, quizzes } = file.record;
    const asked = quizOf(lesson, quiz, { number: quizzes + 1, known: new Set(questions.keys()) });
    file.change((record) => withQuiz(record, lesson.id, asked));
  }
  const attempt = openAttempt(file.record, lesson.id);
  const asked = attempt?.asked ?? [];
  const answered = new Set(attempt?.quiz.map(({ question }) => question));
  for (const [index, key] of asked.entries()) {
    const question = questions.get(key);
    // A question that is no longer there was taken out of its lesson since.
    if (question === undefined || answered.has(key)) continue;
    await ask(asking, question, { index: index + 1, of: asked.length });
  }
}

async function ask(
  { lesson, file, learner, clock }: Asking,
  { key, ask: text, choices, answer, why }: AskedQuestion,
  place: { readonly index: number; readonly of: number },
): Promise<void> {
  const back = !key.startsWith(`${lesson.id}/`);
  const given = await learner.atQuestion({ key, ask: text, choices, back, ...place });
  const right = given === answer;
  file.change((record) =>
    withQuizAnswer(record, lesson.id, { question: key, given, right, at: clock.now() }),
  );
  learner.tell(right ? `Right. ${why}` : `No: ${answer}. ${why}`);
}
