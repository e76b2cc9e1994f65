import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { JsonObject } from '../../../src/base/json.ts';
import type { MotoAccount } from './moto-account.ts';

const Bucket = 'example-records-111122223333';
const Key = 'reviews/2024.csv';

/** An operation that moto does not have. The suite looks for it in moto's code, and calls it. */
export interface Lacking {
  /** `client:Operation`. */
  readonly lacks: string;
  readonly input: JsonObject;
  /** Makes what the operation is asked about, where moto looks for that first. */
  readonly setup?: (account: MotoAccount) => Promise<void>;
}

/** Actions that moto does not have the calls of, by id. */
export const NOT_CARRIED: Readonly<Record<string, Lacking>> = {
  'accessanalyzer/set-up-analyzer': { lacks: 'accessanalyzer:ListAnalyzers', input: {} },
  'iam/disable-bedrock-key': {
    lacks: 'iam:ListServiceSpecificCredentials',
    input: { UserName: 'intruder' },
  },
  'iam/sweep-user': { lacks: 'iam:ListServiceSpecificCredentials', input: { UserName: 'intruder' } },
  'cloudwatch-logs/hold-logs': {
    lacks: 'cloudwatch-logs:PutLogGroupDeletionProtection',
    input: { logGroupIdentifier: 'none', deletionProtectionEnabled: true },
  },
  'ses/stop-sending': { lacks: 'ses:GetAccountSendingEnabled', input: {} },
  'bedrock/enforce-guardrail': { lacks: 'bedrock:ListEnforcedGuardrailsConfiguration', input: {} },
  'bedrock/restore-guardrail': {
    lacks: 'bedrock:GetGuardrail',
    input: { guardrailIdentifier: 'grexample001' },
  },
  'cost-explorer/watch-anomalies': { lacks: 'cost-explorer:GetAnomalyMonitors', input: {} },
  'bedrock-agent/disable-action-group': {
    lacks: 'bedrock-agent:GetAgentActionGroup',
    input: { agentId: 'AGEXAMPLE1', agentVersion: 'DRAFT', actionGroupId: 'ACEXAMPLE1' },
  },
  'bedrock-agent/freeze-knowledge-base': {
    lacks: 'bedrock-agent:ListDataSources',
    input: { knowledgeBaseId: 'KBEXAMPLE1' },
  },
  'bedrock-agent/stop-agent-alias': {
    lacks: 'bedrock-agent:GetAgentAlias',
    input: { agentId: 'AGEXAMPLE1', agentAliasId: 'ALEXAMPLE1' },
  },
  'bedrock-agent/move-agent-alias': {
    lacks: 'bedrock-agent:GetAgentAlias',
    input: { agentId: 'AGEXAMPLE1', agentAliasId: 'ALEXAMPLE1' },
  },
  'bedrock-agent/attach-guardrail': { lacks: 'bedrock:ListGuardrails', input: {} },
  'bedrock/set-up-guardrail': { lacks: 'bedrock:ListGuardrails', input: {} },
  'bedrock-agentcore/deny-invocations': {
    lacks: 'bedrock-agentcore-control:GetResourcePolicy',
    input: { resourceArn: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/none-example001' },
  },
  'bedrock-agentcore/limit-gateway-rate': {
    lacks: 'bedrock-agentcore-control:ListGatewayRateLimits',
    input: { gatewayIdentifier: 'none-example001' },
  },
  'cloudwatch-logs/set-up-log-group': {
    lacks: 'cloudwatch-logs:GetDataProtectionPolicy',
    input: { logGroupIdentifier: 'none' },
  },
  'lambda/delete-function-url': {
    lacks: 'lambda:ListFunctionUrlConfigs',
    input: { FunctionName: 'none' },
  },
  'bedrock-agentcore/stop-runtime-session': {
    lacks: 'bedrock-agentcore:StopRuntimeSession',
    input: { agentRuntimeArn: 'arn', runtimeSessionId: 'support-session-example-0000000000001' },
  },
  'sagemaker/restore-endpoint': {
    lacks: 'sagemaker:UpdateEndpoint',
    input: { EndpointName: 'support-reranker', EndpointConfigName: 'reranker-2' },
  },
  'sagemaker/stop-training-job': {
    lacks: 'sagemaker:StopTrainingJob',
    input: { TrainingJobName: 'support-reranker-3' },
  },
  'qbusiness/disable-plugin': {
    lacks: 'qbusiness:GetPlugin',
    input: { applicationId: 'application', pluginId: 'plugin' },
  },
  'qbusiness/limit-chat': {
    lacks: 'qbusiness:GetChatControlsConfiguration',
    input: { applicationId: 'application' },
  },
  'qbusiness/remove-permission': { lacks: 'qbusiness:GetPolicy', input: { applicationId: 'application' } },
  'qbusiness/stop-data-source-sync': {
    lacks: 'qbusiness:ListDataSourceSyncJobs',
    input: { applicationId: 'application', indexId: 'index', dataSourceId: 'source' },
  },
  's3/retain-objects': {
    lacks: 's3:GetObjectRetention',
    input: { Bucket, Key },
    setup: async ({ clients }) => {
      await clients.s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
      // It answers with the object itself.
      await clients.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'id,stars' }));
    },
  },
};
