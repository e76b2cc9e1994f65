import type { Json, JsonObject } from '../../base/json.ts';
import type { Values } from '../../expressions/expression.ts';
import type { DoGoal, FindGoal, LessonTask } from '../../model/lesson.ts';
import type { QueryLake, QueryResult } from '../../ports/lake.ts';
import { WHOLE } from '../../model/scope.ts';
import { valueText } from '../../terminal/cell.ts';
import { fillParams, fillText, valueOf } from '../../training/fill.ts';
import { isRight } from '../../training/is-right.ts';
import { CHECK_VARIABLES, KEY_VARIABLES } from '../../training/variables.ts';
import { deeds, laterCalls } from './deeds.ts';
import type { LessonAccount } from './lesson-account.ts';

/** What a task is judged by. */
export interface Bench {
  readonly account: LessonAccount;
  /** The lake of the lesson's case, as it stands now. */
  readonly query: QueryLake['query'];
  /** `given` and `answers`. */
  readonly told: { readonly given: JsonObject; readonly answers: JsonObject };
}

export type Verdict =
  | { readonly right: true; readonly answer: string | null; readonly facts: Values }
  | { readonly right: false; readonly say: string };

/** Every value that is the answer, worked out for the account at hand. */
export async function expectedValues(goal: FindGoal, bench: Bench): Promise<readonly string[]> {
  const values = keyValues(bench);
  if (goal.answer.by === 'value') return texts(valueOf(goal.answer.value, KEY_VARIABLES, values));
  const params = fillParams(goal.answer, KEY_VARIABLES, values);
  return firstColumn(await bench.query({ sql: goal.answer.sql, params, scope: WHOLE }));
}

/** Judges what was found, not how it was written. */
export async function judgeAnswer(goal: FindGoal, given: string, bench: Bench): Promise<Verdict> {
  const values = await expectedValues(goal, bench);
  const expected = { form: goal.form, all: goal.all, values };
  const facts = keyValues(bench);
  if (isRight(given, expected))
    return { right: true, answer: goal.all ? values.join(' ') : kept(given, expected), facts };
  const mistake = goal.mistakes.find(({ value }) =>
    isRight(given, { ...expected, all: false, values: texts(valueOf(value, KEY_VARIABLES, facts)) }),
  );
  const say = mistake === undefined ? 'That is not it.' : fillText(mistake.say, KEY_VARIABLES, facts);
  return { right: false, say };
}

/** Judges what was done, by the account and by what the intruder can still do. */
export async function judgeDeed({ checks, later }: DoGoal, bench: Bench): Promise<Verdict> {
  const { account } = bench;
  const values = {
    ...keyValues(bench),
    account: account.stage.observe(),
    calls: deeds(account),
    later: later === null ? {} : await laterCalls(account, later),
  };
  const missing = checks.find(({ when }) => valueOf(when, CHECK_VARIABLES, values) !== true);
  if (missing === undefined) return { right: true, answer: null, facts: values };
  return { right: false, say: fillText(missing.notYet, CHECK_VARIABLES, values) };
}

/** The events that prove an answer. */
export async function proofOf({ proof }: LessonTask, bench: Bench): Promise<QueryResult | null> {
  if (proof === null) return null;
  const params = fillParams(proof, KEY_VARIABLES, keyValues(bench));
  return bench.query({ sql: proof.sql, params, scope: WHOLE });
}

/** @param facts what the answer was judged by */
export function explanation({ explain, goal }: LessonTask, facts: Values): string {
  return fillText(explain, goal.kind === 'do' ? CHECK_VARIABLES : KEY_VARIABLES, facts);
}

export function firstColumn({ columns, rows }: QueryResult): readonly string[] {
  const name = columns[0]?.name;
  return name === undefined ? [] : rows.map((row) => valueText(row[name]));
}

function keyValues({ told, account }: Bench) {
  return { ...told, ...account.facts };
}

/** As the account writes it: a later task may need it as a parameter. */
function kept(given: string, expected: Parameters<typeof isRight>[1]): string {
  return expected.values.find((value) => isRight(given, { ...expected, values: [value] })) ?? given;
}

function texts(value: Json): readonly string[] {
  if (value === null) return [];
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).map(String);
}
