import type { AgentCoreState, GatewayEntry } from '../../world/agentcore-state.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import type { ControlHandlers } from './handlers.ts';

/** Gateways, which hand tools to agents. An update replaces everything that can be set. */
export function gatewayHandlers({ agentCore }: World): ControlHandlers {
  return {
    ListGateways: (paging, { region }) => {
      const all = [...agentCore(region).gateways.values()].map(({ shown }) => ({
        gatewayId: shown.gatewayId,
        name: shown.name,
        status: shown.status,
        description: shown.description,
        createdAt: shown.createdAt,
        updatedAt: shown.updatedAt,
        authorizerType: shown.authorizerType,
        protocolType: shown.protocolType,
      }));
      const { items, nextToken } = listed(all, paging, 'ListGateways');
      return { items, nextToken };
    },
    GetGateway: ({ gatewayIdentifier }, { region }) => gatewayOf(agentCore(region), gatewayIdentifier).shown,
    UpdateGateway: ({ gatewayIdentifier, ...body }, { region, now }) => {
      const entry = gatewayOf(agentCore(region), gatewayIdentifier);
      const { gatewayArn, gatewayId, gatewayUrl, createdAt, workloadIdentityDetails } = entry.shown;
      const fixed = { gatewayArn, gatewayId, gatewayUrl, createdAt, workloadIdentityDetails };
      // Everything the call leaves out is gone.
      entry.shown = {
        ...fixed,
        ...body,
        name: given(body.name, 'name'),
        authorizerType: given(body.authorizerType, 'authorizerType'),
        status: 'READY',
        updatedAt: new Date(now),
      };
      return { ...entry.shown, status: 'UPDATING' };
    },
    ListGatewayTargets: ({ gatewayIdentifier, ...paging }, { region }) => {
      const { targets } = gatewayOf(agentCore(region), gatewayIdentifier);
      const { items, nextToken } = listed(
        [...targets.values()],
        paging,
        `ListGatewayTargets ${gatewayIdentifier}`,
      );
      return { items, nextToken };
    },
  };
}

/** By id or ARN. @throws WireError ResourceNotFoundException */
export function gatewayOf({ gateways }: AgentCoreState, identifier: string | undefined): GatewayEntry {
  return present(gateways.get(given(identifier, 'gatewayIdentifier').replace(/^arn:.*\//, '')), 'gateway');
}
