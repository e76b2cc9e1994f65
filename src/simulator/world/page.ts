import { sha256 } from '../../base/hashing.ts';

/** One page of a list and, when there is more, the token of the next. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

export interface PageRequest {
  readonly token: string | undefined;
  readonly size: number;
  /** What the list was asked for: a token is good for the same question only. */
  readonly question: string;
}

/** Cuts a page out of a list; null when the token is none of ours or belongs to another question. */
export function pageOf<T>(items: readonly T[], { token, size, question }: PageRequest): Page<T> | null {
  const start = offsetOf(token, question);
  if (start === null) return null;
  const end = start + size;
  return { items: items.slice(start, end), next: end < items.length ? tokenAt(end, question) : undefined };
}

/** Where a token says to go on: 0 without one, null when it is none of ours or belongs to another question. */
export function offsetOf(token: string | undefined, question: string): number | null {
  if (token === undefined) return 0;
  const [own, offset] = Buffer.from(token, 'base64url').toString('latin1').split(':');
  return own === markOf(question) && /^\d+$/.test(offset ?? '') ? Number(offset) : null;
}

/** The token that goes on at an offset, for lists whose pages are not all of one size. */
export function tokenAt(offset: number, question: string): string {
  return Buffer.from(`${markOf(question)}:${offset}`).toString('base64url');
}

function markOf(question: string): string {
  return sha256(question).slice(0, 16);
}
