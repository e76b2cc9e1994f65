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
  const mark = sha256(question).slice(0, 16);
  const start = token === undefined ? 0 : offsetOf(token, mark);
  if (start === null) return null;
  const end = start + size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(`${mark}:${end}`).toString('base64url') : undefined,
  };
}

function offsetOf(token: string, mark: string): number | null {
  const [own, offset] = Buffer.from(token, 'base64url').toString('latin1').split(':');
  return own === mark && /^\d+$/.test(offset ?? '') ? Number(offset) : null;
}
