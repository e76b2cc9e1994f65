import stringWidth from 'string-width';

const ASCII = /^[ -~]*$/;
const segmenter = new Intl.Segmenter();

/** Measured characters: measuring one costs far more than looking it up. Emptied when it grows large. */
const measured = new Map<string, number>();
const MOST_MEASURED = 10_000;

/** How many columns a text takes on a terminal (wide for East Asian letters and emoji). */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += segmentWidth(segment);
  return width;
}

function segmentWidth(segment: string): number {
  const known = measured.get(segment);
  if (known !== undefined) return known;
  const width = stringWidth(segment);
  if (measured.size > MOST_MEASURED) measured.clear();
  measured.set(segment, width);
  return width;
}

/** No character as a person sees it is longer than this for each column it takes (marks are capped by escaping). */
const UNITS_PER_COLUMN = 16;

/** The longest beginning of `text` that fits in `width` columns, never cutting a character as a person sees it. */
export function takeWidth(text: string, width: number): string {
  const head = text.slice(0, Math.max(0, width) * UNITS_PER_COLUMN);
  if (ASCII.test(head)) return head.slice(0, Math.max(0, width));
  let used = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(head)) {
    used += segmentWidth(segment);
    if (used > width) break;
    end = index + segment.length;
  }
  return head.slice(0, end);
}

/** Whether `text` takes more than `width` columns; a long text is not measured to its end. */
export function isWider(text: string, width: number): boolean {
  return text.length > width * UNITS_PER_COLUMN || displayWidth(text) > width;
}

/** `text` in at most `width` columns, with `…` where it was cut. */
export function fitWidth(text: string, width: number): string {
  if (!isWider(text, width)) return text;
  return width < 1 ? '' : `${takeWidth(text, width - 1)}…`;
}

/** The longest end of `text` that fits in `width` columns, never cutting a character as a person sees it. */
function takeEnd(text: string, width: number): string {
  const most = Math.max(0, width) * UNITS_PER_COLUMN;
  const tail = text.slice(Math.max(0, text.length - most));
  let used = 0;
  let start = tail.length;
  for (const { segment, index } of [...segmenter.segment(tail)].toReversed()) {
    used += segmentWidth(segment);
    // What the slice above begins with may be half a character.
    if (used > width || (index === 0 && tail.length < text.length)) break;
    start = index;
  }
  return tail.slice(start);
}

/** A name in at most `width` columns, with `…` in its middle where it was cut: names of one kind begin or end alike. */
export function fitName(name: string, width: number): string {
  if (!isWider(name, width)) return name;
  if (width < 3) return fitWidth(name, width);
  const head = takeWidth(name, Math.ceil((width - 1) / 2));
  return `${head}…${takeEnd(name, width - 1 - displayWidth(head))}`;
}

/** The same for a cell of a table: of an ARN its end is shown, and a name that is longer than the cell is cut in its middle. */
export function fitCell(text: string, width: number): string {
  if (!text.startsWith('arn:') || !isWider(text, width)) return fitWidth(text, width);
  const name = ownName(text);
  return isWider(name, width - 1) ? fitName(name, width) : `…${takeEnd(text, width - 1)}`;
}

/** What tells an ARN from others of its kind: its last part; of a session its role too. */
function ownName(arn: string): string {
  return /:assumed-role\/(.+)$/s.exec(arn)?.[1] ?? /[^/:]*$/.exec(arn)?.[0] ?? arn;
}

/** `text` filled with spaces to `width` columns. */
export function padWidth(text: string, width: number, side: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'left' ? space + text : text + space;
}
