import type {
  Agent,
  AgentActionGroup,
  AgentAlias,
  AgentKnowledgeBase,
  DataSource,
  GetFlowAliasResponse,
  GetFlowResponse,
  GetPromptResponse,
  IngestionJob,
  KnowledgeBase,
} from '@aws-sdk/client-bedrock-agent';

/** An agent as one version of it is: what it may do and what it reads. */
export interface AgentBuild {
  agent: Agent;
  readonly actionGroups: Map<string, AgentActionGroup>;
  readonly knowledgeBases: Map<string, AgentKnowledgeBase>;
}

export interface AgentEntry {
  readonly draft: AgentBuild;
  /** What the test alias runs: the draft as it was last prepared. */
  prepared: AgentBuild | undefined;
  /** By number; they never change. */
  readonly versions: Map<string, AgentBuild>;
  readonly aliases: Map<string, AgentAlias>;
  nextVersion: number;
}

/** A job that takes documents in. Its status follows from the clock. */
export interface IngestionEntry {
  readonly job: Omit<IngestionJob, 'status' | 'statistics'>;
  /** What lay in the bucket when it started: address to words. */
  readonly found: ReadonlyMap<string, string>;
  stoppedAt: number | undefined;
  /** What came of it, once it is complete. */
  statistics: IngestionJob['statistics'];
}

export interface DataSourceEntry {
  shown: DataSource;
  readonly jobs: Map<string, IngestionEntry>;
  /** What the index holds: address to words. */
  readonly documents: Map<string, string>;
}

export interface KnowledgeBaseEntry {
  shown: KnowledgeBase;
  readonly sources: Map<string, DataSourceEntry>;
}

export interface FlowEntry {
  readonly shown: GetFlowResponse;
  readonly aliases: Map<string, GetFlowAliasResponse>;
}

/** What is built on Bedrock in one Region: agents, knowledge bases, flows and prompts, each by id. */
export interface AgentState {
  readonly agents: Map<string, AgentEntry>;
  readonly knowledgeBases: Map<string, KnowledgeBaseEntry>;
  readonly flows: Map<string, FlowEntry>;
  readonly prompts: Map<string, GetPromptResponse>;
}

/** A Region in which nothing was built. */
export function noAgents(): AgentState {
  return { agents: new Map(), knowledgeBases: new Map(), flows: new Map(), prompts: new Map() };
}

/** The alias that every agent has, and which runs the prepared draft. */
export const TEST_ALIAS = 'TSTALIASID';

/** A copy that later edits of the draft do not reach. */
export function frozen({ agent, actionGroups, knowledgeBases }: AgentBuild): AgentBuild {
  return {
    agent: { ...agent },
    actionGroups: new Map([...actionGroups].map(([id, one]) => [id, { ...one }])),
    knowledgeBases: new Map([...knowledgeBases].map(([id, one]) => [id, { ...one }])),
  };
}
