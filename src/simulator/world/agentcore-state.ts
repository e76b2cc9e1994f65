import type {
  AgentRuntime,
  GatewayRateLimitDetail,
  GetGatewayResponse,
  TargetSummary,
} from '@aws-sdk/client-bedrock-agentcore-control';

export interface GatewayEntry {
  shown: GetGatewayResponse;
  /** By id. */
  readonly targets: Map<string, TargetSummary>;
  /** By id. */
  readonly rateLimits: Map<string, RateLimitEntry>;
}

export interface RateLimitEntry {
  readonly shown: Omit<GatewayRateLimitDetail, 'status'>;
  readonly changedAt: number;
  /** What it is on the way to ACTIVE. */
  readonly meanwhile: 'CREATING' | 'UPDATING';
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
  /** Resource policies, by the ARN of what they are on. */
  readonly policies: Map<string, string>;
}
