import type * as iam from '@aws-sdk/client-iam';
import type { Call } from '../../world/call.ts';
import type { Handlers } from '../../wire/handlers.ts';

/** Handlers of some of IAM's operations. */
export type IamHandlers = Handlers<typeof iam, Call>;
