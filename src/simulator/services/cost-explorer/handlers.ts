import { InvalidNextTokenException } from '@aws-sdk/client-cost-explorer';
import type * as costExplorer from '@aws-sdk/client-cost-explorer';
import type { Call } from '../../world/call.ts';
import { type Page, pageOf } from '../../world/page.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because, WireError } from '../../wire/wire-error.ts';

/** Handlers of some of Cost Explorer's operations. */
export type CostExplorerHandlers = Handlers<typeof costExplorer, Call>;

const PAGE = 100;

/** What the model of the service does not list. */
export function invalid(why: string): WireError {
  return new WireError('ValidationException', why);
}

interface Paging {
  readonly NextPageToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/** @throws InvalidNextTokenException for a token of another list */
export function paged<T>(
  items: readonly T[],
  { NextPageToken, MaxResults = PAGE }: Paging,
  question: string,
): Page<T> {
  const page = pageOf(items, { token: NextPageToken, size: MaxResults, question });
  if (page === null) throw new InvalidNextTokenException(because('Invalid pagination token.'));
  return page;
}

/** A time as Cost Explorer tells it: to the second. */
export function dayAndTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
