import type { AgentActionGroup, UpdateAgentActionGroupCommandInput } from '@aws-sdk/client-bedrock-agent';
import type { AgentBuild } from '../../world/agent-state.ts';
import { drawAgentId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { agentOf, buildOf, draftOf } from './entries.ts';
import type { AgentHandlers } from './handlers.ts';

/** What an agent may do. An update replaces: executor and schema that are left out are gone. */
export function actionGroupHandlers({ agents, random }: World): AgentHandlers {
  return {
    CreateAgentActionGroup: (input, call) => {
      const draft = draftOf(agentOf(agents(call.region), input.agentId), input.agentVersion);
      const actionGroupId = drawAgentId(random);
      const agentActionGroup = groupFrom({ actionGroupId, createdAt: new Date(call.now) }, input, call.now);
      refuseName(draft, agentActionGroup);
      draft.actionGroups.set(actionGroupId, agentActionGroup);
      unprepare(draft, call.now);
      return { agentActionGroup };
    },
    GetAgentActionGroup: ({ agentId, agentVersion, actionGroupId }, { region }) => ({
      agentActionGroup: groupOf(buildOf(agentOf(agents(region), agentId), agentVersion), actionGroupId),
    }),
    ListAgentActionGroups: ({ agentId, agentVersion, ...paging }, { region }) => {
      const { actionGroups } = buildOf(agentOf(agents(region), agentId), agentVersion);
      const page = listed(
        [...actionGroups.values()],
        paging,
        `ListAgentActionGroups ${agentId} ${agentVersion}`,
      );
      const actionGroupSummaries = page.items.map((group) => ({
        actionGroupId: group.actionGroupId,
        actionGroupName: group.actionGroupName,
        actionGroupState: group.actionGroupState,
        description: group.description,
        updatedAt: group.updatedAt,
      }));
      return { actionGroupSummaries, nextToken: page.nextToken };
    },
    UpdateAgentActionGroup: (input, call) => {
      const draft = draftOf(agentOf(agents(call.region), input.agentId), input.agentVersion);
      const before = groupOf(draft, input.actionGroupId);
      const agentActionGroup = groupFrom(before, input, call.now);
      refuseName(draft, agentActionGroup);
      draft.actionGroups.set(given(input.actionGroupId, 'actionGroupId'), agentActionGroup);
      unprepare(draft, call.now);
      return { agentActionGroup };
    },
    DeleteAgentActionGroup: ({ agentId, agentVersion, actionGroupId, skipResourceInUseCheck }, call) => {
      const draft = draftOf(agentOf(agents(call.region), agentId), agentVersion);
      const group = groupOf(draft, actionGroupId);
      if (group.actionGroupState === 'ENABLED' && skipResourceInUseCheck !== true)
        throw new WireError('ConflictException', 'The action group is enabled.', 409);
      draft.actionGroups.delete(given(actionGroupId, 'actionGroupId'));
      unprepare(draft, call.now);
      return {};
    },
  };
}

/** The draft has changes that do not run yet. */
export function unprepare(draft: AgentBuild, now: number): void {
  draft.agent = { ...draft.agent, agentStatus: 'NOT_PREPARED', updatedAt: new Date(now) };
}

function groupOf({ actionGroups }: AgentBuild, id: string | undefined): AgentActionGroup {
  return present(actionGroups.get(given(id, 'actionGroupId')), 'action group');
}

function groupFrom(
  { actionGroupId, createdAt }: Partial<AgentActionGroup>,
  input: Omit<UpdateAgentActionGroupCommandInput, 'actionGroupId'>,
  now: number,
): AgentActionGroup {
  return {
    agentId: input.agentId,
    agentVersion: input.agentVersion,
    actionGroupId,
    actionGroupName: input.actionGroupName,
    description: input.description,
    createdAt,
    updatedAt: new Date(now),
    parentActionSignature: input.parentActionGroupSignature,
    parentActionGroupSignatureParams: input.parentActionGroupSignatureParams,
    actionGroupExecutor: input.actionGroupExecutor,
    apiSchema: input.apiSchema,
    functionSchema: input.functionSchema,
    actionGroupState: input.actionGroupState ?? 'ENABLED',
  };
}

function refuseName(
  { actionGroups }: AgentBuild,
  { actionGroupId, actionGroupName }: AgentActionGroup,
): void {
  const taken = [...actionGroups.values()].some(
    (other) => other.actionGroupName === actionGroupName && other.actionGroupId !== actionGroupId,
  );
  if (taken) throw new WireError('ConflictException', 'The agent has an action group of this name.', 409);
}
