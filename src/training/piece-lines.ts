import { textBlocks } from '../base/text-blocks.ts';

/** What a piece is measured by: terminals of 80 columns show it with a margin. */
export const WIDTH = 76;
export const MOST_LINES = 12;

/** The lines of a piece at a width, as far as their number and length go. */
export function pieceLines(text: string, width: number): readonly string[] {
  return textBlocks(text).flatMap((block, index) => [
    ...(index === 0 ? [] : ['']),
    ...(block.kind === 'verbatim' ? block.lines : broken(block.text, width)),
  ]);
}

function broken(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
