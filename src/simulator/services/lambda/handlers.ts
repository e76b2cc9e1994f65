import {
  InvalidParameterValueException,
  PreconditionFailedException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import type * as lambda from '@aws-sdk/client-lambda';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import type { LambdaFunction } from '../../world/lambda-state.ts';
import { pageOf, type Page } from '../../world/page.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because } from '../../wire/wire-error.ts';

/** Handlers of some of Lambda's operations. */
export type LambdaHandlers = Handlers<typeof lambda, Call>;

/** The name in `name`, `name:qualifier`, `account:function:name` or an ARN. */
export function nameIn(identifier: string): {
  readonly name: string;
  readonly qualifier: string | undefined;
} {
  const [name = '', qualifier] = identifier.replace(/^.*function:/, '').split(':');
  return { name, qualifier };
}

/** @throws ResourceNotFoundException */
export function functionOf(
  { lambda, accountId }: Pick<World, 'lambda' | 'accountId'>,
  identifier: string | undefined,
  { region }: Call,
): LambdaFunction {
  const { name } = nameIn(given(identifier, 'FunctionName'));
  const found = lambda(region).functions.get(name);
  if (found === undefined)
    throw notFound(`Function not found: arn:aws:lambda:${region}:${accountId}:function:${name}`);
  return found;
}

export function notFound(message: string): ResourceNotFoundException {
  return new ResourceNotFoundException({ ...because(message), Type: 'User' });
}

export function invalid(message: string): InvalidParameterValueException {
  return new InvalidParameterValueException({ ...because(message), Type: 'User' });
}

/** Refuses a change to a revision that is no longer the last. */
export function checkRevision({ configuration }: LambdaFunction, revision: string | undefined): void {
  if (revision !== undefined && revision !== configuration.RevisionId)
    throw new PreconditionFailedException(
      because(
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      ),
    );
}

/** @throws InvalidParameterValueException for a marker of another list */
export function page<T>(
  items: readonly T[],
  question: string,
  { Marker, MaxItems }: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
): Page<T> {
  const found = pageOf(items, { token: Marker, size: MaxItems ?? 50, question });
  if (found === null) throw invalid('The marker is invalid.');
  return found;
}
