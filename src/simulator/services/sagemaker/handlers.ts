import type * as sagemaker from '@aws-sdk/client-sagemaker';
import type { Call } from '../../world/call.ts';
import { pageOf } from '../../world/page.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { WireError } from '../../wire/wire-error.ts';

/** Handlers of some of SageMaker's operations. */
export type SageMakerHandlers = Handlers<typeof sagemaker, Call>;

const PAGE = 10;

/** SageMaker calls everything that is wrong with a request, and everything missing, a ValidationException. */
export function invalid(message: string): WireError {
  return new WireError('ValidationException', message);
}

/** A page of ten, unless the call asks for another size. */
export function paged<T>(
  items: readonly T[],
  {
    NextToken,
    MaxResults = PAGE,
  }: { readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined },
  question: string,
): { readonly items: T[]; readonly NextToken: string | undefined } {
  const page = pageOf(items, { token: NextToken, size: MaxResults, question });
  if (page === null) throw invalid('Invalid pagination token');
  return { items: [...page.items], NextToken: page.next };
}
