import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TrainingRecord } from '../../src/model/training-record.ts';
import { ProgramAtTerminal } from '../dialogue/program-at-terminal.ts';
import { programEnvironment } from '../support/program.ts';

const LONG = { timeout: 300_000 };
const DOWN = '\u001b[B';
const ENTER = '\r';

let cwd = '';
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'heptad-at-a-lesson-')));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

/** Somebody at a terminal who reads, takes each hint, and pastes what the last one says into a shell beside it. */
class AtALesson {
  readonly program: ProgramAtTerminal;
  readonly prompts: string[] = [];

  constructor(args: readonly string[], size: { readonly columns: number; readonly rows: number }) {
    this.program = new ProgramAtTerminal(args, { cwd, ...size });
  }

  get lines(): readonly string[] {
    return this.program.screen.lines;
  }

  /** The prompt that waits, with its menu; null while none does. */
  prompt(): string | null {
    const at = this.lines.findLastIndex((line) => line.startsWith('? '));
    const later = this.lines.slice(at);
    return at === -1 || later.some((line) => line.startsWith('✓ ')) ? null : later.join('\n');
  }

  async next(): Promise<string | null> {
    await this.program.until(
      'a prompt or the end',
      () => this.prompt() !== null || this.program.exit !== null,
    );
    if (this.program.exit !== null) return null;
    await this.program.quiet();
    const prompt = this.prompt();
    if (prompt !== null) this.prompts.push(prompt);
    return prompt;
  }

  /** Goes down to a line of the menu and takes it. */
  async take(text: string): Promise<void> {
    const cursor = (): string => this.lines.findLast((line) => line.startsWith('❯')) ?? '';
    while (!cursor().includes(text)) {
      const before = cursor();
      this.program.send(DOWN);
      await this.program.until(`the line '${text}'`, () => cursor() !== before);
    }
    await this.press(ENTER);
  }

  async press(keys: string): Promise<void> {
    const answered = (): number => this.lines.filter((line) => line.startsWith('✓ ')).length;
    const before = answered();
    this.program.send(keys);
    await this.program.until(
      'the answer to be taken',
      () => answered() > before || this.program.exit !== null,
    );
  }

  /** The command that was shown last, as a person copies it: what the terminal broke is one line. */
  command(): string {
    const lines = this.program.screen.textFrom(0);
    const first = lines.findLastIndex((line) => /^ {4}heptad (logs query|action)/.test(line));
    const rest = lines.slice(first);
    return rest.slice(0, rest.indexOf('')).join('\n');
  }
}

/** Runs what was pasted into a shell that has sourced the lesson's environment. */
async function inShell(command: string, environment: string): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-c', `. ${environment}\n${command}`], {
    cwd,
    env: programEnvironment(cwd),
    encoding: 'utf8',
  });
  return stdout;
}

it('a lesson at a terminal: read, three hints, paste, answer, quiz, done', LONG, async () => {
  const at = new AtALesson(['train', 'access'], { columns: 80, rows: 24 });
  const environment = join(cwd, 'data/heptad/training/access-1/environment.sh');
  const pasted: string[] = [];
  for (let prompt = await at.next(); prompt !== null; prompt = await at.next()) {
    expect(prompt).toContain('[TRAINING SIMULATED 111122223333 us-east-1]');
    if (prompt.includes('What now?') && prompt.includes('Hint')) await at.take('Hint');
    else if (prompt.includes('What now?')) {
      const table = await inShell(at.command(), environment);
      pasted.push(at.command());
      await at.take('Answer');
      await at.next();
      const answer = /^─[─ ]*\n(\S+)/m.exec(table)?.[1] ?? '';
      at.program.send(answer);
      await at.program.until('what was typed', () => at.prompt()?.includes(answer.slice(-12)) === true);
      await at.press(ENTER);
    } else await at.press(ENTER);
  }
  expect(at.program.exit).toBe(0);
  expect(pasted.length).toBe(3);
  const text = at.lines.join('\n');
  expect(text.match(/Hint \d of 3/g)?.length).toBeGreaterThanOrEqual(9);
  expect(text).toContain('Right.');
  expect(text).toMatch(/access {2}passed {2}3 of 3 tasks/);
  // What was typed may be longer than the screen, and so may a path or an ARN in a command; nothing else is.
  expect(at.program.screen.wrapped.filter((line) => !/^([?✓] | {6}--param | {4}\. )/.test(line))).toEqual([]);
  const file = readFileSync(join(cwd, 'data/heptad/training/record.json'), 'utf8');
  const [attempt] = (JSON.parse(file) as TrainingRecord).lessons['access'] ?? [];
  expect(attempt).toMatchObject({ passed: true, tasks: { phantom: { status: 'done', hints: 3, tries: 1 } } });
});

it('a deed at a terminal: it is looked at, not believed, and Ctrl-C tells the way back', LONG, async () => {
  const at = new AtALesson(['train', 'close-a-key'], { columns: 100, rows: 40 });
  const environment = join(cwd, 'data/heptad/training/close-a-key-1/environment.sh');
  for (let prompt = await at.next(); prompt?.includes('Hint 1 of 3') !== true; prompt = await at.next())
    await at.press(ENTER);
  await at.take('Done');
  await at.next();
  expect(at.lines.join('\n')).toContain('The key is still active.');
  for (let hint = 1; hint <= 3; hint += 1) {
    await at.take(`Hint ${hint} of 3`);
    await at.next();
  }
  // Beside it nobody is there to approve the plan: exit 3, and nothing is changed.
  await expect(inShell(at.command(), environment)).rejects.toMatchObject({ code: 3 });
  await at.take('Done');
  await at.next();
  expect(at.lines.filter((line) => line.includes('The key is still active.')).length).toBe(2);
  at.program.send('\u0003');
  expect(await at.program.end()).toBe(130);
  expect(at.lines.join('\n')).toContain('heptad train close-a-key');
});
