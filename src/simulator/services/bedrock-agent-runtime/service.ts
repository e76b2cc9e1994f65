import * as agentRuntime from '@aws-sdk/client-bedrock-agent-runtime';
import type { Access, Call, ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { serviceModel } from '../../wire/service-model.ts';
import type { AgentRuntimeHandlers } from './handlers.ts';
import { invokeHandlers } from './invoke.ts';
import { retrieveHandlers } from './retrieve.ts';

/** The plane of Bedrock that runs agents and flows and asks knowledge bases. */
export function bedrockAgentRuntimeService(world: World): ServiceUnit {
  const handlers: AgentRuntimeHandlers = { ...invokeHandlers(world), ...retrieveHandlers(world) };
  return {
    model: serviceModel(agentRuntime, agentRuntime.BedrockAgentRuntimeClient),
    handlers: untyped(handlers),
    access: (operation, input, call) => access(world, { operation, input }, call),
  };
}

/** The stream of RetrieveAndGenerate has no permission of its own. */
function access(
  { accountId }: World,
  { operation, input }: { readonly operation: string; readonly input: Input },
  { region }: Call,
): readonly Access[] {
  const path = pathOf(input);
  const resource = path === undefined ? '*' : `arn:aws:bedrock:${region}:${accountId}:${path}`;
  return [{ action: `bedrock:${operation.replace(/Stream$/, '')}`, resource }];
}

function pathOf(input: Input): string | undefined {
  if ('agentId' in input) return `agent-alias/${String(input['agentId'])}/${String(input['agentAliasId'])}`;
  if ('knowledgeBaseId' in input) return `knowledge-base/${String(input['knowledgeBaseId'])}`;
  return 'flowIdentifier' in input
    ? `flow/${String(input['flowIdentifier'])}/alias/${String(input['flowAliasIdentifier'])}`
    : undefined;
}
