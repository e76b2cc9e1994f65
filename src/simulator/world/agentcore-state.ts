import type {
  AgentRuntime,
  GetGatewayResponse,
  TargetSummary,
} from '@aws-sdk/client-bedrock-agentcore-control';

export interface GatewayEntry {
  shown: GetGatewayResponse;
  /** By id. */
  readonly targets: Map<string, TargetSummary>;
}

export interface RuntimeEndpointEntry {
  readonly name: string;
  readonly createdAt: number;
  description: string | undefined;
  liveVersion: string;
  targetVersion: string;
  changedAt: number;
}

export interface RuntimeEntry {
  readonly shown: AgentRuntime;
  /** The numbers of all its versions. */
  readonly versions: readonly string[];
  readonly endpoints: Map<string, RuntimeEndpointEntry>;
  /** Ids of the sessions that run. */
  readonly sessions: Set<string>;
}

/** AgentCore in one Region: gateways and runtimes by id. */
export interface AgentCoreState {
  readonly gateways: Map<string, GatewayEntry>;
  readonly runtimes: Map<string, RuntimeEntry>;
}
