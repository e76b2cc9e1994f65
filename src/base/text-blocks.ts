/** A text for a person: paragraphs, to be wrapped, and lines that stay as they are. */
export type TextBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'verbatim'; readonly lines: readonly string[] };

/** What stands in front of a line that stays as it is: a command, a record. */
const VERBATIM = '    ';

/** Cuts a text into blocks: an empty line, or a change between plain and indented lines, begins a new one. */
export function textBlocks(text: string): readonly TextBlock[] {
  return text
    .trimEnd()
    .split(/\n[ \t]*\n/)
    .flatMap((part) => runsOf(part.split('\n')))
    .map((lines) =>
      isVerbatim(lines[0])
        ? { kind: 'verbatim', lines }
        : { kind: 'paragraph', text: lines.map((line) => line.trim()).join(' ') },
    );
}

function runsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const runs: string[][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last !== undefined && isVerbatim(last[0]) === isVerbatim(line)) last.push(line);
    else runs.push([line]);
  }
  return runs;
}

function isVerbatim(line: string | undefined): boolean {
  return line?.startsWith(VERBATIM) === true;
}
