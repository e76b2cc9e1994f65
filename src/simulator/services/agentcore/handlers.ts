import type * as control from '@aws-sdk/client-bedrock-agentcore-control';
import type { Call } from '../../world/call.ts';
import type { Handlers } from '../../wire/handlers.ts';

/** Handlers of some of AgentCore's control operations. */
export type ControlHandlers = Handlers<typeof control, Call>;
