import * as agent from '@aws-sdk/client-bedrock-agent';
import type { Access, Call, ServiceUnit } from '../../world/call.ts';
import { passRole } from '../../world/pass-role.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { actionGroupHandlers } from './action-groups.ts';
import { agentKnowledgeBaseHandlers } from './agent-knowledge-bases.ts';
import { agentHandlers } from './agents.ts';
import { aliasHandlers } from './aliases.ts';
import { flowAndPromptHandlers } from './flows-and-prompts.ts';
import type { AgentHandlers } from './handlers.ts';
import { ingestionHandlers } from './ingestion.ts';
import { knowledgeBaseHandlers } from './knowledge-bases.ts';

/** The plane of Bedrock that builds agents, knowledge bases, flows and prompts. */
export function bedrockAgentService(world: World): ServiceUnit {
  const handlers: AgentHandlers = {
    ...agentHandlers(world),
    ...aliasHandlers(world),
    ...actionGroupHandlers(world),
    ...agentKnowledgeBaseHandlers(world),
    ...knowledgeBaseHandlers(world),
    ...ingestionHandlers(world),
    ...flowAndPromptHandlers(world),
  };
  return {
    model: serviceModel(agent, agent.BedrockAgentClient),
    handlers: untyped(handlers),
    access: (operation, input, call) => access(world, { operation, input }, call),
  };
}

/** The kinds of resource, by the member that names one, the most special first. */
const RESOURCES: readonly (readonly [member: string, path: (input: Input) => string])[] = [
  ['agentAliasId', ({ agentId, agentAliasId }) => `agent-alias/${String(agentId)}/${String(agentAliasId)}`],
  ['agentId', ({ agentId }) => `agent/${String(agentId)}`],
  ['knowledgeBaseId', ({ knowledgeBaseId }) => `knowledge-base/${String(knowledgeBaseId)}`],
  ['flowIdentifier', ({ flowIdentifier }) => `flow/${String(flowIdentifier)}`],
  ['promptIdentifier', ({ promptIdentifier }) => `prompt/${String(promptIdentifier)}`],
];

/** The permission has the name of the call under `bedrock:`; the service takes up the roles it is given. */
function access(
  { accountId }: World,
  { operation, input }: { readonly operation: string; readonly input: Input },
  { region }: Call,
): readonly Access[] {
  const path = RESOURCES.find(([member]) => typeof input[member] === 'string')?.[1](input);
  const resource = path === undefined ? '*' : `arn:aws:bedrock:${region}:${accountId}:${path}`;
  const roles = [input['agentResourceRoleArn'], input['roleArn']];
  return [{ action: `bedrock:${operation}`, resource }, ...passRole(roles, 'bedrock.amazonaws.com')];
}
