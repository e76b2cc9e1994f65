import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allLessons, checkLessonFile, findLesson } from '../../src/app/training/lesson-library.ts';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import { SCHEMA_RULES } from '../../src/documents/validate.ts';
import { ELEMENTS } from '../../src/model/element.ts';

const FILE = findLesson('close-a-key').file;
const TEXT = readFileSync(FILE, 'utf8');

describe('the lessons', () => {
  const lessons = allLessons();

  it('are at least ten, with one for each element, and end with an exam', () => {
    expect(lessons.length).toBeGreaterThanOrEqual(10);
    expect(lessons.map(({ element }) => element)).toEqual(expect.arrayContaining([...ELEMENTS]));
    expect(lessons[0]?.id).toBe('read-a-record');
    expect(lessons.at(-1)?.exam).not.toBeNull();
  });

  it('name the question of the methodology that each serves', () => {
    const { playbook } = findPlaybook('genai-workload');
    const questions = playbook.elements.flatMap((element) => element.questions.map(({ id }) => id));
    const taught = lessons.filter(({ exam }) => exam === null).map(({ serves }) => serves);
    expect(taught.filter((question) => question === null || !questions.includes(question))).toEqual([]);
  });

  it('prove each answer that was found, by events', () => {
    const unproven = lessons.flatMap(({ id, tasks }) =>
      tasks
        .filter(
          ({ goal, proof, solution }) => goal.kind === 'find' && proof === null && solution.read === null,
        )
        .map((task) => `${id}/${task.id}`),
    );
    expect(unproven).toEqual([]);
  });

  it('hold no answer: every one is worked out from the account at hand', () => {
    const goals = lessons.flatMap(({ tasks }) => tasks.map(({ goal }) => goal));
    const written = goals.filter((goal) => {
      if (goal.kind === 'do') return false;
      return goal.answer.by === 'value'
        ? !/\b(known|names|steps)\b/.test(goal.answer.value)
        : !/\bFROM\b/.test(goal.answer.sql);
    });
    expect(goals.length).toBeGreaterThan(30);
    expect(written).toEqual([]);
  });
});

describe('the schemas', () => {
  it.each(['lesson', 'training-record'])('%s is a schema by its own meta-schema', (name) => {
    const ajv = new Ajv2020({ ...SCHEMA_RULES, validateSchema: true });
    ajv.addVocabulary(['x-what', 'x-why', 'x-fix']);
    const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
    expect(ajv.validateSchema(JSON.parse(readFileSync(file, 'utf8')) as object)).toBe(true);
  });
});

describe('a lesson file with a fault', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heptad-lesson-file-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['id: session-off', 'id: key-off', "the id 'key-off' is there twice"],
    ["!('session' in later.as)", "!('session' in latr.as)", "'latr' is not a name"],
    ['{{given.role}}', '{{known.backdoorKeyId}}', "'known' is not a name"],
    ['action: iam/revoke-sessions', 'action: iam/revoke-session', "write 'iam/revoke-sessions'"],
    ['serves: access-still-valid', 'serves: access-stil-valid', "write 'access-still-valid'"],
    ['../practice/scenario.yaml', '../practise/scenario.yaml', 'there is no scenario'],
    ["answer: 'Yes'", "answer: 'Yess'", "write 'Yes'"],
    ['minutes: 25', 'minutes: many', 'not a whole number'],
    ['later: 60', 'latter: 60', "write 'later'"],
  ])('%s made %s tells where and what to do', (right, wrong, words) => {
    expect(TEXT).toContain(right);
    const broken = TEXT.replace(right, wrong).replace(
      '../practice/scenario.yaml',
      findLesson('access').file.replace('access/lesson.yaml', 'practice/scenario.yaml'),
    );
    const file = join(folder, 'lesson.yaml');
    writeFileSync(file, broken);
    const checked = checkLessonFile(file);
    const faults = checked.ok ? [] : checked.diagnostics;
    expect(faults.map(({ what, why, fix }) => `${what} ${why} ${fix}`).join('\n')).toContain(words);
    const changed = broken.split('\n').findLastIndex((line) => line.includes(wrong)) + 1;
    expect(faults.map(({ line }) => line)).toContain(changed);
  });

  it('is told of a piece that is too long, and of a statement that no shell takes', () => {
    const file = join(folder, 'long.yaml');
    const long = Array.from(
      { length: 14 },
      (_, line) => `    Line ${line} of a piece that goes on and on and on.`,
    );
    const access = readFileSync(findLesson('access').file, 'utf8')
      .replace('    The first element', `${long.join('\n\n')}\n\n    The first element`)
      .replace("'$.assumedRoleUser.arn') AS session", `'$.assumedRoleUser.arn') AS "session"`)
      .replace(
        '../practice/scenario.yaml',
        findLesson('access').file.replace('access/lesson.yaml', 'practice/scenario.yaml'),
      );
    writeFileSync(file, access);
    const checked = checkLessonFile(file);
    const rules = checked.ok ? [] : checked.diagnostics.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['piece-length', 'shell-text']));
  });
});
