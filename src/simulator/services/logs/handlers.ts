import { InvalidParameterException, ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs';
import type * as logs from '@aws-sdk/client-cloudwatch-logs';
import type { Call } from '../../world/call.ts';
import type { LogGroup, LogsState } from '../../world/logs-state.ts';
import { pageOf, type Page } from '../../world/page.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because } from '../../wire/wire-error.ts';

/** Handlers of some of CloudWatch Logs' operations. */
export type LogsHandlers = Handlers<typeof logs, Call>;

/** Finds a group by its name or ARN. */
export function groupOf({ groups }: LogsState, identifier: string | undefined): LogGroup {
  if (identifier === undefined)
    throw invalid('Either logGroupName or logGroupIdentifier is required, but not both.');
  const name = nameIn(identifier);
  const found = groups.get(name);
  if (found === undefined)
    throw new ResourceNotFoundException(because('The specified log group does not exist.'));
  return found;
}

/** The name in an ARN of a group, with or without its `:*`, or the name itself. */
export function nameIn(identifier: string): string {
  return identifier.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '');
}

export function invalid(message: string): InvalidParameterException {
  return new InvalidParameterException(because(message));
}

/** A page of a list. @throws InvalidParameterException for a token of another list */
export function page<T>(
  items: readonly T[],
  question: string,
  { nextToken, limit }: { readonly nextToken?: string | undefined; readonly limit?: number | undefined },
): Page<T> {
  const size = limit ?? 50;
  if (size < 1) throw invalid('1 validation error detected: limit must be at least 1');
  const found = pageOf(items, { token: nextToken, size, question });
  if (found === null) throw invalid('The specified nextToken is invalid.');
  return found;
}
