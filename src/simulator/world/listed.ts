import { WireError } from '../wire/wire-error.ts';
import { pageOf } from './page.ts';

const PAGE = 100;

export interface Paging {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

/** A page of a list, for services that page by `maxResults` and `nextToken`. @throws WireError for a foreign token */
export function listed<T>(
  items: readonly T[],
  { nextToken, maxResults = PAGE }: Paging,
  question: string,
): { readonly items: T[]; readonly nextToken: string | undefined } {
  const page = pageOf(items, { token: nextToken, size: maxResults, question });
  if (page === null) throw new WireError('ValidationException', 'The provided nextToken is invalid.');
  return { items: [...page.items], nextToken: page.next };
}
