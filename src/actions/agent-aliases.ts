import type { JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { listOf, objectOf, textOf } from './answers.ts';

/** An alias of an agent of Bedrock, and the agent. */
export interface AliasPlace {
  readonly agentId: string;
  readonly aliasId: string;
  readonly region: string;
}

export interface AgentAlias {
  readonly name: string | null;
  readonly description: string | null;
  /** ACCEPT_INVOCATIONS or REJECT_INVOCATIONS; null = there is no such alias. */
  readonly state: string | null;
  /** As it is: an update without it would make a new version. */
  readonly routing: readonly JsonObject[];
}

/** The parameters that name an alias. */
export const ALIAS_PARAMETERS = {
  agentId: { type: 'string', pattern: '^[0-9a-zA-Z]{10}$', description: 'Id of the agent.' },
  aliasId: { type: 'string', pattern: '^[0-9a-zA-Z]{10}$', description: 'Id of the alias.' },
  region: { type: 'string', description: 'Its Region; that of the case unless given.' },
} as const;

/** The draft's alias. Its route is fixed: an update that names one is refused (as simulated; unverified on AWS). */
export const TEST_ALIAS = 'TSTALIASID';

export async function readAlias(
  { agentId, aliasId, region }: AliasPlace,
  reader: CloudReader,
): Promise<AgentAlias> {
  const answer = await reader.read({
    service: 'bedrock-agent',
    operation: 'GetAgentAlias',
    region,
    input: { agentId, agentAliasId: aliasId },
    absent: ['ResourceNotFoundException'],
  });
  const alias = objectOf(answer, 'agentAlias');
  return {
    name: textOf(alias, 'agentAliasName'),
    description: textOf(alias, 'description'),
    state: alias === null ? null : (textOf(alias, 'aliasInvocationState') ?? 'ACCEPT_INVOCATIONS'),
    routing: listOf(alias, 'routingConfiguration'),
  };
}

/** The versions an alias points to. */
export function versionsOf({ routing }: Pick<AgentAlias, 'routing'>): readonly string[] {
  return routing.map((item) => textOf(item, 'agentVersion') ?? '?');
}

/** Why nothing is done with an alias that is not there. */
export function noAlias({ agentId, aliasId }: Pick<AliasPlace, 'agentId' | 'aliasId'>) {
  return {
    why: `agent ${agentId} has no alias ${aliasId} in this Region`,
    instead: 'list its aliases (bedrock-agent list-agent-aliases), and check the Region',
  };
}

/** Writes an alias whole: what is left out of an update is dropped, a route that is left out makes a version. */
export function aliasCall(
  { agentId, aliasId, region }: AliasPlace,
  { name, description, state, routing }: AgentAlias,
  purpose: string,
): PlannedCall {
  return {
    service: 'bedrock-agent',
    operation: 'UpdateAgentAlias',
    region,
    input: {
      agentId,
      agentAliasId: aliasId,
      agentAliasName: name,
      ...(description === null ? {} : { description }),
      ...(aliasId === TEST_ALIAS ? {} : { routingConfiguration: routing }),
      aliasInvocationState: state,
    },
    purpose,
    reversibility: REVERSIBLE,
  };
}
