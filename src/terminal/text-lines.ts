import { textBlocks } from '../base/text-blocks.ts';
import { escapeTerminal } from './escape.ts';
import { wrapText } from './wrap.ts';

/** Beyond this a paragraph is no longer read with ease. */
const MOST_WIDTH = 96;

/** A text for a person as lines: paragraphs wrapped, with an empty line between blocks; indented lines stay as they are. */
export function textLines(text: string, width: number): readonly string[] {
  return textBlocks(text).flatMap((block, index) => [
    ...(index === 0 ? [] : ['']),
    ...(block.kind === 'verbatim'
      ? block.lines.map(escapeTerminal)
      : wrapText(escapeTerminal(block.text), Math.min(width, MOST_WIDTH))),
  ]);
}
