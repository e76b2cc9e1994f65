import { displayWidth, isWider, takeWidth } from './width.ts';

/**
 * A paragraph in lines of at most `width` columns; lines after the first begin with `indent` spaces. A word longer
 * than a line is broken. The text must be escaped already.
 */
export function wrapText(text: string, width: number, indent = 0): readonly string[] {
  const lines: string[] = [];
  const margin = ' '.repeat(indent);
  let line = '';
  let used = 0;
  for (const word of text.split(' ').flatMap((part) => brokenWord(part, Math.max(8, width - indent)))) {
    const size = displayWidth(word);
    const fresh = used === 0 || (line === margin && lines.length > 0);
    if (!fresh && used + 1 + size > width) {
      lines.push(line);
      line = margin + word;
      used = indent + size;
    } else {
      line += fresh ? word : ` ${word}`;
      used += fresh ? size : size + 1;
    }
  }
  lines.push(line);
  return lines;
}

function brokenWord(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let rest = word;
  while (isWider(rest, width)) {
    const piece = takeWidth(rest, width) || rest.slice(0, 2);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  pieces.push(rest);
  return pieces;
}
