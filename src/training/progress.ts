import type { Lesson } from '../model/lesson.ts';
import type { LessonAttempt, TrainingRecord } from '../model/training-record.ts';
import { openAttempt } from './record.ts';

export type LessonState = 'not begun' | 'begun' | 'passed' | 'not passed';

export interface LessonProgress {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly element: string | null;
  readonly serves: string | null;
  readonly state: LessonState;
  readonly attempts: number;
  /** When it was passed first. */
  readonly passedAt: string | null;
}

/** How far somebody has come. */
export interface Progress {
  readonly lessons: readonly LessonProgress[];
  readonly passed: number;
  /** The first lesson that is not passed. */
  readonly next: string | null;
  /** Questions that will come back. */
  readonly due: number;
}

export function progressOf(lessons: readonly Lesson[], record: TrainingRecord): Progress {
  const all = lessons.map((lesson) => lessonProgress(lesson, record));
  return {
    lessons: all,
    passed: all.filter(({ passedAt }) => passedAt !== null).length,
    next: all.find(({ passedAt }) => passedAt === null)?.id ?? null,
    due: Object.values(record.quiz).filter(({ due }) => due !== null).length,
  };
}

/** What a lead is given: how far, and the record itself. */
export function recordText(lessons: readonly Lesson[], record: TrainingRecord, at: string) {
  return { exported: at, progress: progressOf(lessons, record), record };
}

function lessonProgress(lesson: Lesson, record: TrainingRecord): LessonProgress {
  const { id, title, minutes, element, serves } = lesson;
  const attempts = record.lessons[id] ?? [];
  const passed = attempts.find((attempt) => attempt.passed === true);
  return {
    ...{ id, title, minutes, element, serves },
    state: stateOf(attempts, passed !== undefined, openAttempt(record, id) !== null),
    attempts: attempts.length,
    passedAt: passed?.finished ?? null,
  };
}

function stateOf(attempts: readonly LessonAttempt[], passed: boolean, open: boolean): LessonState {
  if (passed) return 'passed';
  if (open) return 'begun';
  return attempts.length === 0 ? 'not begun' : 'not passed';
}
