import type * as ec2 from '@aws-sdk/client-ec2';
import type { Call } from '../../world/call.ts';
import type { Handlers } from '../../wire/handlers.ts';

/** Handlers of some of EC2's operations. */
export type Ec2Handlers = Handlers<typeof ec2, Call>;
