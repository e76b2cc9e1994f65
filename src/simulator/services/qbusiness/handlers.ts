import type * as qbusiness from '@aws-sdk/client-qbusiness';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { present } from '../../world/present.ts';
import type { QApplicationEntry, QBusinessState } from '../../world/qbusiness-state.ts';
import type { Handlers } from '../../wire/handlers.ts';

/** Handlers of some of Q Business's operations. */
export type QBusinessHandlers = Handlers<typeof qbusiness, Call>;

/** @throws WireError ResourceNotFoundException */
export function applicationOf({ applications }: QBusinessState, id: string | undefined): QApplicationEntry {
  return present(applications.get(given(id, 'applicationId')), 'application');
}
