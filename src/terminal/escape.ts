import { cutText, showUnseen } from '../base/text-safety.ts';

/** The terminal's escaping function: every string that did not come from heptad itself goes through it. */
export function escapeTerminal(text: string): string {
  return showUnseen(text);
}

/** The same, for a place in a sentence or a list: at most `most` characters, with the full length where it was cut. */
export function escapeShort(text: string, most = 120): string {
  return cutText(showUnseen(text), most);
}
