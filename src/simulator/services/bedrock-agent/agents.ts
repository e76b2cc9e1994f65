import type { Agent, AgentSummary, UpdateAgentCommandInput } from '@aws-sdk/client-bedrock-agent';
import { frozen, TEST_ALIAS, type AgentBuild, type AgentEntry } from '../../world/agent-state.ts';
import { drawAgentId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { agentOf, buildOf } from './entries.ts';
import type { AgentHandlers } from './handlers.ts';

const SESSION_TTL = 600;

/** Agents and their versions. Edits are of the draft only; a change must be prepared before it can be run. */
export function agentHandlers({ agents, random, accountId }: World): AgentHandlers {
  return {
    CreateAgent: ({ tags: _tags, clientToken: _token, ...input }, call) => {
      const agentId = drawAgentId(random);
      const { region } = call;
      const agentArn = `arn:aws:bedrock:${region}:${accountId}:agent/${agentId}`;
      const agent = agentFrom({ agentId, agentArn, createdAt: new Date(call.now) }, input, call.now);
      agents(region).agents.set(agentId, newAgent(agent, { accountId, region }));
      return { agent };
    },
    GetAgent: ({ agentId }, { region }) => ({ agent: agentOf(agents(region), agentId).draft.agent }),
    ListAgents: (paging, { region }) => {
      const page = listed([...agents(region).agents.values()].map(summaryOf), paging, 'ListAgents');
      return { agentSummaries: page.items, nextToken: page.nextToken };
    },
    UpdateAgent: (input, call) => {
      const { draft } = agentOf(agents(call.region), input.agentId);
      // Everything the call leaves out is gone.
      draft.agent = agentFrom(draft.agent, input, call.now);
      return { agent: draft.agent };
    },
    DeleteAgent: ({ agentId, skipResourceInUseCheck }, { region }) => {
      const state = agents(region);
      const entry = agentOf(state, agentId);
      if (skipResourceInUseCheck !== true && entry.aliases.size > 1)
        throw new WireError('ConflictException', 'The agent has aliases that are in use.', 409);
      state.agents.delete(given(agentId, 'agentId'));
      return { agentId, agentStatus: 'DELETING' };
    },
    PrepareAgent: ({ agentId }, call) => {
      const entry = agentOf(agents(call.region), agentId);
      const preparedAt = new Date(call.now);
      entry.draft.agent = { ...entry.draft.agent, agentStatus: 'PREPARED', preparedAt };
      entry.prepared = frozen(entry.draft);
      return { agentId, agentStatus: 'PREPARED', agentVersion: 'DRAFT', preparedAt };
    },
    GetAgentVersion: ({ agentId, agentVersion }, { region }) => {
      const { agent } = buildOf(agentOf(agents(region), agentId), agentVersion);
      return { agentVersion: { ...agent, version: agent.agentVersion } };
    },
    ListAgentVersions: ({ agentId, ...paging }, { region }) => {
      const { draft, versions } = agentOf(agents(region), agentId);
      const page = listed([draft, ...versions.values()], paging, `ListAgentVersions ${agentId}`);
      const agentVersionSummaries = page.items.map(({ agent }) => ({
        agentName: agent.agentName,
        agentStatus: agent.agentStatus,
        agentVersion: agent.agentVersion,
        createdAt: agent.createdAt,
        updatedAt: agent.updatedAt,
        description: agent.description,
        guardrailConfiguration: agent.guardrailConfiguration,
      }));
      return { agentVersionSummaries, nextToken: page.nextToken };
    },
    DeleteAgentVersion: ({ agentId, agentVersion }, { region }) => {
      const entry = agentOf(agents(region), agentId);
      const version = given(agentVersion, 'agentVersion');
      buildOf(entry, version);
      const used = [...entry.aliases.values()].some(({ routingConfiguration = [] }) =>
        routingConfiguration.some((route) => route.agentVersion === version),
      );
      if (used) throw new WireError('ConflictException', 'An alias of the agent uses this version.', 409);
      entry.versions.delete(version);
      return { agentId, agentVersion: version, agentStatus: 'DELETING' };
    },
  };
}

/** An agent with its draft and the test alias. */
export function newAgent(
  agent: Agent,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): AgentEntry {
  const agentId = given(agent.agentId, 'agentId');
  const draft: AgentBuild = { agent, actionGroups: new Map(), knowledgeBases: new Map() };
  const testAlias = {
    agentId,
    agentAliasId: TEST_ALIAS,
    agentAliasName: 'AgentTestAlias',
    agentAliasArn: `arn:aws:bedrock:${region}:${accountId}:agent-alias/${agentId}/${TEST_ALIAS}`,
    routingConfiguration: [{ agentVersion: 'DRAFT' }],
    createdAt: agent.createdAt,
    updatedAt: agent.updatedAt,
    agentAliasStatus: 'PREPARED',
    aliasInvocationState: 'ACCEPT_INVOCATIONS',
  } as const;
  return {
    draft,
    prepared: undefined,
    versions: new Map(),
    aliases: new Map([[TEST_ALIAS, { ...testAlias, routingConfiguration: [{ agentVersion: 'DRAFT' }] }]]),
    nextVersion: 1,
  };
}

/** Makes a version of what was last prepared. @throws WireError ValidationException when nothing was */
export function makeVersion(entry: AgentEntry, now: number): string {
  if (entry.prepared === undefined)
    throw new WireError(
      'ValidationException',
      'The agent must be prepared before a version can be made of it.',
    );
  const version = String(entry.nextVersion);
  entry.nextVersion += 1;
  const build = frozen(entry.prepared);
  build.agent = { ...build.agent, agentVersion: version, createdAt: new Date(now), updatedAt: new Date(now) };
  entry.versions.set(version, build);
  return version;
}

function agentFrom(
  { agentId, agentArn, createdAt, preparedAt }: Partial<Agent>,
  input: Partial<Omit<UpdateAgentCommandInput, 'agentId'>>,
  now: number,
): Agent {
  return {
    agentId,
    agentArn,
    agentName: input.agentName,
    agentVersion: 'DRAFT',
    agentStatus: 'NOT_PREPARED',
    instruction: input.instruction,
    foundationModel: input.foundationModel,
    description: input.description,
    orchestrationType: input.orchestrationType ?? 'DEFAULT',
    customOrchestration: input.customOrchestration,
    idleSessionTTLInSeconds: input.idleSessionTTLInSeconds ?? SESSION_TTL,
    agentResourceRoleArn: input.agentResourceRoleArn,
    customerEncryptionKeyArn: input.customerEncryptionKeyArn,
    promptOverrideConfiguration: input.promptOverrideConfiguration,
    guardrailConfiguration: input.guardrailConfiguration,
    memoryConfiguration: input.memoryConfiguration,
    agentCollaboration: input.agentCollaboration ?? 'DISABLED',
    createdAt,
    updatedAt: new Date(now),
    ...(preparedAt === undefined ? {} : { preparedAt }),
  };
}

function summaryOf({ draft: { agent }, versions }: AgentEntry): AgentSummary {
  const { agentId, agentName, agentStatus, description, updatedAt, guardrailConfiguration } = agent;
  const latestAgentVersion = [...versions.keys()].at(-1) ?? 'DRAFT';
  return {
    agentId,
    agentName,
    agentStatus,
    description,
    updatedAt,
    latestAgentVersion,
    guardrailConfiguration,
  };
}
