import { escapeTerminal } from '../terminal/escape.ts';
import { wrapText } from '../terminal/wrap.ts';
import { type Io, print } from './io.ts';

/** Lines for a person: at a terminal a long one goes on below its own indentation; elsewhere each stays one line. */
export function printWrapped(io: Io, lines: readonly string[]): void {
  for (const line of lines) {
    const shown = escapeTerminal(line);
    if (!io.stdout.isTTY) {
      print(io, shown);
      continue;
    }
    const text = shown.trimStart();
    const margin = ' '.repeat(shown.length - text.length);
    for (const part of wrapText(text, io.stdout.columns - margin.length, 4)) print(io, `${margin}${part}`);
  }
}
