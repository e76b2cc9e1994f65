import { cutText } from '../base/text-safety.ts';
import { escapeHtml } from './html-escape.ts';

/** Markup that is safe to put into the page. Made by `markup` and `svg` alone. */
export class Html {
  readonly markup: string;

  constructor(text: string) {
    this.markup = text;
  }
}

/** What can stand in a template: text and numbers are escaped, markup is kept, lists are joined. */
export type Part = Html | string | number | null | readonly Part[];

/** A text longer than this is cut in the page, with its full length; the JSON report has it whole. */
const MOST_CHARACTERS = 2000;

/** Markup from a template. Whatever is put in is escaped unless it is markup already: there is no other way in. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, piece, index) => text + markupOf(parts[index - 1] ?? null) + piece));
}

/** Lines of a list, at most `most` of them, and what to say of the rest. */
export function capped<T>(
  items: readonly T[],
  most: number,
  render: { readonly each: (item: T) => Html; readonly rest: (count: number) => Html },
): readonly Html[] {
  const shown = items.slice(0, most).map(render.each);
  return items.length > most ? [...shown, render.rest(items.length - most)] : shown;
}

function markupOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeHtml(cutText(part, MOST_CHARACTERS));
  return part.map(markupOf).join('');
}
