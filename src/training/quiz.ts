import type { Lesson, QuizQuestion } from '../model/lesson.ts';
import type { QuizMemory } from '../model/training-record.ts';

/** Questions from earlier lessons that one quiz brings back, at the most. */
const MOST_BACK = 3;
/** After so many right answers on end, a question that was missed need not come back. */
const LEARNED = 3;

export interface AskedQuestion extends QuizQuestion {
  /** `lesson/question`. */
  readonly key: string;
}

/** By its key. */
export function questionsOf(lessons: readonly Lesson[]): ReadonlyMap<string, AskedQuestion> {
  return new Map(
    lessons.flatMap(({ id, quiz }) =>
      quiz.map((question) => {
        const key = `${id}/${question.id}`;
        return [key, { ...question, key }] as const;
      }),
    ),
  );
}

/** The keys of a quiz: what was missed before and is due, the longest due first, then the lesson's own questions. */
export function quizOf(
  lesson: Lesson,
  memory: Readonly<Record<string, QuizMemory>>,
  { number, known }: { readonly number: number; readonly known: ReadonlySet<string> },
): readonly string[] {
  const own = lesson.quiz.map(({ id }) => `${lesson.id}/${id}`);
  const back = Object.entries(memory)
    .flatMap(([key, { due }]) => (due !== null && due <= number ? [{ key, due }] : []))
    .filter(({ key }) => known.has(key) && !own.includes(key))
    .toSorted((a, b) => a.due - b.due)
    .slice(0, MOST_BACK)
    .map(({ key }) => key);
  return [...back, ...own];
}

/** What is known of a question after an answer in quiz `number`: missed, it comes back in the next; right, later and later. */
export function remember(before: QuizMemory | undefined, right: boolean, number: number): QuizMemory {
  const { asked, missed, streak } = before ?? { asked: 0, missed: 0, streak: null };
  if (!right) return { asked: asked + 1, missed: missed + 1, streak: 0, due: number + 1 };
  if (streak === null) return { asked: asked + 1, missed, streak, due: null };
  const next = streak + 1;
  return { asked: asked + 1, missed, streak: next, due: next >= LEARNED ? null : number + 2 ** next };
}
