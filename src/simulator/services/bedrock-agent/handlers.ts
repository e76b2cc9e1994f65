import type * as agent from '@aws-sdk/client-bedrock-agent';
import type { Call } from '../../world/call.ts';
import type { Handlers } from '../../wire/handlers.ts';

/** Handlers of some of the operations that build agents and knowledge bases. */
export type AgentHandlers = Handlers<typeof agent, Call>;
