import { InvalidDBSnapshotStateFault } from '@aws-sdk/client-rds';
import type * as rds from '@aws-sdk/client-rds';
import type { Call } from '../../world/call.ts';
import { pageOf } from '../../world/page.ts';
import type { DbSnapshot } from '../../world/rds-state.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because, WireError } from '../../wire/wire-error.ts';

/** Handlers of some of RDS's operations. */
export type RdsHandlers = Handlers<typeof rds, Call>;

const PAGE = 100;
const RESTORE = 'restore';

interface SharingChange {
  readonly AttributeName?: string | undefined;
  readonly ValuesToAdd?: readonly string[] | undefined;
  readonly ValuesToRemove?: readonly string[] | undefined;
}

/** Adds and removes those who may restore a snapshot. @throws WireError where the attribute is another */
export function share(
  { sharedWith, encrypted }: DbSnapshot,
  { AttributeName, ValuesToAdd = [], ValuesToRemove = [] }: SharingChange,
): void {
  if (AttributeName !== RESTORE)
    throw new WireError('InvalidParameterValue', `Invalid attribute name: ${AttributeName}`);
  if (encrypted && ValuesToAdd.includes('all'))
    throw new InvalidDBSnapshotStateFault(because('Encrypted snapshots cannot be made public.'));
  for (const one of ValuesToAdd) sharedWith.add(one);
  for (const one of ValuesToRemove) sharedWith.delete(one);
}

/** A snapshot's attributes, as both kinds show them. */
export function attributesOf({ sharedWith }: DbSnapshot) {
  return [{ AttributeName: RESTORE, AttributeValues: [...sharedWith].toSorted() }];
}

/** A page of a list. @throws WireError for a marker of another list */
export function paged<T>(
  items: readonly T[],
  {
    Marker,
    MaxRecords = PAGE,
  }: { readonly Marker?: string | undefined; readonly MaxRecords?: number | undefined },
  question: string,
): { readonly items: T[]; readonly Marker: string | undefined } {
  const page = pageOf(items, { token: Marker, size: MaxRecords, question });
  if (page === null) throw new WireError('InvalidParameterValue', 'Invalid marker');
  return { items: [...page.items], Marker: page.next };
}
