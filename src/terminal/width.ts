import stringWidth from 'string-width';

const ASCII = /^[ -~]*$/;
const segmenter = new Intl.Segmenter();

/** How many columns a text takes on a terminal (wide for East Asian letters and emoji). */
export function displayWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** The longest beginning of `text` that fits in `width` columns, never cutting a character as a person sees it. */
export function takeWidth(text: string, width: number): string {
  if (ASCII.test(text)) return text.slice(0, Math.max(0, width));
  let used = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    used += displayWidth(segment);
    if (used > width) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** `text` in at most `width` columns, with `…` where it was cut. */
export function fitWidth(text: string, width: number): string {
  if (text.length <= width && ASCII.test(text)) return text;
  if (text.length < width * 2 && displayWidth(text) <= width) return text;
  const taken = takeWidth(text, width);
  if (taken.length === text.length) return text;
  return width < 1 ? '' : `${takeWidth(text, width - 1)}…`;
}

/** The same for a cell of a table: an ARN is cut at its front, because its end is what tells it from another. */
export function fitCell(text: string, width: number): string {
  if (!text.startsWith('arn:') || displayWidth(text) <= width || width < 2) return fitWidth(text, width);
  let start = Math.max(0, text.length - (width - 1));
  while (displayWidth(text.slice(start)) > width - 1) start += 1;
  return `…${text.slice(start)}`;
}

/** `text` filled with spaces to `width` columns. */
export function padWidth(text: string, width: number, side: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'left' ? space + text : text + space;
}
