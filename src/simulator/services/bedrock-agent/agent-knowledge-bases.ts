import type { AgentKnowledgeBase } from '@aws-sdk/client-bedrock-agent';
import type { AgentBuild } from '../../world/agent-state.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { unprepare } from './action-groups.ts';
import { agentOf, buildOf, draftOf, knowledgeBaseOf } from './entries.ts';
import type { AgentHandlers } from './handlers.ts';

/** Which knowledge bases an agent reads. */
export function agentKnowledgeBaseHandlers({ agents }: World): AgentHandlers {
  return {
    AssociateAgentKnowledgeBase: (input, call) => {
      const state = agents(call.region);
      const draft = draftOf(agentOf(state, input.agentId), input.agentVersion);
      const id = given(input.knowledgeBaseId, 'knowledgeBaseId');
      knowledgeBaseOf(state, id);
      if (draft.knowledgeBases.has(id))
        throw new WireError(
          'ConflictException',
          'The knowledge base is associated with the agent already.',
          409,
        );
      const agentKnowledgeBase: AgentKnowledgeBase = {
        agentId: input.agentId,
        agentVersion: 'DRAFT',
        knowledgeBaseId: id,
        description: input.description,
        createdAt: new Date(call.now),
        updatedAt: new Date(call.now),
        knowledgeBaseState: input.knowledgeBaseState ?? 'ENABLED',
      };
      draft.knowledgeBases.set(id, agentKnowledgeBase);
      unprepare(draft, call.now);
      return { agentKnowledgeBase };
    },
    GetAgentKnowledgeBase: ({ agentId, agentVersion, knowledgeBaseId }, { region }) => ({
      agentKnowledgeBase: associated(
        buildOf(agentOf(agents(region), agentId), agentVersion),
        knowledgeBaseId,
      ),
    }),
    ListAgentKnowledgeBases: ({ agentId, agentVersion, ...paging }, { region }) => {
      const { knowledgeBases } = buildOf(agentOf(agents(region), agentId), agentVersion);
      const question = `ListAgentKnowledgeBases ${agentId} ${agentVersion}`;
      const page = listed([...knowledgeBases.values()], paging, question);
      const agentKnowledgeBaseSummaries = page.items.map(
        ({ knowledgeBaseId, description, knowledgeBaseState, updatedAt }) => ({
          knowledgeBaseId,
          description,
          knowledgeBaseState,
          updatedAt,
        }),
      );
      return { agentKnowledgeBaseSummaries, nextToken: page.nextToken };
    },
    UpdateAgentKnowledgeBase: (input, call) => {
      const draft = draftOf(agentOf(agents(call.region), input.agentId), input.agentVersion);
      const before = associated(draft, input.knowledgeBaseId);
      const agentKnowledgeBase: AgentKnowledgeBase = {
        ...before,
        description: input.description ?? before.description,
        knowledgeBaseState: input.knowledgeBaseState ?? before.knowledgeBaseState,
        updatedAt: new Date(call.now),
      };
      draft.knowledgeBases.set(given(input.knowledgeBaseId, 'knowledgeBaseId'), agentKnowledgeBase);
      unprepare(draft, call.now);
      return { agentKnowledgeBase };
    },
    DisassociateAgentKnowledgeBase: ({ agentId, agentVersion, knowledgeBaseId }, call) => {
      const draft = draftOf(agentOf(agents(call.region), agentId), agentVersion);
      associated(draft, knowledgeBaseId);
      draft.knowledgeBases.delete(given(knowledgeBaseId, 'knowledgeBaseId'));
      unprepare(draft, call.now);
      return {};
    },
  };
}

function associated({ knowledgeBases }: AgentBuild, id: string | undefined): AgentKnowledgeBase {
  return present(knowledgeBases.get(given(id, 'knowledgeBaseId')), "agent's knowledge base");
}
