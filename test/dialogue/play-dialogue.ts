import type { Line } from './read-dialogue.ts';
import { moveCursorTo } from './menu-cursor.ts';
import { ProgramAtTerminal, type TerminalPlace } from './program-at-terminal.ts';

/** What became of a dialogue. */
export interface Played {
  /** Every screen as it came, between the keys that were pressed. */
  readonly transcript: string;
  /** Lines of screens and prompts that were wider than the terminal. */
  readonly tooWide: readonly string[];
  readonly prompts: number;
}

type Rule = Extract<Line, { readonly do: 'always' }>;

/** Plays a dialogue to its end. @throws with the screen where it does not go as written */
export async function playDialogue(lines: readonly Line[], place: TerminalPlace): Promise<Played> {
  const player = new Player(place);
  try {
    for (const line of lines) await player.play(line);
    return player.played();
  } finally {
    player.close();
  }
}

class Player {
  readonly #place: TerminalPlace;
  readonly #record: string[] = [];
  #accepts = 0;
  readonly #tooWide: string[] = [];
  readonly #rules: Rule[] = [];
  #program: ProgramAtTerminal | null = null;
  #shown = 0;
  #block: readonly string[] = [];
  #prompts = 0;

  constructor(place: TerminalPlace) {
    this.#place = place;
  }

  async play(line: Line): Promise<void> {
    switch (line.do) {
      case 'start':
        return this.#start(line.args);
      case 'prompt':
        return this.#awaitPrompt(line.text);
      case 'shows':
      case 'hides':
        return this.#look(line.text, line.do === 'shows');
      case 'take':
        return this.#take(line.text);
      case 'tick':
        await moveCursorTo(this.#running, line.text);
        return this.#press(' ', `x ${line.text}`);
      case 'type':
        return this.#type(line.text, line.refused);
      case 'keys':
        return this.#press(line.keys, JSON.stringify(line.keys));
      case 'always':
        this.#rules.push(line);
        return;
      case 'go':
        return this.#go();
      case 'exit':
        return this.#exit(line.code);
    }
  }

  played(): Played {
    return { transcript: `${this.#record.join('\n')}\n`, tooWide: this.#tooWide, prompts: this.#prompts };
  }

  close(): void {
    this.#program?.close();
  }

  get #running(): ProgramAtTerminal {
    if (this.#program === null) throw new Error('the dialogue has not started a program yet');
    return this.#program;
  }

  #start(args: readonly string[]): void {
    this.close();
    this.#program = new ProgramAtTerminal(args, this.#place);
    this.#shown = 0;
    this.#record.push(`$ heptad ${args.join(' ')}`);
  }

  async #awaitPrompt(text: string): Promise<void> {
    await this.#running.until(`the prompt '${text}'`, () => this.#prompt()?.includes(text) === true);
    await this.#running.quiet();
    this.#atPrompt();
    this.#showBlock();
  }

  /** Everything up to a prompt has to fit; only what a person typed may be as long as they like. */
  #atPrompt(): void {
    this.#prompts += 1;
    this.#tooWide.push(...this.#running.screen.wrapped.splice(0).filter((line) => !/^[?✓] /.test(line)));
  }

  /** The text of the prompt that waits, its message and its menu on one line; null while none does. */
  #prompt(): string | null {
    const { lines } = this.#running.screen;
    const at = lines.findLastIndex((line) => line.startsWith('? '));
    return at === -1 || lines.slice(at).some((line) => line.startsWith('✓ '))
      ? null
      : lines.slice(at).join(' ');
  }

  /** Records what came since it was last looked at. */
  #showBlock(): void {
    const { screen } = this.#running;
    this.#block = screen.textFrom(this.#shown);
    this.#shown = screen.lines.length;
    this.#record.push(...this.#block);
  }

  #look(text: string, wanted: boolean): void {
    if (words(this.#block.join(' ')).includes(words(text)) !== wanted)
      throw new Error(
        `the screen ${wanted ? 'does not show' : 'shows'} '${text}':\n${this.#block.join('\n')}`,
      );
  }

  async #take(text: string): Promise<void> {
    await moveCursorTo(this.#running, text);
    await this.#press('\r', `> ${text}`);
    await this.#accepted(`'${text}' to be taken`);
  }

  async #type(text: string, refused: boolean): Promise<void> {
    this.#running.send(text);
    const typed = text.replaceAll(' ', '').slice(-20);
    await this.#running.until(
      `'${text}' to stand on the screen`,
      () => this.#prompt()?.replaceAll(' ', '').includes(typed) === true,
    );
    await this.#press('\r', `< ${text}`);
    if (!refused) await this.#accepted(`'${text}' to be taken`);
    else await this.#running.until(`'${text}' to be refused`, () => / > \S/.test(this.#prompt() ?? ''));
  }

  #press(keys: string, written: string): Promise<void> {
    this.#record.push(`>>> ${written}`);
    // What comes next begins with this prompt, answered.
    this.#shown = Math.max(
      0,
      this.#running.screen.lines.findLastIndex((line) => line.startsWith('? ')),
    );
    this.#accepts = this.#answered();
    this.#running.send(keys);
    return Promise.resolve();
  }

  #answered(): number {
    return this.#running.screen.lines.filter((line) => line.startsWith('✓ ')).length;
  }

  async #accepted(what: string): Promise<void> {
    await this.#running.until(what, () => this.#answered() > this.#accepts || this.#running.exit !== null);
  }

  /** Does at every prompt what the rules say, until the program ends. */
  async #go(): Promise<void> {
    for (;;) {
      await this.#running.until(
        'a prompt or the end',
        () => this.#prompt() !== null || this.#running.exit !== null,
      );
      if (this.#running.exit !== null) return;
      await this.#running.quiet();
      const prompt = this.#prompt();
      if (prompt === null) continue;
      const rule = this.#rules.find((one) => prompt.includes(one.prompt));
      if (rule === undefined) throw new Error(`no rule says what to do at: ${prompt}`);
      this.#atPrompt();
      if (rule.take) await this.#take(rule.text);
      else await this.#type(rule.text, false);
    }
  }

  async #exit(code: number): Promise<void> {
    const ended = await this.#running.end();
    this.#showBlock();
    this.#record.push(`exit ${ended}`, '');
    if (ended !== code)
      throw new Error(`the program ended with ${ended}, not ${code}; it wrote\n${this.#block.join('\n')}`);
  }
}

/** Where a line breaks, and how wide a column is, is not what a dialogue is about. */
function words(text: string): string {
  return text.split(/\s+/).join(' ');
}
