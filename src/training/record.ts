import type { Lesson } from '../model/lesson.ts';
import type { LessonAttempt, QuizAnswer, TaskRecord, TrainingRecord } from '../model/training-record.ts';
import { remember } from './quiz.ts';

export function newRecord(learner: string): TrainingRecord {
  return { heptad: 1, learner, lessons: {}, quiz: {}, quizzes: 0 };
}

/** The attempt a lesson stands in; null when none was begun, or the last is finished. */
export function openAttempt({ lessons }: TrainingRecord, lesson: string): LessonAttempt | null {
  const last = lessons[lesson]?.at(-1);
  return last === undefined || last.finished !== null ? null : last;
}

export function withAttempt(
  record: TrainingRecord,
  lesson: Lesson,
  { seed, at }: { readonly seed: string; readonly at: string },
): TrainingRecord {
  const attempts = record.lessons[lesson.id] ?? [];
  const begun: LessonAttempt = {
    number: attempts.length + 1,
    seed,
    version: lesson.version,
    begun: at,
    finished: null,
    passed: null,
    tasks: {},
    asked: null,
    quiz: [],
  };
  return { ...record, lessons: { ...record.lessons, [lesson.id]: [...attempts, begun] } };
}

const UNTOUCHED: TaskRecord = { status: 'open', tries: 0, hints: 0, answer: null, at: null };

export function taskRecord(attempt: LessonAttempt, task: string): TaskRecord {
  return attempt.tasks[task] ?? UNTOUCHED;
}

export function withTask(
  record: TrainingRecord,
  lesson: string,
  { task, change }: { readonly task: string; readonly change: Partial<TaskRecord> },
): TrainingRecord {
  return changed(record, lesson, (attempt) => ({
    ...attempt,
    tasks: { ...attempt.tasks, [task]: { ...taskRecord(attempt, task), ...change } },
  }));
}

/** The quiz of an attempt begins: which questions are asked stays as it is, whatever happens meanwhile. */
export function withQuiz(record: TrainingRecord, lesson: string, asked: readonly string[]): TrainingRecord {
  return {
    ...changed(record, lesson, (attempt) => ({ ...attempt, asked })),
    quizzes: record.quizzes + 1,
  };
}

export function withQuizAnswer(record: TrainingRecord, lesson: string, answer: QuizAnswer): TrainingRecord {
  const { question, right } = answer;
  return {
    ...changed(record, lesson, (attempt) => ({ ...attempt, quiz: [...attempt.quiz, answer] })),
    quiz: { ...record.quiz, [question]: remember(record.quiz[question], right, record.quizzes) },
  };
}

export function finished(
  record: TrainingRecord,
  lesson: string,
  { at, passed }: { readonly at: string; readonly passed: boolean },
): TrainingRecord {
  return changed(record, lesson, (attempt) => ({ ...attempt, finished: at, passed }));
}

/** Whether the tasks that are right are enough. */
export function isPassed({ exam, tasks }: Lesson, attempt: LessonAttempt): boolean {
  const done = tasks.filter(({ id }) => taskRecord(attempt, id).status === 'done').length;
  return done >= (exam?.pass ?? tasks.length);
}

function changed(
  record: TrainingRecord,
  lesson: string,
  change: (attempt: LessonAttempt) => LessonAttempt,
): TrainingRecord {
  const attempts = record.lessons[lesson] ?? [];
  return {
    ...record,
    lessons: {
      ...record.lessons,
      [lesson]: attempts.map((attempt, index) => (index === attempts.length - 1 ? change(attempt) : attempt)),
    },
  };
}
