import {
  BedrockAgentClient,
  StartIngestionJobCommand,
  UpdateAgentAliasCommand,
} from '@aws-sdk/client-bedrock-agent';
import { ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { QBusinessClient, StartDataSourceSyncJobCommand } from '@aws-sdk/client-qbusiness';
import type { JsonObject } from '../../src/base/json.ts';
import type { ActionCase } from './action-case.ts';
import { ADMIN_ROLE, colleague, OPERATOR, still } from './action-checks.ts';
import type { ActionExample } from './action-example.ts';
import { exportBucket } from './export-bucket.ts';
import { sharedSnapshot } from './shared-snapshot.ts';

const SNAPSHOT = 'snap-0example00000001';
const EXPORTS = 'example-log-exports';
const KEY = '22222222-3333-4444-8555-666666666666';
const MINUTE = 60_000;

/** A state without these members. */
function without(...names: readonly string[]): (observed: JsonObject) => JsonObject {
  return (observed) => Object.fromEntries(Object.entries(observed).filter(([name]) => !names.includes(name)));
}

function withoutSnapshots({ instance, ...observed }: JsonObject): JsonObject {
  return { ...observed, instance: { ...(instance as JsonObject), snapshots: [] } };
}

const ingesting = ({ account }: ActionCase) =>
  new BedrockAgentClient(account.settings(account.responder)).send(
    new StartIngestionJobCommand({ knowledgeBaseId: 'KBEXAMPLE1', dataSourceId: 'DSEXAMPLE1' }),
  );

function sharedCluster({ account }: ActionCase): Promise<void> {
  account.world.rds('us-east-1').clusterSnapshots.set('catalogue', {
    id: 'catalogue',
    of: 'catalogue-cluster',
    engine: 'aurora-postgresql',
    createdAt: account.clock.now(),
    encrypted: true,
    sharedWith: new Set(['444455556666']),
  });
  return Promise.resolve();
}

function unwatched({ account }: ActionCase): Promise<void> {
  const { detector } = account.world.guardduty('us-east-1');
  if (detector === undefined) throw new Error('the account has no detector');
  detector.enabled = false;
  detector.features.set('S3_DATA_EVENTS', { enabled: false, updatedAt: detector.updatedAt });
  return Promise.resolve();
}

/** A second variant beside the endpoint's own. */
export function secondVariant({ account }: ActionCase): Promise<void> {
  const endpoint = account.world.sagemaker('us-east-1').endpoints.get('support-reranker');
  if (endpoint === undefined) throw new Error('the account has no such endpoint');
  endpoint.shares = new Map([...endpoint.shares, ['Shadow', { weight: 1, instances: 1 }]]);
  return Promise.resolve();
}

export const SYNCED = {
  applicationId: '0example-0000-4000-8000-application1',
  indexId: '0example-0000-4000-8000-0000000index',
  dataSourceId: '0example-0000-4000-8000-000000source',
};

export const synchronising = ({ account }: ActionCase) =>
  new QBusinessClient(account.settings(account.responder)).send(new StartDataSourceSyncJobCommand(SYNCED));

/** The actions on what is neither IAM, nor Bedrock's settings, nor S3. */
export const SERVICE_EXAMPLES: readonly ActionExample[] = [
  { id: 'lambda/stop-function', params: { functionName: 'support-assistant-notify' }, kept: still },
  {
    id: 'lambda/delete-function-url',
    params: { functionName: 'support-assistant-notify' },
    // The address is a new one.
    kept: ({ urls }) => (urls as readonly JsonObject[]).map((one) => without('url')(one)),
  },
  {
    id: 'guardduty/restore-detector',
    params: { features: ['S3_DATA_EVENTS'] },
    prepare: unwatched,
    kept: still,
  },
  {
    id: 'cloudwatch-logs/hold-logs',
    params: { logGroup: '/example/bedrock/invocations' },
    kept: still,
  },
  {
    id: 'cloudwatch-logs/export-logs',
    params: { logGroup: '/example/bedrock/invocations', bucket: EXPORTS, to: '2026-01-15T11:00:00Z' },
    prepare: (open) => exportBucket(open, EXPORTS),
    kept: null,
  },
  { id: 'ses/stop-sending', params: {}, kept: still },
  {
    id: 'kms/restore-key',
    params: { key: KEY },
    prepare: (open) =>
      colleague(open).kms.send(new ScheduleKeyDeletionCommand({ KeyId: KEY, PendingWindowInDays: 7 })),
    // Its deletion stays called off.
    kept: without('state', 'deletion'),
  },
  {
    id: 'bedrock-agent/stop-agent-alias',
    params: { agentId: 'AGEXAMPLE1', aliasId: 'ALEXAMPLE1' },
    kept: still,
  },
  {
    id: 'bedrock-agent/disable-action-group',
    params: { agentId: 'AGEXAMPLE1', actionGroupId: 'ACEXAMPLE1' },
    kept: still,
  },
  {
    id: 'bedrock-agent/freeze-knowledge-base',
    params: { knowledgeBaseId: 'KBEXAMPLE1', principal: ADMIN_ROLE },
    prepare: ingesting,
    kept: (observed) => still(without('running')(observed)),
  },
  { id: 'bedrock/enforce-guardrail', params: { guardrail: 'grexample002', version: '1' }, kept: still },
  {
    id: 'organizations/move-account',
    params: { accountId: '111122223333', to: 'ou-exam-isolate1' },
    kept: still,
  },
  {
    id: 'organizations/attach-deny-policy',
    params: {
      target: '111122223333',
      name: 'heptad-stop-inference',
      actions: ['bedrock:InvokeModel'],
      except: [OPERATOR],
    },
    // The policy stays, attached to nothing.
    kept: without('policyId', 'content'),
  },
  {
    id: 'ec2/isolate-instance',
    params: { instanceId: 'i-0example0000000001', group: 'sg-0example0isolation' },
    kept: withoutSnapshots,
  },
  {
    id: 'ec2/unshare-snapshot',
    params: { snapshotId: SNAPSHOT },
    prepare: (open) => sharedSnapshot(open, SNAPSHOT, ['444455556666', 'all']),
    kept: still,
  },
  { id: 'rds/unshare-database-snapshot', params: { snapshotId: 'orders-primary-2026-01-14' }, kept: still },
  {
    id: 'rds/unshare-database-snapshot',
    params: { snapshotId: 'catalogue', cluster: true },
    prepare: sharedCluster,
    kept: still,
  },
  {
    id: 'bedrock-agent/move-agent-alias',
    params: { agentId: 'AGEXAMPLE1', aliasId: 'ALEXAMPLE1', version: '1' },
    prepare: ({ account }) =>
      new BedrockAgentClient(account.settings(account.responder)).send(
        new UpdateAgentAliasCommand({
          agentId: 'AGEXAMPLE1',
          agentAliasId: 'ALEXAMPLE1',
          agentAliasName: 'production',
        }),
      ),
    kept: still,
  },
  {
    id: 'bedrock-agentcore/limit-gateway-rate',
    params: {
      gateway: 'support-tools-example001',
      dimension: '$.context.iam.principal',
      value: ADMIN_ROLE,
      requests: 0,
    },
    kept: still,
    settles: MINUTE,
  },
  {
    id: 'bedrock-agentcore/deny-invocations',
    params: {
      resource: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/support_agent-example001',
      principals: [ADMIN_ROLE],
    },
    kept: still,
  },
  {
    id: 'sagemaker/restore-endpoint',
    params: { endpoint: 'support-reranker', config: 'support-reranker-1' },
    kept: without('status'),
    settles: MINUTE,
  },
  {
    id: 'sagemaker/stop-notebook',
    params: { notebook: 'reranker-lab' },
    kept: without('status'),
    settles: MINUTE,
  },
  {
    id: 'qbusiness/disable-plugin',
    params: {
      applicationId: '0example-0000-4000-8000-application1',
      pluginId: '0example-0000-4000-8000-000000plugin',
    },
    kept: still,
  },
  {
    id: 'sagemaker/stop-training-job',
    params: { job: 'support-reranker-3' },
    kept: null,
  },
  {
    id: 'sagemaker/delete-endpoint',
    params: { endpoint: 'support-reranker' },
    kept: without('status'),
    settles: MINUTE,
  },
  {
    id: 'sagemaker/drain-variant',
    params: { endpoint: 'support-reranker', variant: 'AllTraffic' },
    prepare: (open) => secondVariant(open),
    kept: without('status'),
    settles: MINUTE,
  },
  { id: 'qbusiness/stop-data-source-sync', params: SYNCED, prepare: synchronising, kept: null },
  {
    id: 'qbusiness/limit-chat',
    params: { applicationId: SYNCED.applicationId },
    kept: still,
  },
  {
    id: 'qbusiness/remove-permission',
    params: { applicationId: SYNCED.applicationId, statementId: 'PartnerSearch' },
    kept: still,
  },
  {
    id: 'bedrock-agentcore/restore-runtime-endpoint',
    params: { agentRuntimeId: 'support_agent-example001', endpoint: 'DEFAULT', version: '1' },
    kept: without('status'),
    settles: MINUTE,
  },
  {
    id: 'bedrock-agentcore/stop-runtime-session',
    params: {
      agentRuntimeId: 'support_agent-example001',
      sessionId: 'support-session-example-0000000000001',
    },
    kept: null,
    unseen: true,
  },
  { id: 'bedrock-agentcore/restore-gateway', params: { gateway: 'support-tools-example001' }, kept: still },
];
