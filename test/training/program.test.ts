import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaseLock } from '../../src/case/lock.ts';
import { findLesson } from '../../src/app/training/lesson-library.ts';
import type { TrainingRecord } from '../../src/model/training-record.ts';
import type { LessonProgress } from '../../src/training/progress.ts';
import { DIST } from '../support/built.ts';
import { type ProgramRun, programEnvironment, runProgram } from '../support/program.ts';

const LONG = { timeout: 300_000 };
const { lesson } = findLesson('access');

describe('heptad train with the built program', () => {
  let root = '';
  const heptad = (...args: readonly string[]): ProgramRun => runProgram(args, { cwd: root });
  const training = (...path: readonly string[]): string => join(root, 'data', 'heptad', 'training', ...path);
  const record = (): TrainingRecord =>
    JSON.parse(readFileSync(training('record.json'), 'utf8')) as TrainingRecord;
  const lessons = (): readonly LessonProgress[] =>
    (JSON.parse(heptad('train', '--json').stdout) as { readonly lessons: readonly LessonProgress[] }).lessons;
  /** What the last hint of a task has the learner find in the case of the attempt. */
  const found = (sql: string, params: Readonly<Record<string, string>>): string => {
    const given = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
    const run = heptad(
      'logs',
      'query',
      sql,
      '--case',
      training('access-1', 'case'),
      '--format',
      'json',
      ...given,
    );
    expect(run).toMatchObject({ exit: 0 });
    const rows = JSON.parse(run.stdout) as readonly Readonly<Record<string, string>>[];
    return Object.values(rows[0] ?? {})[0] ?? '';
  };
  const answer = (questions: Readonly<Record<string, string>>): string => {
    const file = join(root, 'answers.yaml');
    writeFileSync(file, JSON.stringify({ questions }));
    return file;
  };

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'heptad-train-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('lists the lessons, and nothing is begun by that', () => {
    expect(lessons().every(({ state }) => state === 'not begun')).toBe(true);
    expect(heptad('train').stderr).toContain('next: heptad train read-a-record');
    expect(existsSync(training())).toBe(false);
  });

  it('without a terminal and without an answer, stops naming the task: exit 3', LONG, () => {
    const run = heptad('train', 'access');
    expect(run).toMatchObject({ exit: 3, stdout: '' });
    expect(run.stderr).toContain('task session waits for an answer');
    expect(lessons().find(({ id }) => id === 'access')).toMatchObject({ state: 'begun', attempts: 1 });
  });

  it('takes a right answer, keeps it, and tells a wrong one from none', LONG, () => {
    const key = (
      JSON.parse(readFileSync(training('access-1', 'exercise', 'opened.json'), 'utf8')) as {
        readonly seed: string;
      }
    ).seed;
    expect(key).toContain('tester/access/');
    const leaked = found(
      "SELECT useridentity.accesskeyid FROM cloudtrail WHERE eventname = 'GetCallerIdentity' AND useridentity.username = 'ci-deployer' AND sourceipaddress NOT LIKE '192.0.2.%' ORDER BY eventtime",
      {},
    );
    const session = found(lesson.tasks[0]?.solution.statement?.sql ?? '', { key: leaked });
    const run = heptad('train', 'access', '--answers', answer({ session, 'second-key': leaked }));
    expect(run.exit).toBe(3);
    expect(run.stderr).toContain('That is the key the story begins with');
    expect(run.stderr).toContain('task second-key waits for another answer');
    expect(record().lessons['access']?.[0]?.tasks).toMatchObject({
      session: { status: 'done', tries: 1, answer: session },
      'second-key': { status: 'open', tries: 1 },
    });
  });

  it('goes on where it stood after kill -9', LONG, async () => {
    const before = record();
    const session = before.lessons['access']?.[0]?.tasks['session']?.answer ?? '';
    const made = found(lesson.tasks[1]?.solution.statement?.sql ?? '', { session });
    const phantom = found(lesson.tasks[2]?.solution.statement?.sql ?? '', { session });
    const child = spawn(
      process.execPath,
      [join(DIST, 'main.js'), 'train', 'access', '--answers', answer({ 'second-key': made, phantom })],
      { stdio: ['ignore', 'ignore', 'pipe'], cwd: root, env: programEnvironment(root) },
    );
    await new Promise<void>((resolve, reject) => {
      let told = '';
      child.once('error', reject);
      child.stderr.on('data', (data: Buffer) => {
        told += data.toString();
        if (told.includes('The key belongs to')) resolve();
      });
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(record().lessons['access']?.[0]?.tasks['second-key']).toMatchObject({
      status: 'done',
      answer: made,
    });
    const wrong = lesson.quiz.map(({ choices, answer: right }) => choices.find((one) => one !== right) ?? '');
    const quiz = Object.fromEntries(lesson.quiz.map(({ id }, index) => [`access/${id}`, wrong[index] ?? '']));
    const run = heptad('train', 'access', '--answers', answer({ phantom, ...quiz }));
    expect(run).toMatchObject({ exit: 0 });
    expect(run.stdout).toContain('access  passed  3 of 3 tasks, 0 of 3 questions');
    expect(record().lessons['access']?.[0]).toMatchObject({ passed: true, asked: Object.keys(quiz) });
  });

  it('brings back in the next quiz what was missed, and not once it is right again', LONG, () => {
    const { lesson: next } = findLesson('read-a-record');
    const run = heptad('train', 'read-a-record');
    expect(run.exit).toBe(3);
    // As if its tasks were done: what is asked then is what counts here.
    const known = record();
    const [attempt] = known.lessons['read-a-record'] ?? [];
    if (attempt === undefined) throw new Error('no attempt');
    const tasks = Object.fromEntries(
      next.tasks.map(({ id }) => [
        id,
        { status: 'done', tries: 1, hints: 0, answer: 'x', at: attempt.begun },
      ]),
    );
    const lessonsThen = { ...known.lessons, 'read-a-record': [{ ...attempt, tasks }] };
    writeFileSync(training('record.json'), JSON.stringify({ ...known, lessons: lessonsThen }));
    const right = (of: typeof next): Readonly<Record<string, string>> =>
      Object.fromEntries(of.quiz.map(({ id, answer: good }) => [`${of.id}/${id}`, good]));
    const done = heptad('train', 'read-a-record', '--answers', answer({ ...right(next), ...right(lesson) }));
    expect(done).toMatchObject({ exit: 0 });
    expect(record().lessons['read-a-record']?.[0]?.asked).toEqual([
      ...lesson.quiz.map(({ id }) => `access/${id}`),
      ...next.quiz.map(({ id }) => `read-a-record/${id}`),
    ]);
    expect(record().quiz['access/unused']).toEqual({ asked: 2, missed: 1, streak: 1, due: 4 });
  });

  it('is given by one process at a time: exit 8', () => {
    const lock = CaseLock.take(training('lock'), { human: 'somebody', since: '2026-01-15T09:00:00Z' });
    expect(heptad('train', 'access').exit).toBe(8);
    lock.release();
  });

  it('exports the record for whoever leads', () => {
    const file = join(root, 'record.json');
    expect(heptad('train', 'export', '--out', file).exit).toBe(0);
    const exported: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(exported).toMatchObject({
      progress: { passed: 2 },
      record: { learner: 'tester', lessons: { access: [{ passed: true }] } },
    });
    const printed: unknown = JSON.parse(heptad('train', '--record').stdout);
    expect(printed).toMatchObject({ record: { learner: 'tester' } });
  });

  it(
    'begins a finished lesson anew with another seed, and refuses answers to what is not there',
    LONG,
    () => {
      const refused = heptad('train', 'access', '--answers', answer({ sesion: 'x' }));
      expect(refused.exit).toBe(2);
      expect(refused.stderr).toContain("write 'session'");
      expect(heptad('train', 'acess').stderr).toContain("write 'access'");
      expect(heptad('train', 'access').exit).toBe(3);
      const [first, second] = record().lessons['access'] ?? [];
      expect(second?.number).toBe(2);
      expect(second?.seed).not.toBe(first?.seed);
    },
  );

  it('says of a damaged record what is wrong, and changes nothing', () => {
    writeFileSync(training('record.json'), '{"heptad": 1}');
    const run = heptad('train', 'access');
    expect(run.exit).toBe(2);
    expect(run.stderr).toContain('the record of lessons is damaged');
    expect(readFileSync(training('record.json'), 'utf8')).toBe('{"heptad": 1}');
  });
});
