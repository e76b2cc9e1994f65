import type { AnswerForm } from '../model/lesson.ts';
import type { Column, Row } from '../model/row.ts';

/** A task as it is put to somebody who learns. */
export interface TaskView {
  readonly id: string;
  readonly index: number;
  readonly of: number;
  readonly ask: string;
  /** How the answer is given; `deed` = something is done in the account, and then looked at. */
  readonly form: AnswerForm | 'deed';
  readonly choices: readonly string[];
  readonly hints: { readonly given: number; readonly of: number };
  /** Answers that are left in an exam; null = any number. */
  readonly left: number | null;
}

export type TaskReply =
  | { readonly do: 'answer'; readonly text: string }
  /** The deed is done: look at the account. */
  | { readonly do: 'check' }
  | { readonly do: 'hint' }
  /** Where the case and the account are. */
  | { readonly do: 'where' };

export interface QuizView {
  /** `lesson/question`. */
  readonly key: string;
  readonly index: number;
  readonly of: number;
  readonly ask: string;
  readonly choices: readonly string[];
  /** It was missed before and comes back. */
  readonly back: boolean;
}

/** The person a lesson is given to, or the answers file that stands for one. Texts are plain: whoever shows them escapes them. */
export interface Learner {
  /** Shows a piece and waits until it is read. */
  read(text: string): Promise<void>;
  /** Shows a text that asks for nothing. */
  tell(text: string): void;
  /** Shows events. */
  show(columns: readonly Column[], rows: readonly Row[]): void;
  /** @throws PausedError naming the task when there is no answer */
  atTask(view: TaskView): Promise<TaskReply>;
  /** @throws PausedError naming the question when there is no answer */
  atQuestion(view: QuizView): Promise<string>;
}
