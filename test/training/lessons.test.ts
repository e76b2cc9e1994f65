import { afterAll, describe, expect, it } from 'vitest';
import { expectedValues, judgeAnswer, judgeDeed } from '../../src/app/training/judge.ts';
import { findLesson, lessonIds } from '../../src/app/training/lesson-library.ts';
import type { Lesson, LessonTask } from '../../src/model/lesson.ts';
import type { Learner } from '../../src/ports/learner.ts';
import { givenOf } from '../../src/app/training/open-lesson.ts';
import { hintsOf } from '../../src/training/solution-text.ts';
import { followSolution, giveLesson, stageLesson, type StagedLesson } from '../support/given-lesson.ts';

const LONG = { timeout: 300_000 };

/** Accounts of lessons in which nothing is done can be shared: many lessons, one story. */
const shared = new Map<string, Promise<StagedLesson>>();
afterAll(async () => {
  for (const staged of shared.values()) await (await staged).close();
});

async function staged(lesson: Lesson, seed: string): Promise<StagedLesson> {
  const found = findLesson(lesson.id);
  const key = lesson.tasks.some(({ goal }) => goal.kind === 'do')
    ? `${lesson.id} ${seed}`
    : `${JSON.stringify(lesson.stage)} ${seed}`;
  const known = shared.get(key) ?? stageLesson(found, seed);
  shared.set(key, known);
  const { open, ...rest } = await known;
  return { ...rest, open: { ...open, given: givenOf(lesson, open.account) } };
}

/** Somebody who tries without knowing, takes every hint, and then follows the last. */
function follower(lesson: Lesson, at: StagedLesson) {
  const answers: Record<string, string> = {};
  const seen: string[] = [];
  const tried = new Map<string, number>();
  const taskOf = (id: string): LessonTask => {
    const task = lesson.tasks.find((one) => one.id === id);
    if (task === undefined) throw new Error(`no task ${id}`);
    return task;
  };
  const learner: Learner = {
    read: (text) => Promise.resolve(void seen.push(text)),
    tell: (text) => void seen.push(text),
    show: (_columns, rows) => void seen.push(`rows ${rows.length}`),
    atTask: async (view) => {
      const times = tried.get(view.id) ?? 0;
      tried.set(view.id, times + 1);
      if (times === 0 && lesson.exam === null)
        return view.form === 'deed' ? { do: 'check' } : { do: 'answer', text: 'I do not know' };
      if (view.hints.given < view.hints.of) return { do: 'hint' };
      const answer = await followSolution(taskOf(view.id), at, answers);
      answers[view.id] = answer;
      return view.form === 'deed' ? { do: 'check' } : { do: 'answer', text: answer };
    },
    atQuestion: (view) => {
      const [id = '', question] = view.key.split('/');
      const found = findLesson(id).lesson.quiz.find((one) => one.id === question);
      return Promise.resolve(found?.answer ?? '');
    },
  };
  return { learner, seen, answers };
}

describe.each(lessonIds())('the lesson %s', (id) => {
  const { lesson } = findLesson(id);
  let before: Readonly<Record<string, string>> = {};

  it('is finished by following its own text, with every hint shown on the way', LONG, async () => {
    const at = await staged(lesson, 'first');
    const { learner, seen, answers } = follower(lesson, at);
    const ended = await giveLesson(lesson, { staged: at, learner });
    expect(ended.passed).toBe(true);
    expect(ended.quiz.every(({ right }) => right)).toBe(true);
    const text = seen.join('\n');
    for (const task of lesson.tasks) {
      const record = ended.tasks[task.id];
      const hints = hintsOf(task, { given: at.open.given, answers });
      if (lesson.exam === null) expect(record).toMatchObject({ status: 'done', tries: 2, hints: 3 });
      expect(hints.length).toBe(lesson.exam === null ? 3 : 0);
      for (const hint of hints) expect(text).toContain(hint.text);
      // Every explanation comes with events that prove it, where there are any to show.
      if (task.proof !== null) expect(text).not.toContain('rows 0');
    }
    before = answers;
  });

  it('is not finished by doing nothing, nor by the answers of another seed', LONG, async () => {
    const at = await staged(lesson, 'second');
    const answers: Record<string, string> = {};
    const wrong: string[] = [];
    for (const task of lesson.tasks) {
      const bench = { account: at.open.account, query: at.query, told: { given: at.open.given, answers } };
      const { goal } = task;
      if (goal.kind === 'do') {
        expect((await judgeDeed(goal, bench)).right).toBe(false);
        wrong.push(task.id);
        continue;
      }
      expect((await judgeAnswer(goal, '', bench)).right).toBe(false);
      const values = await expectedValues(goal, bench);
      expect(values.length).toBeGreaterThan(0);
      if (!(await judgeAnswer(goal, before[task.id] ?? '', bench)).right) wrong.push(task.id);
      answers[task.id] = goal.all ? values.join(' ') : (values[0] ?? '');
    }
    const needed = lesson.exam?.pass ?? lesson.tasks.length;
    expect(lesson.tasks.length - wrong.length).toBeLessThan(needed);
    expect(wrong.length).toBeGreaterThanOrEqual(Math.ceil(lesson.tasks.length / 2));
  });
});
