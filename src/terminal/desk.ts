import type { ExtraChoice } from '../ports/responder.ts';
import type { Look } from './look.ts';
import type { Prompts } from './prompts.ts';

/** What the prompts of the responder work with: a place to ask, a place to show, and how it looks now. */
export interface Desk {
  readonly prompts: Prompts;
  show(lines: readonly string[]): void;
  look(): Look;
  /** Rows of the terminal. */
  height(): number;
  /** Lines of every menu that come from outside. */
  extras(): readonly ExtraChoice[];
}

/** A check for `Prompts.ask`: something must be written. */
export function needed(complaint: string): (text: string) => string | null {
  return (text) => (text === '' ? complaint : null);
}
