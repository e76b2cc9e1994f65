import type { AgentAlias, AgentAliasRoutingConfigurationListItem } from '@aws-sdk/client-bedrock-agent';
import { TEST_ALIAS, type AgentEntry } from '../../world/agent-state.ts';
import { drawAgentId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { makeVersion } from './agents.ts';
import { agentOf } from './entries.ts';
import type { AgentHandlers } from './handlers.ts';

/** Aliases: which version runs, and whether it may be invoked. Without a route, a version is made. */
export function aliasHandlers({ agents, random, accountId }: World): AgentHandlers {
  return {
    CreateAgentAlias: (input, call) => {
      const entry = agentOf(agents(call.region), input.agentId);
      const agentAliasId = drawAgentId(random);
      const agentAlias: AgentAlias = {
        agentId: input.agentId,
        agentAliasId,
        agentAliasName: input.agentAliasName,
        agentAliasArn: `arn:aws:bedrock:${call.region}:${accountId}:agent-alias/${input.agentId}/${agentAliasId}`,
        description: input.description,
        routingConfiguration: routeOf(entry, input.routingConfiguration, call.now),
        createdAt: new Date(call.now),
        updatedAt: new Date(call.now),
        agentAliasStatus: 'PREPARED',
        aliasInvocationState: 'ACCEPT_INVOCATIONS',
      };
      entry.aliases.set(agentAliasId, agentAlias);
      return { agentAlias };
    },
    GetAgentAlias: ({ agentId, agentAliasId }, { region }) => ({
      agentAlias: aliasOf(agentOf(agents(region), agentId), agentAliasId),
    }),
    ListAgentAliases: ({ agentId, ...paging }, { region }) => {
      const all = [...agentOf(agents(region), agentId).aliases.values()];
      const page = listed(all, paging, `ListAgentAliases ${agentId}`);
      const agentAliasSummaries = page.items.map(
        ({ agentId: _agent, agentAliasArn: _arn, agentAliasHistoryEvents: _events, ...summary }) => summary,
      );
      return { agentAliasSummaries, nextToken: page.nextToken };
    },
    UpdateAgentAlias: (input, call) => {
      const entry = agentOf(agents(call.region), input.agentId);
      const before = aliasOf(entry, input.agentAliasId);
      if (input.agentAliasId === TEST_ALIAS && input.routingConfiguration !== undefined)
        throw new WireError('ValidationException', 'The test alias always runs the draft.');
      const isTest = input.agentAliasId === TEST_ALIAS;
      const agentAlias: AgentAlias = {
        ...before,
        agentAliasName: input.agentAliasName,
        // Left out, it is gone; the route is not: a version is made and takes its place.
        description: input.description,
        routingConfiguration: isTest
          ? before.routingConfiguration
          : routeOf(entry, input.routingConfiguration, call.now),
        aliasInvocationState: input.aliasInvocationState ?? before.aliasInvocationState,
        updatedAt: new Date(call.now),
        agentAliasHistoryEvents: [
          ...(before.agentAliasHistoryEvents ?? []),
          {
            routingConfiguration: before.routingConfiguration,
            startDate: before.updatedAt,
            endDate: new Date(call.now),
          },
        ],
      };
      entry.aliases.set(given(input.agentAliasId, 'agentAliasId'), agentAlias);
      return { agentAlias };
    },
    DeleteAgentAlias: ({ agentId, agentAliasId }, { region }) => {
      const entry = agentOf(agents(region), agentId);
      aliasOf(entry, agentAliasId);
      entry.aliases.delete(given(agentAliasId, 'agentAliasId'));
      return { agentId, agentAliasId, agentAliasStatus: 'DELETING' };
    },
  };
}

function aliasOf({ aliases }: AgentEntry, id: string | undefined): AgentAlias {
  return present(aliases.get(given(id, 'agentAliasId')), 'agent alias');
}

function routeOf(
  entry: AgentEntry,
  asked: AgentAliasRoutingConfigurationListItem[] | undefined,
  now: number,
): AgentAliasRoutingConfigurationListItem[] {
  if (asked === undefined || asked.length === 0) return [{ agentVersion: makeVersion(entry, now) }];
  for (const { agentVersion } of asked) {
    if (agentVersion !== undefined && !entry.versions.has(agentVersion))
      throw new WireError('ValidationException', `There is no version ${agentVersion} of the agent.`);
  }
  return asked;
}
