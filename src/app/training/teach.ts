import type { JsonObject } from '../../base/json.ts';
import { counted } from '../../base/text.ts';
import type { Values } from '../../expressions/expression.ts';
import type { Lesson, LessonTask } from '../../model/lesson.ts';
import type { LessonAttempt, TaskRecord } from '../../model/training-record.ts';
import type { TaskReply, TaskView } from '../../ports/learner.ts';
import { fillText } from '../../training/fill.ts';
import { finished, isPassed, taskRecord, withTask } from '../../training/record.ts';
import { hintsOf } from '../../training/solution-text.ts';
import { TEXT_VARIABLES } from '../../training/variables.ts';
import { type Bench, explanation, judgeAnswer, judgeDeed, proofOf, type Verdict } from './judge.ts';
import { askQuiz } from './ask-quiz.ts';
import { attemptOf, type Teaching } from './teaching.ts';

/** Gives a lesson from where it was left: pieces, tasks, quiz. All that happens is in the record before the next prompt. */
export async function teach(teaching: Teaching): Promise<LessonAttempt> {
  const { lesson, learner, file, clock } = teaching;
  const begun = attemptOf(teaching);
  if (Object.keys(begun.tasks).length === 0) {
    for (const text of lesson.intro) await learner.read(fillText(text, TEXT_VARIABLES, told(teaching)));
  } else learner.tell('You go on where you left.');
  teaching.where();
  for (const task of lesson.tasks) await giveTask(teaching, task);
  await askQuiz(teaching);
  const passed = isPassed(lesson, attemptOf(teaching));
  const last = attemptOf(teaching);
  file.change((record) => finished(record, lesson.id, { at: clock.now(), passed }));
  return { ...last, passed };
}

async function giveTask(teaching: Teaching, task: LessonTask): Promise<void> {
  if (taskRecord(attemptOf(teaching), task.id).status !== 'open') return;
  const { learner } = teaching;
  note(teaching, task, {});
  for (const text of task.pieces) await learner.read(fillText(text, TEXT_VARIABLES, told(teaching)));
  while (taskRecord(attemptOf(teaching), task.id).status === 'open') {
    const reply = await learner.atTask(viewOf(teaching, task));
    if (reply.do === 'where') teaching.where();
    else if (reply.do === 'hint') giveHint(teaching, task);
    else await judge(teaching, task, reply);
  }
}

function giveHint(teaching: Teaching, task: LessonTask): void {
  const { hints } = taskRecord(attemptOf(teaching), task.id);
  const hint = hintsOf(task, told(teaching))[hints];
  if (hint === undefined) return;
  note(teaching, task, { hints: hints + 1 });
  teaching.learner.tell(hint.text);
}

async function judge(
  teaching: Teaching,
  task: LessonTask,
  reply: Extract<TaskReply, { readonly do: 'answer' | 'check' }>,
): Promise<void> {
  const { learner, lesson, clock } = teaching;
  const bench = benchOf(teaching);
  const verdict = await verdictOn(task, reply, bench);
  const tries = taskRecord(attemptOf(teaching), task.id).tries + 1;
  if (verdict.right) {
    note(teaching, task, { status: 'done', tries, answer: verdict.answer, at: clock.now() });
    learner.tell('Right.');
    await explain(teaching, task, verdict.facts);
    return;
  }
  const failed = lesson.exam !== null && tries >= lesson.exam.tries;
  note(teaching, task, { tries, ...(failed ? { status: 'failed', at: clock.now() } : {}) });
  learner.tell(verdict.say);
  if (failed) learner.tell('That was the last answer this task takes.');
}

async function verdictOn(
  { goal }: LessonTask,
  reply: Extract<TaskReply, { readonly do: 'answer' | 'check' }>,
  bench: Bench,
): Promise<Verdict> {
  if (goal.kind === 'do') return judgeDeed(goal, bench);
  return judgeAnswer(goal, reply.do === 'answer' ? reply.text : '', bench);
}

async function explain(teaching: Teaching, task: LessonTask, facts: Values): Promise<void> {
  const bench = benchOf(teaching);
  const proof = await proofOf(task, bench);
  if (proof !== null) teaching.learner.show(proof.columns, proof.rows);
  await teaching.learner.read(explanation(task, facts));
}

function viewOf(teaching: Teaching, task: LessonTask): TaskView {
  const { lesson } = teaching;
  const { tries, hints } = taskRecord(attemptOf(teaching), task.id);
  const { goal } = task;
  return {
    id: task.id,
    index: lesson.tasks.indexOf(task) + 1,
    of: lesson.tasks.length,
    ask: fillText(task.ask, TEXT_VARIABLES, told(teaching)),
    form: goal.kind === 'do' ? 'deed' : goal.form,
    choices: goal.kind === 'do' ? [] : goal.choices,
    hints: { given: hints, of: hintsOf(task, told(teaching)).length },
    left: lesson.exam === null ? null : lesson.exam.tries - tries,
  };
}

function note({ file, lesson }: Teaching, { id }: LessonTask, change: Partial<TaskRecord>): void {
  file.change((record) => withTask(record, lesson.id, { task: id, change }));
}

function benchOf(teaching: Teaching): Bench {
  const { open, query } = teaching;
  return { account: open.account, query, told: told(teaching) };
}

function told(teaching: Teaching): { readonly given: JsonObject; readonly answers: JsonObject } {
  const answers = Object.entries(attemptOf(teaching).tasks).flatMap(([id, { answer }]) =>
    answer === null ? [] : [[id, answer] as const],
  );
  return { given: teaching.open.given, answers: Object.fromEntries(answers) };
}

/** How an attempt ended, in a line. */
export function resultLine(lesson: Lesson, { tasks, quiz, passed }: LessonAttempt): string {
  const done = Object.values(tasks).filter(({ status }) => status === 'done').length;
  const right = quiz.filter((answer) => answer.right).length;
  return `${lesson.id}  ${passed === true ? 'passed' : 'not passed'}  ${done} of ${counted(lesson.tasks.length, 'task')}, ${right} of ${counted(quiz.length, 'question')}`;
}
