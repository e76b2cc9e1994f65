import { InvalidNextToken, InvalidParameterValueException, type Dimension } from '@aws-sdk/client-cloudwatch';
import type * as cloudwatch from '@aws-sdk/client-cloudwatch';
import type { Call } from '../../world/call.ts';
import { pageOf, type Page } from '../../world/page.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because } from '../../wire/wire-error.ts';

/** Handlers of some of CloudWatch's operations. */
export type CloudWatchHandlers = Handlers<typeof cloudwatch, Call>;

export function invalid(message: string): InvalidParameterValueException {
  return new InvalidParameterValueException(because(message));
}

/** @throws InvalidNextToken for a token of another list */
export function page<T>(
  items: readonly T[],
  question: string,
  { token, size }: { readonly token: string | undefined; readonly size: number },
): Page<T> {
  const found = pageOf(items, { token, size, question });
  if (found === null) throw new InvalidNextToken(because('The value for NextToken is invalid.'));
  return found;
}

export function dimensionsOf(dimensions: readonly Dimension[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name ?? '', Value ?? '']));
}
