import { InternalError } from '../../base/errors.ts';
import { callName } from '../../model/cloud-call.ts';
import { CloudError, isDenied } from '../../model/cloud-error.ts';
import type { CollectionPlanned } from '../../model/collection.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import type { CollectContext, Collector } from '../../ports/collector.ts';
import type { AccountDesk } from '../actions/account-desk.ts';

/** A collector in one Region of a planned collection. */
export interface Unit {
  readonly planned: CollectionPlanned;
  readonly collector: Collector;
  readonly region: string;
  readonly kept: CollectContext['kept'];
}

export interface Desks {
  readonly desk: AccountDesk;
  /** The case's other accounts: a bucket may let one of them read what it does not let the account itself. */
  readonly others?: readonly AccountDesk[];
}

/** What a collector is given in one Region: it asks nothing that it does not declare. */
export function contextOf(
  { planned, collector, region, kept }: Unit,
  { desk, others = [] }: Desks,
  mark: CollectContext['mark'],
): Omit<CollectContext, 'endedAtLeaving'> {
  const desks = [desk, ...others] as const;
  return {
    account: planned.account,
    region,
    window: { from: planned.from, to: planned.to },
    now: desk.clock.now(),
    ...(planned.narrowing === undefined ? {} : { narrowing: planned.narrowing }),
    reader: declaredReads(collector, {
      read: (request) => byAnyOf(desks, request, ({ reader }) => reader.read(request)),
    }),
    mark,
    kept,
    wait: desk.wait,
    fetch: async (call, options = {}) => {
      refuseUndeclared(collector, call);
      const answer = await byAnyOf(desks, call, ({ cloud }) =>
        cloud.call({ region, ...call }, { raw: true, ...options }),
      );
      if (answer.raw === null) throw new InternalError(`the body of ${call.operation} was not kept`);
      return { ...answer, raw: answer.raw };
    },
  };
}

/**
 * A trail of the organization lies in one account's bucket, which may not let the others read: objects that the
 * account itself is refused are read with the identities of the case's other accounts, one after the other.
 */
async function byAnyOf<T>(
  [desk, ...others]: readonly [AccountDesk, ...(readonly AccountDesk[])],
  { service }: { readonly service: string },
  read: (desk: AccountDesk) => Promise<T>,
): Promise<T> {
  try {
    return await read(desk);
  } catch (error) {
    const [next, ...rest] = others;
    const refused =
      error instanceof CloudError && (isDenied(error.fault) || error.fault.code === 'NoSuchBucket');
    if (service !== 's3' || !refused || next === undefined) throw error;
    return byAnyOf([next, ...rest], { service }, read);
  }
}

/** The permissions of a collection are computed from what collectors declare: nothing else is asked. */
function declaredReads(collector: Collector, reader: CloudReader): CloudReader {
  return {
    read: (request) => {
      refuseUndeclared(collector, request);
      return reader.read(request);
    },
  };
}

function refuseUndeclared(
  { id, reads }: Collector,
  call: { readonly service: string; readonly operation: string },
): void {
  if (!reads.includes(callName(call)))
    throw new InternalError(`${id} was to call ${callName(call)}, which it does not declare`);
}
