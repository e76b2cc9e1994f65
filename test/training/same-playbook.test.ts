import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLesson } from '../../src/app/training/lesson-library.ts';
import { sha256 } from '../../src/base/hashing.ts';
import { readEntries } from '../../src/case/case-folder.ts';
import { DIST } from '../support/built.ts';
import { stageLesson, type StagedLesson } from '../support/given-lesson.ts';
import { programEnvironment } from '../support/program.ts';

const LONG = { timeout: 300_000 };
const FILE = join(DIST, '..', 'playbooks', 'genai-workload', 'playbook.yaml');

describe('one playbook file, whatever the case is for', () => {
  let staged: StagedLesson;
  beforeAll(async () => {
    staged = await stageLesson(findLesson('access'), 'same');
  }, 120_000);
  afterAll(() => staged.close());

  /** Runs the program beside this process, which serves the account. */
  const heptad = (...args: readonly string[]): Promise<number | null> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(DIST, 'main.js'), ...args], {
        cwd: staged.root,
        env: programEnvironment(staged.root, staged.open.account.environment),
        stdio: 'ignore',
      });
      child.once('error', reject);
      child.once('close', resolve);
    });
  const opened = (folder: string) => {
    const entry = readEntries(folder).find(({ kind }) => kind === 'case-opened');
    if (entry?.kind !== 'case-opened') throw new Error(`${folder} was not opened`);
    return entry.data;
  };
  const answers = (text: string): string => {
    const file = join(staged.root, 'answers.yaml');
    writeFileSync(file, text);
    return file;
  };

  it('is walked to its end in a lesson', LONG, async () => {
    const folder = staged.open.places.case;
    expect(await heptad('resume', folder, '--answers', answers('default: unknown-and-decline\n'))).toBe(0);
    expect(readEntries(folder).filter(({ kind }) => kind === 'step-finished').length).toBeGreaterThan(40);
    expect(opened(folder).mode).toBe('training');
  });

  it(
    'is the same, byte for byte, in an account by its endpoint, in an exercise and in a lesson',
    LONG,
    async () => {
      const live = join(staged.root, 'live');
      const exercise = join(staged.root, 'exercise');
      const given = answers("account: '111122223333'\n");
      expect(
        await heptad('run', 'genai-workload', '--case', live, '--region', 'us-east-1', '--answers', given),
      ).toBe(3);
      expect(
        await heptad('exercise', 'run', 'leaked-credential', '--case', exercise, '--answers', given),
      ).toBe(3);
      const cases = [live, exercise, staged.open.places.case].map(opened);
      expect(cases.map(({ mode }) => mode)).toEqual(['live', 'tabletop', 'training']);
      const bytes = sha256(readFileSync(FILE));
      expect(cases.map(({ playbook }) => playbook.sha256)).toEqual([bytes, bytes, bytes]);
    },
  );
});
