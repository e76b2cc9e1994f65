import type { Random } from '../story/random.ts';
import type { AccessAnalyzerState } from './access-analyzer-state.ts';
import type { AnomalyState } from './anomaly-state.ts';
import type { AgentCoreState } from './agentcore-state.ts';
import type { AgentState } from './agent-state.ts';
import type { BedrockState } from './bedrock-state.ts';
import type { BudgetsState } from './budgets-state.ts';
import type { SimulatedClock } from './clock.ts';
import type { ContactsState } from './contacts-state.ts';
import type { ConfigState } from './config-state.ts';
import type { Ec2State } from './ec2-state.ts';
import type { EventRulesState } from './event-rules-state.ts';
import type { IamState } from './iam-state.ts';
import type { KmsState } from './kms-state.ts';
import type { LambdaState } from './lambda-state.ts';
import type { MetricsState } from './metrics-state.ts';
import type { SesState } from './ses-state.ts';
import type { GuardDutyState } from './guardduty-state.ts';
import type { LogsState } from './logs-state.ts';
import type { InvocationState } from './invocation-state.ts';
import type { OrganizationState } from './organization-state.ts';
import type { QBusinessState } from './qbusiness-state.ts';
import type { TextAnswer } from './text-answer.ts';
import type { RdsState } from './rds-state.ts';
import type { S3State } from './s3-state.ts';
import type { SageMakerState } from './sagemaker-state.ts';
import type { SecretsState } from './secrets-state.ts';
import type { Session } from './session.ts';
import type { WorkToCome } from './to-come.ts';
import type { TrailState } from './trail-state.ts';

/** The simulated account: everything that is there, and the time. */
export interface World {
  readonly accountId: string;
  readonly scenario: string;
  readonly homeRegion: string;
  /** The Regions that are enabled, the home Region first. */
  readonly regions: readonly string[];
  readonly clock: SimulatedClock;
  /** Real time, in milliseconds since 1970: quotas and the age of signatures are measured by it, whatever the clock of the account says. */
  readonly realNow: () => number;
  /** Ids, secrets and tokens come from here: one seed, one account. */
  readonly random: Random;
  /** The address that calls over the loopback interface are said to come from. */
  readonly localAddress: string;
  readonly delays: Delays;
  readonly quotas: Quotas;
  readonly iam: IamState;
  readonly sessions: Map<string, Session>;
  readonly trail: TrailState;
  /** What the organization's people and programs are about to do. */
  readonly toCome: WorkToCome;
  readonly s3: S3State;
  /** By Region; a Region nobody touched is made when it is asked for. */
  readonly bedrock: (region: string) => BedrockState;
  /** CloudWatch Logs, by Region. */
  readonly logs: (region: string) => LogsState;
  /** KMS, by Region. */
  readonly kms: (region: string) => KmsState;
  /** Lambda, by Region. */
  readonly lambda: (region: string) => LambdaState;
  /** CloudWatch, by Region. */
  readonly metrics: (region: string) => MetricsState;
  /** What Cost Explorer watches. */
  readonly anomalies: AnomalyState;
  readonly budgets: BudgetsState;
  /** AWS Config, by Region. */
  readonly config: (region: string) => ConfigState;
  /** SES, by Region. */
  readonly ses: (region: string) => SesState;
  /** GuardDuty, by Region. */
  readonly guardduty: (region: string) => GuardDutyState;
  /** What Bedrock's invocation logs have taken. */
  readonly invocations: InvocationState;
  /** What models answer to certain prompts. */
  readonly answers: readonly TextAnswer[];
  /** Agents and knowledge bases, by Region. */
  readonly agents: (region: string) => AgentState;
  /** By Region. */
  readonly ec2: (region: string) => Ec2State;
  /** RDS, by Region. */
  readonly rds: (region: string) => RdsState;
  /** SageMaker, by Region. */
  readonly sagemaker: (region: string) => SageMakerState;
  /** Q Business, by Region. */
  readonly qbusiness: (region: string) => QBusinessState;
  /** AgentCore, by Region. */
  readonly agentCore: (region: string) => AgentCoreState;
  /** Secrets Manager, by Region. */
  readonly secrets: (region: string) => SecretsState;
  /** Access Analyzer, by Region. */
  readonly analyzers: (region: string) => AccessAnalyzerState;
  /** The alternate contacts of the account. */
  readonly contacts: ContactsState;
  /** EventBridge, by Region. */
  readonly eventRules: (region: string) => EventRulesState;
  /** Its service control policies bear on every call of the account. */
  readonly organization: OrganizationState;
  /** Accounts that are served beside this one, by their ids: a role of one may be assumed from another. */
  readonly neighbours?: ReadonlyMap<string, World>;
}

/** How late things are, as in a real account. Milliseconds. */
export interface Delays {
  /** From a call until LookupEvents shows it. */
  readonly lookup: number;
  /** From the end of a log file's five minutes, or of a digest's hour, until the file is in its bucket. */
  readonly delivery: number;
  /** From a change of IAM until it counts, at the most; absent or 0: it counts at once. */
  readonly iam?: number;
}

/** What a real account limits. */
export interface Quotas {
  /** LookupEvents, per Region and second. */
  readonly lookupsPerSecond: number;
  /** Calls to one model, per Region and minute. */
  readonly modelCallsPerMinute: number;
}
