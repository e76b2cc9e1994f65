import { InternalError, UserError } from '../../base/errors.ts';
import type { MadeCall } from '../../model/cloud-call.ts';
import { CloudError } from '../../model/cloud-error.ts';
import type { Organization } from '../../model/organization.ts';
import { readAccess } from '../../playbook/read-access.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Cloud, CloudReader, ReadRequest } from '../../ports/cloud.ts';
import type { CaseBook } from '../case-book.ts';

/** An account a case works in, and what is needed to work in it. */
export interface AccountDesk {
  readonly cloud: Cloud;
  readonly reader: CloudReader;
  readonly organization: Organization;
  readonly clock: Clock;
  /** Lets time pass; tests move their own clock instead. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Calls made since they were last journaled. */
  readonly footprints: MadeCall[];
  /** The other accounts of the case, each reached through a role of its own. */
  readonly members?: readonly AccountDesk[];
}

/** The desk and those of the case's other accounts. */
export function desksOf(desk: AccountDesk): readonly [AccountDesk, ...(readonly AccountDesk[])] {
  return [desk, ...(desk.members ?? [])];
}

/** The desk of an account of the case. @throws UserError for an account that it does not reach */
export function deskFor(desk: AccountDesk, account: string): AccountDesk {
  const own = desksOf(desk).find(({ cloud }) => cloud.identity.account === account);
  if (own !== undefined) return own;
  throw new UserError(`account ${account} is not reached by this case`, {
    why: `it works in ${desksOf(desk)
      .map(({ cloud }) => cloud.identity.account)
      .join(', ')}`,
    fix: 'bring it in with a role that can be assumed: heptad collect CASE --account ROLE_ARN',
  });
}

/** Reads and nothing else: an operation that changes anything is refused before it leaves. */
export function readerOf(cloud: Cloud): CloudReader {
  return {
    async read({ service, operation, input = {}, region, absent = [] }: ReadRequest) {
      const access = await readAccess(service, operation);
      if (access.kind !== 'reads')
        throw new InternalError(`a read was to be made with ${service}:${operation}`);
      try {
        const call = { service, operation, input, region: region ?? cloud.identity.region };
        return (await cloud.call(call)).output;
      } catch (error) {
        if (error instanceof CloudError && absent.includes(error.fault.code)) return null;
        throw error;
      }
    },
  };
}

/** Journals the calls made so far: by their request ids our own events are told from others. */
export async function journalFootprints({ footprints }: AccountDesk, book: CaseBook): Promise<void> {
  if (footprints.length === 0) return;
  const calls = footprints.splice(0);
  await book.record('calls-made', { calls });
}
