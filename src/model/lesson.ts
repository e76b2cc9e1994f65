import type { JsonObject } from '../base/json.ts';
import type { ElementId } from './element.ts';
import type { ScenarioAccountDef } from './scenario.ts';

/** A lesson: pieces of text, tasks on a simulated account, and a quiz (schemas/lesson.schema.json). Times are in minutes. */
export interface Lesson {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  /** Its place in the list. */
  readonly order: number;
  /** How long it takes, about. */
  readonly minutes: number;
  readonly element: ElementId | null;
  /** The question of the playbook that it teaches to answer. */
  readonly serves: string | null;
  readonly exam: ExamRules | null;
  readonly stage: LessonStage;
  /** What the learner is told beforehand, by name: CEL over `names` and `known`. */
  readonly given: Readonly<Record<string, string>>;
  /** Templates over `given`. */
  readonly intro: readonly string[];
  readonly tasks: readonly LessonTask[];
  readonly quiz: readonly QuizQuestion[];
  readonly sha256: string;
}

/** An exam gives no hints, and takes only so many answers. */
export interface ExamRules {
  readonly tries: number;
  /** Tasks that must be right. */
  readonly pass: number;
}

export interface LessonStage {
  /** An id, or a path from the lesson's folder. */
  readonly scenario: string;
  /** How far the story has come. */
  readonly minute: number;
  /** Null = as the scenario says. */
  readonly logging: ScenarioAccountDef['logging'] | null;
}

export interface LessonTask {
  readonly id: string;
  readonly pieces: readonly string[];
  readonly ask: string;
  readonly goal: FindGoal | DoGoal;
  /** Before the solution itself, which is the last hint. */
  readonly hints: readonly string[];
  readonly solution: Solution;
  readonly explain: string;
  readonly proof: Statement | null;
}

/** Athena SQL over the lake of the lesson's case; parameters are CEL by name. */
export interface Statement {
  readonly sql: string;
  readonly params: Readonly<Record<string, string>>;
}

export const ANSWER_FORMS = ['text', 'number', 'time', 'choice'] as const;
export type AnswerForm = (typeof ANSWER_FORMS)[number];

/** Something to be found out. */
export interface FindGoal {
  readonly kind: 'find';
  readonly form: AnswerForm;
  readonly choices: readonly string[];
  /** Every value is asked for, not one of them. */
  readonly all: boolean;
  /** Worked out for the account at hand: by CEL over the story, or by the first column of a statement. */
  readonly answer: { readonly by: 'value'; readonly value: string } | ({ readonly by: 'query' } & Statement);
  readonly mistakes: readonly Mistake[];
}

/** A wrong answer worth a word. */
export interface Mistake {
  readonly value: string;
  readonly say: string;
}

/** Something to be done in the account. */
export interface DoGoal {
  readonly kind: 'do';
  /** So long the story is played on, in a copy of the account, for the checks; null = it stays. */
  readonly later: number | null;
  /** All must hold; the first that does not is told. */
  readonly checks: readonly { readonly when: string; readonly notYet: string }[];
}

/** What a learner who is stuck can do, word for word. */
export interface Solution {
  readonly say: string | null;
  readonly statement: Statement | null;
  readonly calls: readonly SolutionCall[];
  /** What the last call found: CEL over `output`. */
  readonly read: string | null;
  readonly actions: readonly SolutionAction[];
}

export interface SolutionCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string | null;
  readonly input: JsonObject;
}

export interface SolutionAction {
  readonly action: string;
  readonly with: Readonly<Record<string, string>>;
}

export interface QuizQuestion {
  readonly id: string;
  readonly ask: string;
  readonly choices: readonly string[];
  readonly answer: string;
  readonly why: string;
}
