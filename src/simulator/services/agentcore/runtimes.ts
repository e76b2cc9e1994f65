import type { GetAgentRuntimeEndpointResponse } from '@aws-sdk/client-bedrock-agentcore-control';
import type { AgentCoreState, RuntimeEndpointEntry, RuntimeEntry } from '../../world/agentcore-state.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import { settled } from '../../world/settled.ts';
import type { World } from '../../world/world.ts';
import type { ControlHandlers } from './handlers.ts';

interface EndpointNames {
  readonly agentRuntimeId?: string | undefined;
  readonly endpointName?: string | undefined;
}

/** Agent runtimes and the endpoints that send calls to one version of them. */
export function runtimeHandlers({ agentCore }: World): ControlHandlers {
  const find = (region: string, { agentRuntimeId, endpointName }: EndpointNames) => {
    const runtime = runtimeOf(agentCore(region), agentRuntimeId);
    const name = given(endpointName, 'endpointName');
    return { runtime, endpoint: present(runtime.endpoints.get(name), 'agent runtime endpoint') };
  };
  return {
    ListAgentRuntimes: (paging, { region }) => {
      const all = [...agentCore(region).runtimes.values()].map(({ shown }) => shown);
      const { items, nextToken } = listed(all, paging, 'ListAgentRuntimes');
      return { agentRuntimes: items, nextToken };
    },
    ListAgentRuntimeVersions: ({ agentRuntimeId, ...paging }, { region }) => {
      const { shown, versions } = runtimeOf(agentCore(region), agentRuntimeId);
      const all = versions.map((agentRuntimeVersion) => ({ ...shown, agentRuntimeVersion }));
      const { items, nextToken } = listed(all, paging, `ListAgentRuntimeVersions ${agentRuntimeId}`);
      return { agentRuntimes: items, nextToken };
    },
    GetAgentRuntimeEndpoint: (names, { region, now }) => {
      const { runtime, endpoint } = find(region, names);
      return shownEndpoint(runtime, endpoint, now);
    },
    UpdateAgentRuntimeEndpoint: ({ agentRuntimeVersion, description, ...names }, { region, now }) => {
      const { runtime, endpoint } = find(region, names);
      const version = agentRuntimeVersion ?? endpoint.targetVersion;
      if (!runtime.versions.includes(version)) present(undefined, 'agent runtime version');
      endpoint.liveVersion = liveVersion(endpoint, now);
      endpoint.targetVersion = version;
      endpoint.description = description ?? endpoint.description;
      endpoint.changedAt = now;
      const { name: _name, id: _id, ...answer } = shownEndpoint(runtime, endpoint, now);
      return answer;
    },
  };
}

/** @throws WireError ResourceNotFoundException */
export function runtimeOf({ runtimes }: AgentCoreState, id: string | undefined): RuntimeEntry {
  return present(runtimes.get(given(id, 'agentRuntimeId')), 'agent runtime');
}

function liveVersion(
  { changedAt, liveVersion: old, targetVersion }: RuntimeEndpointEntry,
  now: number,
): string {
  return settled({ since: changedAt, now }, old, targetVersion);
}

function shownEndpoint(
  { shown }: RuntimeEntry,
  endpoint: RuntimeEndpointEntry,
  now: number,
): GetAgentRuntimeEndpointResponse {
  return {
    name: endpoint.name,
    id: endpoint.name,
    description: endpoint.description,
    liveVersion: liveVersion(endpoint, now),
    targetVersion: endpoint.targetVersion,
    agentRuntimeArn: shown.agentRuntimeArn,
    agentRuntimeEndpointArn: `${shown.agentRuntimeArn}/runtime-endpoint/${endpoint.name}`,
    status: settled<'UPDATING' | 'READY'>({ since: endpoint.changedAt, now }, 'UPDATING', 'READY'),
    createdAt: new Date(endpoint.createdAt),
    lastUpdatedAt: new Date(endpoint.changedAt),
  };
}
