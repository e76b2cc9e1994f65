/** What one person has learned so far: the file in the user's data folder, and what a lead is given. Times are ISO 8601 UTC. */
export interface TrainingRecord {
  readonly heptad: 1;
  readonly learner: string;
  /** By lesson, the oldest attempt first. */
  readonly lessons: Readonly<Record<string, readonly LessonAttempt[]>>;
  /** By `lesson/question`. */
  readonly quiz: Readonly<Record<string, QuizMemory>>;
  /** How many quizzes were begun: what questions that come back are timed by. */
  readonly quizzes: number;
}

export interface LessonAttempt {
  /** From 1. */
  readonly number: number;
  readonly seed: string;
  readonly version: string;
  readonly begun: string;
  readonly finished: string | null;
  /** Null until it is finished. */
  readonly passed: boolean | null;
  readonly tasks: Readonly<Record<string, TaskRecord>>;
  /** The questions of its quiz, as `lesson/question`; null until it begins. */
  readonly asked: readonly string[] | null;
  readonly quiz: readonly QuizAnswer[];
}

export interface TaskRecord {
  readonly status: 'open' | 'done' | 'failed';
  readonly tries: number;
  readonly hints: number;
  /** What was right, as later tasks are given it; null for something done. */
  readonly answer: string | null;
  readonly at: string | null;
}

export interface QuizAnswer {
  readonly question: string;
  readonly given: string;
  readonly right: boolean;
  readonly at: string;
}

/** What is known of how well a question sits. */
export interface QuizMemory {
  readonly asked: number;
  readonly missed: number;
  /** Right answers since it was missed last; null for one that was never missed. */
  readonly streak: number | null;
  /** The quiz in which it comes back; null when it need not. */
  readonly due: number | null;
}
