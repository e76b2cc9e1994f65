import { cutText } from '../base/text-safety.ts';
import { escapeMarkdown } from './markdown-escape.ts';

/** Markdown that is safe to put into the report. Made by `mdText` and the functions here alone. */
export class Markdown {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type MarkdownPart = Markdown | string | number | null;

const MOST_CHARACTERS = 2000;

/** Markdown from a template. Whatever is put in is escaped unless it is Markdown already. */
export function mdText(strings: TemplateStringsArray, ...parts: readonly MarkdownPart[]): Markdown {
  return new Markdown(
    strings.reduce((text, piece, index) => text + textOf(parts[index - 1] ?? null) + piece),
  );
}

/** A table, or the sentence that says there is nothing; at most `most` rows, and what to say of the rest. */
export function mdTable(
  heads: readonly string[],
  rows: readonly (readonly MarkdownPart[])[],
  { nothing, most = 300 }: { readonly nothing: string; readonly most?: number },
): Markdown {
  if (rows.length === 0) return new Markdown(nothing);
  const more = rows.length - most;
  return new Markdown(
    [
      tableLine(heads),
      tableLine(heads.map(() => '---')),
      ...rows.slice(0, most).map((cells) => tableLine(cells.map(textOf))),
      ...(more > 0 ? ['', `${more.toLocaleString('en-US')} more in the JSON report.`] : []),
    ].join('\n'),
  );
}

/** A list of points. */
export function mdList(items: readonly Markdown[]): Markdown {
  return new Markdown(items.map(({ text }) => `- ${text}`).join('\n'));
}

/** Names in a row, at most a dozen. */
export function mdNames(values: readonly string[]): Markdown {
  const shown = values.slice(0, 12).map(textOf);
  const more = values.length > 12 ? [`${values.length - 12} more`] : [];
  return new Markdown([...shown, ...more].join(', '));
}

function textOf(part: MarkdownPart): string {
  if (part === null) return '';
  if (part instanceof Markdown) return part.text;
  if (typeof part === 'number') return part.toLocaleString('en-US');
  return escapeMarkdown(cutText(part, MOST_CHARACTERS));
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
