import type * as runtime from '@aws-sdk/client-bedrock-runtime';
import type { Call } from '../../world/call.ts';
import type { Handlers } from '../../wire/handlers.ts';

/** Handlers of some of Bedrock Runtime's operations. */
export type RuntimeHandlers = Handlers<typeof runtime, Call>;
