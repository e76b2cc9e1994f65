import stringWidth from 'string-width';

/**
 * A terminal's screen with its scrollback, as far as our prompts use one: text with wrapping, cursor moves, erasing,
 * and modes and colours that change no text. A sequence it does not know is an error, so that nothing is overlooked.
 */
export class Screen {
  readonly columns: number;
  readonly rows: number;
  /** Lines that the right edge broke: text that was wider than the terminal. */
  readonly wrapped: string[] = [];
  /** Lines that begin where the right edge broke the one before. */
  readonly #broken = new Set<number>();
  #lines: string[][] = [[]];
  /** The lines as texts, right up to the first that changed since: a long walk is looked at very often. */
  readonly #texts: string[] = [];
  #changedFrom = 0;
  #row = 0;
  #column = 0;
  #rest = '';

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Every line so far, scrolled away or not. */
  get lines(): readonly string[] {
    for (let row = this.#changedFrom; row < this.#lines.length; row += 1)
      this.#texts[row] = this.#lines[row]?.join('').trimEnd() ?? '';
    this.#texts.length = this.#lines.length;
    this.#changedFrom = this.#lines.length;
    return this.#texts;
  }

  /** The lines from one on, those that the right edge broke put together again. */
  textFrom(first: number): readonly string[] {
    const { lines } = this;
    const last = lines.findLastIndex((line) => line !== '') + 1;
    return lines.slice(first, last).reduce<string[]>((texts, line, index) => {
      if (this.#broken.has(first + index) && texts.length > 0)
        return [...texts.slice(0, -1), `${texts.at(-1) ?? ''}${line}`];
      return [...texts, line];
    }, []);
  }

  /** What a person sees. */
  get visible(): readonly string[] {
    return this.lines.slice(-this.rows);
  }

  write(data: string): void {
    const text = this.#rest + data;
    this.#rest = '';
    let at = 0;
    while (at < text.length) {
      const taken = this.#take(text, at);
      if (taken === 0) {
        this.#rest = text.slice(at);
        return;
      }
      at += taken;
    }
  }

  /** Handles what stands at a place, and tells how much it was; 0 when the rest of it is still to come. */
  #take(text: string, at: number): number {
    const character = text[at] ?? '';
    if (character === '\u001b') return this.#escape(text.slice(at));
    if (character < ' ' || character === '\u007f') {
      this.#control(character);
      return 1;
    }
    const plain = /^[ -~]+/.exec(text.slice(at, at + 512))?.[0];
    if (plain !== undefined) {
      for (const cell of plain) this.#put(cell, 1);
      return plain.length;
    }
    const { segment } = [...new Intl.Segmenter().segment(text.slice(at, at + 64))][0] ?? {
      segment: character,
    };
    this.#put(segment, stringWidth(segment));
    return segment.length;
  }

  #control(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\n') this.#down();
    else if (character === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (character !== '\u0007')
      throw new Error(`the program wrote the control character ${JSON.stringify(character)}`);
  }

  #escape(text: string): number {
    // eslint-disable-next-line no-control-regex -- it is what terminals are told with
    const match = /^\u001b\[(\??)([\d;]*)([A-Za-z])/.exec(text);
    if (match === null) {
      if (text.length < 16) return 0;
      throw new Error(
        `the program wrote ${JSON.stringify(text.slice(0, 16))}, which this screen does not know`,
      );
    }
    const [whole, own, parameters = '', final = ''] = match;
    if (own !== '?' && final !== 'm') this.#move(final, parameters);
    return whole.length;
  }

  #move(final: string, parameters: string): void {
    const first = Number(parameters.split(';')[0]);
    const by = Math.max(1, first);
    switch (final) {
      case 'A':
        this.#row = Math.max(0, this.#lines.length - this.rows, this.#row - by);
        return;
      case 'B':
        this.#row = Math.min(this.#lines.length - 1, this.#row + by);
        return;
      case 'C':
        this.#column = Math.min(this.columns - 1, this.#column + by);
        return;
      case 'D':
        this.#column = Math.max(0, this.#column - by);
        return;
      case 'G':
        this.#column = by - 1;
        return;
      case 'J':
        this.#eraseLine(first);
        this.#lines.length = this.#row + 1;
        return;
      case 'K':
        this.#eraseLine(first);
        return;
      default:
        throw new Error(
          `the program moved the cursor by ${JSON.stringify(`CSI ${parameters}${final}`)}, which this screen does not know`,
        );
    }
  }

  #eraseLine(part: number): void {
    const line = this.#line();
    this.#broken.delete(this.#row);
    if (part === 0) line.length = Math.min(line.length, this.#column);
    else line.length = 0;
  }

  #put(cell: string, width: number): void {
    if (this.#column + width > this.columns) {
      this.wrapped.push(this.#line().join(''));
      this.#down();
      this.#column = 0;
      this.#broken.add(this.#row);
    }
    const line = this.#line();
    while (line.length < this.#column) line.push(' ');
    line[this.#column] = cell;
    if (width === 2) line[this.#column + 1] = '';
    this.#column += width;
  }

  #down(): void {
    this.#row += 1;
    if (this.#row >= this.#lines.length) this.#lines.push([]);
  }

  #line(): string[] {
    const line = this.#lines[this.#row];
    if (line === undefined) throw new RangeError(`no line ${this.#row}`);
    this.#changedFrom = Math.min(this.#changedFrom, this.#row);
    return line;
  }
}
