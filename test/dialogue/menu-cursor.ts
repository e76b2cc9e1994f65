import type { ProgramAtTerminal } from './program-at-terminal.ts';

/** The line of a menu that the cursor stands on. */
export function cursorLine({ screen }: ProgramAtTerminal): string {
  return screen.lines.findLast((line) => line.startsWith('❯')) ?? '';
}

/** Moves the cursor of a menu down to a line that holds a text, or that is it, where the text begins with `=`. */
export async function moveCursorTo(program: ProgramAtTerminal, text: string): Promise<void> {
  for (let at = cursorLine(program); !names(at, text); at = cursorLine(program)) {
    const before = at;
    program.send('\u001b[B');
    await program.until(
      `the menu line '${text}'; the cursor stays at '${before}'`,
      () => cursorLine(program) !== before,
    );
  }
}

function names(line: string, text: string): boolean {
  return text.startsWith('=') ? line === `❯ ${text.slice(1)}` : line.includes(text);
}
