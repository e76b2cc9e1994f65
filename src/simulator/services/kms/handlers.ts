import {
  DisabledException,
  InvalidMarkerException,
  KMSInvalidStateException,
  NotFoundException,
} from '@aws-sdk/client-kms';
import type * as kms from '@aws-sdk/client-kms';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { findKey, type KmsKey } from '../../world/kms-state.ts';
import { pageOf } from '../../world/page.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because } from '../../wire/wire-error.ts';

/** Handlers of some of KMS' operations. */
export type KmsHandlers = Handlers<typeof kms, Call>;

/** @throws NotFoundException */
export function keyOf({ kms }: Pick<World, 'kms'>, identifier: string | undefined, call: Call): KmsKey {
  const wanted = given(identifier, 'KeyId');
  const found = findKey(kms(call.region), wanted, call.now);
  if (found !== undefined) return found;
  const shown = wanted.startsWith('arn:') ? wanted : `Key '${wanted}'`;
  throw new NotFoundException(
    because(wanted.includes('alias/') ? `Alias ${wanted} is not found.` : `${shown} does not exist`),
  );
}

/** A key that can be changed. @throws KMSInvalidStateException when it is about to be deleted */
export function livingKey(world: Pick<World, 'kms'>, identifier: string | undefined, call: Call): KmsKey {
  const key = keyOf(world, identifier, call);
  if (key.state.kind === 'PendingDeletion')
    throw new KMSInvalidStateException(because(`${key.arn} is pending deletion.`));
  return key;
}

/** A key that can be used. @throws DisabledException, KMSInvalidStateException */
export function usableKey(world: Pick<World, 'kms'>, identifier: string | undefined, call: Call): KmsKey {
  const key = livingKey(world, identifier, call);
  if (key.state.kind === 'Disabled') throw new DisabledException(because(`${key.arn} is disabled.`));
  return key;
}

/** A page in the form of KMS. @throws InvalidMarkerException */
export function marked<T>(
  items: readonly T[],
  question: string,
  { Marker, Limit }: { readonly Marker?: string | undefined; readonly Limit?: number | undefined },
): { readonly items: T[]; readonly Truncated: boolean; readonly NextMarker?: string } {
  const page = pageOf(items, { token: Marker, size: Limit ?? 50, question });
  if (page === null) throw new InvalidMarkerException(because('The marker is invalid.'));
  const { next } = page;
  return {
    items: [...page.items],
    Truncated: next !== undefined,
    ...(next === undefined ? {} : { NextMarker: next }),
  };
}
