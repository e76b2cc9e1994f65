import { TEST_ALIAS, type AgentBuild, type AgentEntry } from '../../world/agent-state.ts';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { present } from '../../world/present.ts';
import { scriptedAnswer } from '../../world/scripted-answer.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import type { AgentRuntimeHandlers } from './handlers.ts';

/** Runs agents and flows. Tools are not called: the answer is scripted, as a model's is. */
export function invokeHandlers(world: World): AgentRuntimeHandlers {
  const { agents, accountId } = world;
  return {
    InvokeAgent: (input, call) => {
      const [agentId, aliasId] = [given(input.agentId, 'agentId'), given(input.agentAliasId, 'agentAliasId')];
      const resource = `agent-alias/${agentId}/${aliasId}`;
      note(call, { accountId, type: 'AWS::Bedrock::AgentAlias', resource });
      const state = agents(call.region);
      const entry = present(state.agents.get(agentId), 'agent');
      const { agent, knowledgeBases } = running(entry, aliasId);
      for (const { knowledgeBaseId = '', knowledgeBaseState } of knowledgeBases.values())
        if (knowledgeBaseState === 'ENABLED')
          present(state.knowledgeBases.get(knowledgeBaseId), `knowledge base ${knowledgeBaseId}`);
      const text = scriptedAnswer(world, agent.foundationModel ?? '', input.inputText ?? '');
      return {
        contentType: 'application/json',
        sessionId: given(input.sessionId, 'sessionId'),
        completion: chunks(text),
      };
    },
    InvokeFlow: (input, call) => {
      const [flowId, aliasId] = [input.flowIdentifier, input.flowAliasIdentifier].map(
        (identifier) => given(identifier, 'flowIdentifier').split('/').at(-1) ?? '',
      );
      note(call, { accountId, type: 'AWS::Bedrock::FlowAlias', resource: `flow/${flowId}/alias/${aliasId}` });
      const flow = present(agents(call.region).flows.get(flowId ?? ''), 'flow');
      present(flow.aliases.get(aliasId ?? ''), 'flow alias');
      return {
        responseStream: flowEvents(scriptedAnswer(world, 'flow', JSON.stringify(input.inputs ?? []))),
      };
    },
  };
}

/** What an alias runs. @throws WireError when it rejects invocations; [u] which error a real agent gives then */
function running(entry: AgentEntry, aliasId: string): AgentBuild {
  const alias = present(entry.aliases.get(aliasId), 'agent alias');
  if (alias.aliasInvocationState === 'REJECT_INVOCATIONS')
    throw new WireError('ValidationException', 'The agent alias is set to reject invocations.');
  const version = alias.routingConfiguration?.[0]?.agentVersion ?? '';
  const build = aliasId === TEST_ALIAS ? entry.prepared : entry.versions.get(version);
  if (build === undefined)
    throw new WireError(
      'ValidationException',
      'The agent is not prepared, or the version of the alias is gone.',
    );
  return build;
}

async function* chunks(text: string) {
  for (const piece of text.match(/[\s\S]{1,64}/g) ?? []) yield { chunk: { bytes: Buffer.from(piece) } };
}

async function* flowEvents(text: string) {
  yield {
    flowOutputEvent: { nodeName: 'Output', nodeType: 'FlowOutputNode' as const, content: { document: text } },
  };
  yield { flowCompletionEvent: { completionReason: 'SUCCESS' as const } };
}

/** What a data event is about: selectors choose by it. */
export function note(
  call: Call,
  about: { readonly accountId: string; readonly type: string; readonly resource: string },
): void {
  const { accountId, type, resource } = about;
  call.notes.resources = [
    { accountId, type, ARN: `arn:aws:bedrock:${call.region}:${accountId}:${resource}` },
  ];
}
