import type * as organizations from '@aws-sdk/client-organizations';
import type { Call } from '../../world/call.ts';
import type { Handlers } from '../../wire/handlers.ts';

/** Handlers of some of Organizations' operations. */
export type OrganizationsHandlers = Handlers<typeof organizations, Call>;
