import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Score } from '../../src/model/score.ts';
import { DIST } from '../support/built.ts';
import { type ProgramRun, programEnvironment, runProgram } from '../support/program.ts';

const LONG = { timeout: 300_000 };

describe('an exercise with the built program', () => {
  let root = '';
  const heptad = (...args: readonly string[]): ProgramRun => runProgram(args, { cwd: root });
  const play = (folder: string, ...more: readonly string[]): readonly string[] => [
    ...['exercise', 'run', 'leaked-credential', '--case', join(root, folder), '--seed', 'live'],
    ...more,
  ];
  const startOf = (folder: string): unknown =>
    JSON.parse(readFileSync(join(root, folder, 'exercise', 'opened.json'), 'utf8'));

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'heptad-exercise-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('is played to its end by the answers of the scenario, and scored', LONG, () => {
    const played = heptad(...play('played', '--answers', 'ideal'));
    expect({ exit: played.exit, stderr: played.stderr }).toMatchObject({ exit: 0 });
    expect(played.stderr).toContain('EXERCISE  A key in a public repository');
    expect(played.stderr).toContain('>> Finance (chat)');
    expect(played.stdout).toContain('passed  The intruder got nothing done in the last hour');
    const score = JSON.parse(heptad('exercise', 'score', join(root, 'played'), '--json').stdout) as Score;
    expect(score.damage.points).toBeGreaterThan(0);
    expect(score.damage.points).toBeLessThan(score.damage.alone);
    expect(score.signals.filter(({ seen }) => seen).map(({ signal }) => signal)).toEqual(
      expect.arrayContaining(['A2', 'A3', 'A7', 'M1', 'M3']),
    );
    // The answer key is told only to who asks for it.
    expect(score.intruder).toEqual([]);
    const keyed = heptad('exercise', 'score', join(root, 'played'), '--json', '--key');
    expect((JSON.parse(keyed.stdout) as Score).intruder.length).toBeGreaterThan(50);
  });

  it('is marked as one wherever it is shown, and its case verifies', LONG, () => {
    const folder = join(root, 'played');
    const report = JSON.parse(heptad('report', folder, '--format', 'json').stdout) as Report;
    expect(report.case).toMatchObject({ mode: 'tabletop' });
    expect(report.case.label).toMatch(/^EXERCISE SIMULATED 111122223333/);
    expect(heptad('report', folder).stdout).toContain('nothing in this report happened to a real workload');
    expect(heptad('verify', folder).exit).toBe(0);
    expect(report.exercise?.story.every(({ seen }) => seen)).toBe(true);
    expect(report.exercise?.untold).toBeGreaterThan(20);
    const told = heptad('report', folder).stdout;
    expect(told).toContain('Debrief of the exercise');
    // A call that the team did not find, of which nothing is told but its number.
    expect(told).not.toContain('Guesses a role that is not there');
    expect(heptad('report', folder, '--key').stdout).toContain('Guesses a role that is not there');
    const room = heptad('exercise', 'present', folder, '--once').stdout;
    expect(room).toContain('Finance:');
    expect(room).not.toContain('signals missed');
    expect(room).not.toContain('INTRUDER');
  });

  it('goes on where it stood after kill -9; meanwhile nobody else can play it', LONG, async () => {
    const child = spawn(process.execPath, [join(DIST, 'main.js'), ...play('killed', '--answers', 'clumsy')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: root,
      env: programEnvironment(root),
    });
    await new Promise<void>((resolve, reject) => {
      let told = '';
      child.once('error', reject);
      child.stderr.on('data', (data: Buffer) => {
        told += data.toString();
        if (told.includes('What the suspect did')) resolve();
      });
    });
    const other = heptad(...play('killed'));
    expect({ exit: other.exit, stderr: other.stderr }).toMatchObject({ exit: 8 });
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
    const before = startOf('killed');
    // Nothing of the debrief before it is over.
    const early = heptad('report', join(root, 'killed'), '--format', 'json', '--key').stdout;
    expect((JSON.parse(early) as Report).exercise).toBeUndefined();
    expect(heptad('exercise', 'score', join(root, 'killed'))).toMatchObject({ exit: 2, stdout: '' });
    const answers = join(DIST, '..', 'scenarios', 'leaked-credential', 'clumsy.yaml');
    const resumed = heptad('resume', join(root, 'killed'), '--answers', answers);
    expect({ exit: resumed.exit, stderr: resumed.stderr }).toMatchObject({ exit: 0 });
    expect(resumed.stdout).toContain('failed  The intruder got nothing done in the last hour');
    expect(startOf('killed')).toEqual(before);
    expect(heptad('verify', join(root, 'killed')).exit).toBe(0);
  });

  it('takes what the facilitator says, and ends when told so', LONG, () => {
    const answers = join(root, 'first.yaml');
    writeFileSync(answers, 'account: "111122223333"\n');
    expect(heptad(...play('directed', '--answers', answers)).exit).toBe(3);
    const control = (...words: readonly string[]): ProgramRun =>
      heptad('exercise', 'control', join(root, 'directed'), ...words);
    expect(control('tell', 'Board', 'What do we tell our customers?').stdout).toContain('journaled');
    expect(control('fail', 'log-back', 'they did not think of it').exit).toBe(0);
    expect(control('pass', 'log-bak', 'a slip').stderr).toContain("write 'log-back'");
    expect(control('end').exit).toBe(0);
    const view = control().stdout;
    expect(view).toContain('INTRUDER');
    expect(view).toContain('failed by hand: they did not think of it');
    const ended = heptad('resume', join(root, 'directed'), '--answers', answers);
    expect({ exit: ended.exit, stderr: ended.stderr }).toMatchObject({ exit: 0 });
    expect(ended.stderr).toContain('The facilitator ended the play');
    expect(ended.stdout).toContain('they did not think of it');
  });
});
