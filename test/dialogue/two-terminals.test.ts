import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/model/case-event.ts';
import { runProgram } from '../support/program.ts';
import { moveCursorTo } from './menu-cursor.ts';
import { ProgramAtTerminal } from './program-at-terminal.ts';

/** Collecting is paced as AWS paces it, whatever the machine. */
const COLLECTING = 180_000;
const LONG = { timeout: 420_000 };

/** One of the two terminals. */
class Seat {
  readonly #program: ProgramAtTerminal;

  constructor(cwd: string, ...args: readonly string[]) {
    this.#program = new ProgramAtTerminal(args, { cwd, columns: 80, rows: 40 });
  }

  /** Waits for a prompt that has not been answered, and whatever else the screen has to hold by then. */
  async prompt(text: string, patience?: number): Promise<void> {
    const waits = (): boolean => {
      const { lines } = this.#program.screen;
      const at = lines.findLastIndex((line) => line.startsWith('? '));
      return at !== -1 && lines.slice(at).join(' ').includes(text);
    };
    await this.#program.until(`the prompt '${text}'`, waits, patience);
    await this.#program.quiet();
  }

  async shows(text: string): Promise<void> {
    await this.#program.until(`'${text}'`, () => this.#text().includes(text));
  }

  async choose(line: string): Promise<void> {
    await moveCursorTo(this.#program, line);
    await this.#press('\r');
  }

  async type(text: string): Promise<void> {
    this.#program.send(text);
    await this.#program.quiet();
    await this.#press('\r');
  }

  exit(): Promise<number> {
    return this.#program.end(COLLECTING);
  }

  /** As `kill -9` does. */
  kill(): void {
    this.#program.close();
  }

  #text(): string {
    return this.#program.screen.lines.join(' ').replaceAll(/\s+/g, ' ');
  }

  async #press(keys: string): Promise<void> {
    const answered = (): number => this.#program.screen.lines.filter((line) => line.startsWith('✓ ')).length;
    const before = answered();
    this.#program.send(keys);
    await this.#program.until('the answer to be taken', () => answered() > before);
  }
}

describe('a team and a facilitator in two terminals', () => {
  let cwd = '';
  let team: Seat | null = null;
  let facilitator: Seat | null = null;
  const journal = (): readonly JournalEntry[] =>
    readFileSync(join(cwd, 'play', 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalEntry);

  beforeAll(() => {
    cwd = realpathSync(mkdtempSync(join(tmpdir(), 'heptad-two-terminals-')));
    writeFileSync(
      join(cwd, 'roster.yaml'),
      'players:\n  - { name: Ana Ruiz, role: lead }\n  - { name: Ben Okafor, role: analyst }\n',
    );
  });
  afterAll(() => {
    team?.kill();
    facilitator?.kill();
    rmSync(cwd, { recursive: true, force: true });
  });

  it('plays, is paused, hastened and told news, crashes, goes on, and is scored', LONG, async () => {
    team = new Seat(
      cwd,
      ...[
        'exercise',
        'run',
        'leaked-credential',
        '--case',
        'play',
        '--seed',
        'two',
        '--roster',
        'roster.yaml',
      ],
    );
    await team.prompt('Work in this account');
    await team.choose('Yes');
    await team.prompt('What now?', COLLECTING);

    facilitator = new Seat(cwd, 'exercise', 'control', 'play');
    await facilitator.prompt('[FACILITATOR] What now?');
    await facilitator.choose('Pause the clock');
    await facilitator.shows('handed to the exercise that runs');
    await facilitator.prompt('[FACILITATOR] What now?');
    await facilitator.choose('Send an inject now');
    await facilitator.prompt('Which inject?');
    await facilitator.choose('press:');
    await facilitator.prompt('[FACILITATOR] What now?');

    // Nothing is written into the menu of the team: the news come with its next prompt.
    await team.choose('Somebody else speaks');
    await team.prompt('Somebody else speaks');
    await team.choose('Ben Okafor');
    await team.shows('Ben Okafor speaks.');
    await team.choose('Note');
    await team.prompt('Note (empty to go back)');
    await team.type('the key was used from abroad');
    await team.shows('>> Press office (call)');
    await team.prompt('What now?');
    await team.choose('Ask the coach for a hint');
    await team.shows('Hint 1 of 3: The leaked key is only where it began.');

    await facilitator.choose('Let it run ten times as fast');
    await facilitator.prompt('[FACILITATOR] What now?');
    await facilitator.choose('Mark an objective');
    await facilitator.prompt('Which objective?');
    await facilitator.choose('log-back:');
    await facilitator.prompt('Did they pass?');
    await facilitator.choose('passed');
    await facilitator.prompt('Why?');
    await facilitator.type('they said how they would do it');
    await facilitator.prompt('[FACILITATOR] What now?');
    await team.choose('Go on');
    await team.prompt('What now?');

    team.kill();
    team = new Seat(cwd, 'resume', 'play');
    await team.prompt('What now?', COLLECTING);
    await facilitator.choose('End the play');
    await facilitator.prompt('[FACILITATOR] What now?');
    await team.choose('Go on');
    expect(await team.exit()).toBe(0);
    await team.shows('The facilitator ended the play');
    await team.shows('passed The log of invocations is on again (by hand)');

    const entries = journal();
    const note = entries.find(({ kind }) => kind === 'note-added');
    expect(note?.by.human).toBe('Ben Okafor');
    const directed = entries.flatMap((entry) =>
      entry.kind === 'play-directed' ? [entry.data.command.do] : [],
    );
    expect(directed).toEqual(['pace', 'send', 'pace', 'mark', 'end']);
    expect(runProgram(['verify', 'play'], { cwd }).exit).toBe(0);
  });
});
