import type { JsonObject } from '../base/json.ts';
import type { CloudReader, ReadRequest } from '../ports/cloud.ts';
import { listOf, textOf } from './answers.ts';

/** How a list is paged: the member that holds the items, where the next page's token is, and where it is given. */
export interface Paging {
  readonly items: string;
  readonly token: string;
  readonly next: string;
}

/** IAM pages with a marker that goes by the same name both ways. */
export const IAM_PAGES = { token: 'Marker', next: 'Marker' } as const;
/** Most others. */
export const NEXT_TOKEN_PAGES = { token: 'nextToken', next: 'nextToken' } as const;

/** Every page of an answer; none where the thing is not there. */
export async function allPages(
  request: ReadRequest,
  { token, next }: Pick<Paging, 'token' | 'next'>,
  reader: CloudReader,
): Promise<readonly JsonObject[]> {
  const pages: JsonObject[] = [];
  let input = request.input ?? {};
  for (;;) {
    const page = await reader.read({ ...request, input });
    if (page === null) return pages;
    pages.push(page);
    const following = textOf(page, next);
    if (following === null || following === '') return pages;
    input = { ...request.input, [token]: following };
  }
}

/** The objects of a list, from every page. */
export async function allItems(
  request: ReadRequest,
  { items, ...paging }: Paging,
  reader: CloudReader,
): Promise<readonly JsonObject[]> {
  return (await allPages(request, paging, reader)).flatMap((page) => listOf(page, items));
}
