import { InvalidInputException } from '@aws-sdk/client-organizations';
import { pageOf } from '../../world/page.ts';
import { because } from '../../wire/wire-error.ts';

const PAGE = 20;

export interface OrganizationsPaging {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/** A page of a list, as Organizations gives it. @throws InvalidInputException for a foreign token */
export function paged<T>(
  items: readonly T[],
  { NextToken, MaxResults = PAGE }: OrganizationsPaging,
  question: string,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const page = pageOf(items, { token: NextToken, size: MaxResults, question });
  if (page === null) throw new InvalidInputException(because('The NextToken is not valid.'));
  return { items: page.items, ...(page.next === undefined ? {} : { NextToken: page.next }) };
}
