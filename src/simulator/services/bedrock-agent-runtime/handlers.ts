import type * as agentRuntime from '@aws-sdk/client-bedrock-agent-runtime';
import type { Call } from '../../world/call.ts';
import type { Handlers } from '../../wire/handlers.ts';

/** Handlers of some of the operations that run agents and ask knowledge bases. */
export type AgentRuntimeHandlers = Handlers<typeof agentRuntime, Call>;
