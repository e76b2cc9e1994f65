import {
  DeleteConflictException,
  EntityAlreadyExistsException,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { readPolicy, type PolicyKind } from '../../iam/policy-document.ts';
import type { Call } from '../../world/call.ts';
import type { Group, IamState, ManagedPolicyState, Role, User } from '../../world/iam-state.ts';
import { pageOf, type Page } from '../../world/page.ts';
import { because, WireError } from '../../wire/wire-error.ts';

/** The user of that name; without a name, the caller, if the caller is one. */
export function userOf(state: IamState, name: string | undefined, call: Call): User {
  if (name === undefined) {
    if (call.principal.kind === 'user') return call.principal.user;
    throw new WireError('ValidationError', 'Must specify userName when calling with non-User credentials');
  }
  return found(state.users.get(name), `The user with name ${name} cannot be found.`);
}

export function roleOf(state: IamState, name: string): Role {
  return found(state.roles.get(name), `The role with name ${name} cannot be found.`);
}

export function groupOf(state: IamState, name: string): Group {
  return found(state.groups.get(name), `The group with name ${name} cannot be found.`);
}

export function policyOf(state: IamState, arn: string): ManagedPolicyState {
  return found(state.policies.get(arn), `Policy ${arn} does not exist or is not attachable.`);
}

/** @throws NoSuchEntityException with this message when there is nothing */
export function found<T>(entity: T | undefined, message: string): T {
  if (entity === undefined) throw new NoSuchEntityException(because(message));
  return entity;
}

/** @throws EntityAlreadyExistsException when the name is taken */
export function unused(taken: boolean, message: string): void {
  if (taken) throw new EntityAlreadyExistsException(because(message));
}

/** @throws DeleteConflictException when something hangs on what is to be deleted */
export function unbound(bound: boolean, message: string): void {
  if (bound) throw new DeleteConflictException(because(message));
}

/** @throws MalformedPolicyDocumentException when the text is no policy */
export function checkPolicy(text: string, kind: PolicyKind): void {
  const read = readPolicy(text, kind);
  if ('fault' in read) throw new MalformedPolicyDocumentException(because(read.fault));
}

/** IAM gives documents percent-encoded (RFC 3986). */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The members by which a list is paged. */
export interface Paging {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** A page of a list, 100 entries unless asked otherwise. @throws WireError for a marker that is none */
export function listPage<T>(items: readonly T[], { Marker, MaxItems }: Paging, question: string): Page<T> {
  if (MaxItems !== undefined && (MaxItems < 1 || MaxItems > 1000)) {
    throw new WireError(
      'ValidationError',
      `1 validation error detected: Value '${MaxItems}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and 1000`,
    );
  }
  const page = pageOf(items, { token: Marker, size: MaxItems ?? 100, question });
  if (page === null) throw new WireError('ValidationError', 'Invalid Marker.');
  return page;
}

/** `IsTruncated` and `Marker` of an answer. */
export function pageMark({ next }: Page<unknown>): {
  readonly IsTruncated: boolean;
  readonly Marker?: string;
} {
  return next === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: next };
}

/** Lists of IAM come in the order of names. */
export function byName<T extends { readonly name: string }>(entities: Iterable<T>): readonly T[] {
  return [...entities].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
