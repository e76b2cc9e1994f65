import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/actions/registry.gen.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { accountSnapshot, withoutPaths } from '../support/account-snapshot.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, ANALYST, OPERATOR } from '../support/action-checks.ts';
import type { Bring } from '../support/drawn-state.ts';
import * as costs from '../support/generated-costs.ts';
import * as resources from '../support/generated-resources.ts';
import * as settings from '../support/generated-settings.ts';
import { LEAKED_KEY, PHANTOM } from '../support/story-keys.ts';

/** An action on accounts of one generator, and where undo leaves what it is declared to leave. */
interface Row {
  readonly id: string;
  readonly params: JsonObject;
  readonly states: fc.Arbitrary<Bring>;
  /** Paths of the account's state. */
  readonly residue?: readonly string[];
}

const { RECORDS } = settings;
const POLICY = 'arn:aws:iam::aws:policy/';
const LOG_GROUP = '/example/bedrock/invocations';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:security';
const AGENT = { agentId: 'AGEXAMPLE1' };
const ALIAS = { ...AGENT, aliasId: 'ALEXAMPLE1' };
const APPLICATION = '0example-0000-4000-8000-application1';
const GATEWAY = 'support-tools-example001';
const RUNTIME = 'support_agent-example001';
const PASSWORD = ['iam.users.*.login'];
/** The draft is prepared anew, and an agent tells when. */
const PREPARED = ['agents.agents.*.prepared', 'agents.agents.*.draft.agent'];

const by = (states: Row['states'], rows: readonly Omit<Row, 'states'>[]): readonly Row[] =>
  rows.map((row) => ({ ...row, states }));

const ROWS: readonly Row[] = [
  ...by(resources.identities, [
    ...[ADMIN_ROLE, ANALYST].flatMap((principal) => [
      { id: 'iam/deny-all', params: { principal } },
      { id: 'iam/quarantine-principal', params: { principal } },
      { id: 'iam/revoke-sessions', params: { principal } },
      { id: 'iam/limit-role', params: { principal, actions: ['ses:*'] } },
      { id: 'iam/set-permissions-boundary', params: { principal, boundary: `${POLICY}IAMReadOnlyAccess` } },
      { id: 'iam/stop-inference', params: { principal } },
      { id: 'iam/detach-policy', params: { principal, policy: `${POLICY}AdministratorAccess` } },
    ]),
    { id: 'iam/limit-trust', params: { role: ADMIN_ROLE } },
    { id: 'iam/limit-trust', params: { role: ADMIN_ROLE, deny: [ANALYST] } },
    { id: 'iam/disable-access-key', params: { accessKeyId: LEAKED_KEY } },
    {
      id: 'iam/set-up-delivery-role',
      params: { role: 'log-delivery', service: 'cloudtrail', logGroup: LOG_GROUP },
    },
    { id: 'iam/disable-bedrock-key', params: PHANTOM },
    { id: 'iam/remove-console-access', params: { userName: 'marta.silva' }, residue: PASSWORD },
    { id: 'iam/sweep-user', params: { userName: 'marta.silva' }, residue: PASSWORD },
    { id: 'iam/sweep-user', params: { userName: 'marta.silva', rights: true }, residue: PASSWORD },
  ]),
  ...by(settings.buckets, [
    { id: 's3/lock-bucket', params: { bucket: RECORDS, allow: [OPERATOR] } },
    { id: 's3/keep-versions', params: { bucket: RECORDS }, residue: ['s3.*.versioning'] },
    {
      id: 's3/set-up-bucket',
      params: { bucket: RECORDS, regions: ['us-east-1'] },
      residue: ['s3.*.versioning'],
    },
  ]),
  ...by(settings.lockedObjects, [
    { id: 's3/hold-objects', params: { bucket: RECORDS, prefix: 'held/' }, residue: [] },
    { id: 's3/retain-objects', params: { bucket: RECORDS, prefix: 'held/', until: '2027-01-15T00:00:00Z' } },
    {
      id: 's3/restore-object',
      params: { bucket: RECORDS, key: 'held/a', versionId: 'v0' },
    },
  ]),
  ...by(settings.functions, [
    { id: 'lambda/stop-function', params: { functionName: 'support-assistant-notify' } },
    {
      id: 'lambda/delete-function-url',
      params: { functionName: 'support-assistant-notify' },
      residue: ['FunctionUrl', 'CreationTime', 'LastModifiedTime'].map(
        (name) => `lambda.functions.*.url.${name}`,
      ),
    },
  ]),
  ...by(settings.logGroups, [
    { id: 'cloudwatch-logs/hold-logs', params: { logGroup: LOG_GROUP } },
    { id: 'cloudwatch-logs/set-up-log-group', params: { logGroup: LOG_GROUP, days: 731, mask: true } },
    {
      id: 'cloudwatch-logs/deliver-knowledge-logs',
      params: { knowledgeBase: 'KBEXAMPLE1', logGroup: LOG_GROUP },
    },
    { id: 'cloudwatch/watch-signals', params: { logGroup: LOG_GROUP, topic: TOPIC } },
    {
      id: 'cloudwatch/watch-invocations',
      params: { logGroup: LOG_GROUP, topic: TOPIC, regions: ['us-east-1'] },
    },
    { id: 'cloudwatch/watch-delivery', params: { topic: TOPIC, regions: ['us-east-1'] } },
  ]),
  ...by(settings.trails, [
    { id: 'cloudtrail/set-up-trail', params: { trail: 'organization', bucket: RECORDS } },
    { id: 'cloudtrail/restore-logging', params: { trail: 'organization', dataTypes: ['AWS::S3::Object'] } },
  ]),
  ...by(settings.keys, [
    { id: 'kms/restore-key', params: { key: settings.KEY }, residue: ['kms.keys.*.state'] },
  ]),
  ...by(settings.mail, [{ id: 'ses/stop-sending', params: {} }]),
  ...by(settings.detectors, [
    { id: 'guardduty/enable-protection', params: { regions: ['us-east-1'] } },
    { id: 'guardduty/restore-detector', params: { features: ['S3_DATA_EVENTS', 'AI_PROTECTION'] } },
  ]),
  ...by(settings.analyzers, [{ id: 'accessanalyzer/set-up-analyzer', params: { regions: ['us-east-1'] } }]),
  ...by(settings.contacts, [
    {
      id: 'account/set-security-contact',
      params: { name: 'Night watch', title: 'On call', email: 'watch@example.com', phone: '+1-555-0101' },
    },
  ]),
  ...by(costs.budgets, [
    {
      id: 'budgets/set-up-budget',
      params: { amount: 250, tell: 'security@example.com', services: ['Amazon Bedrock'] },
    },
  ]),
  ...by(costs.anomalies, [{ id: 'cost-explorer/watch-anomalies', params: { amount: 100, tell: TOPIC } }]),
  ...by(resources.guardrails, [
    {
      id: 'bedrock/restore-guardrail',
      params: { guardrail: 'grexample002', version: '1' },
      residue: ['bedrock.guardrails.*.versions', 'bedrock.guardrails.*.nextVersion'],
    },
    {
      id: 'bedrock/set-up-guardrail',
      params: { name: 'support-assistant', regions: ['us-east-1'] },
      residue: ['bedrock.guardrails.*.versions', 'bedrock.guardrails.*.nextVersion'],
    },
    { id: 'bedrock/enforce-guardrail', params: { guardrail: 'grexample002', version: '1' } },
    { id: 'bedrock/restore-invocation-logging', params: { bucket: 'example-bedrock-logs-111122223333' } },
  ]),
  ...by(resources.agents, [
    { id: 'bedrock-agent/stop-agent-alias', params: ALIAS },
    {
      id: 'bedrock-agent/attach-guardrail',
      params: { ...AGENT, guardrail: 'hr-portal' },
      residue: PREPARED,
    },
    { id: 'bedrock-agent/move-agent-alias', params: { ...ALIAS, version: '1' } },
    {
      id: 'bedrock-agent/disable-action-group',
      params: { ...AGENT, actionGroupId: 'ACEXAMPLE1' },
      residue: PREPARED,
    },
    {
      id: 'bedrock-agent/freeze-knowledge-base',
      params: { knowledgeBaseId: 'KBEXAMPLE1', principal: ADMIN_ROLE },
      residue: PREPARED,
    },
  ]),
  ...by(resources.snapshots, [
    { id: 'ec2/unshare-snapshot', params: { snapshotId: 'snap-0example00000001', keep: ['123456789012'] } },
    { id: 'rds/unshare-database-snapshot', params: { snapshotId: 'orders-primary-2026-01-14' } },
  ]),
  ...by(resources.instances, [
    {
      id: 'ec2/isolate-instance',
      params: { instanceId: 'i-0example0000000001', group: 'sg-0example0isolation' },
      residue: ['ec2.snapshots'],
    },
  ]),
  ...by(resources.organizations, [
    { id: 'organizations/move-account', params: { accountId: '111122223333', to: 'ou-exam-isolate1' } },
    {
      id: 'organizations/attach-deny-policy',
      params: {
        target: '111122223333',
        name: 'heptad-stop-inference',
        actions: ['bedrock:InvokeModel'],
        except: [OPERATOR],
      },
      residue: ['organization.policies'],
    },
  ]),
  ...by(resources.runtimes, [
    {
      id: 'bedrock-agentcore/restore-runtime-endpoint',
      params: { agentRuntimeId: RUNTIME, endpoint: 'DEFAULT', version: '1' },
    },
    { id: 'bedrock-agentcore/restore-gateway', params: { gateway: GATEWAY } },
    {
      id: 'bedrock-agentcore/limit-gateway-rate',
      params: { gateway: GATEWAY, dimension: '$.context.iam.principal', value: ADMIN_ROLE, requests: 0 },
    },
    {
      id: 'bedrock-agentcore/deny-invocations',
      params: {
        resource: `arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/${RUNTIME}`,
        principals: [ADMIN_ROLE],
      },
    },
  ]),
  ...by(resources.assistants, [
    {
      id: 'qbusiness/disable-plugin',
      params: { applicationId: APPLICATION, pluginId: '0example-0000-4000-8000-000000plugin' },
    },
    { id: 'qbusiness/limit-chat', params: { applicationId: APPLICATION } },
    {
      id: 'qbusiness/remove-permission',
      params: { applicationId: APPLICATION, statementId: 'PartnerSearch' },
    },
  ]),
  ...by(resources.endpoints, [
    { id: 'sagemaker/drain-variant', params: { endpoint: 'support-reranker', variant: 'AllTraffic' } },
    { id: 'sagemaker/stop-notebook', params: { notebook: 'reranker-lab' } },
    {
      id: 'sagemaker/restore-endpoint',
      params: { endpoint: 'support-reranker', config: 'support-reranker-1' },
      residue: ['sagemaker.endpoints.*.shares'],
    },
    {
      id: 'sagemaker/delete-endpoint',
      params: { endpoint: 'support-reranker' },
      residue: ['shares', 'createdAt'].map((name) => `sagemaker.endpoints.*.${name}`),
    },
  ]),
];

/** They have no undo: what they make stays, what they stop is over. */
const WITHOUT_UNDO = [
  'bedrock-agentcore/stop-runtime-session',
  'cloudwatch-logs/export-logs',
  'qbusiness/stop-data-source-sync',
  's3/copy-evidence',
  'sagemaker/stop-training-job',
];

/** Longer than any change of state takes in the simulated account. */
const SETTLED = 120_000;

describe('undo gives the whole account back, whatever it was, but for the residue that is declared', () => {
  let open: ActionCase;
  beforeEach(async () => {
    open = await actionCase();
  });
  afterEach(() => open.close());

  it.each(ROWS.map((row) => [row.id, row.params, row] as const))(
    '%s %j',
    async (id, params, { states, residue = [] }) => {
      let done = 0;
      await fc.assert(
        fc.asyncProperty(states, async (bring) => {
          bring(open.account.world);
          // What settles when it is looked at has settled before.
          await open.observe(id, params);
          const before = accountSnapshot(open.account.world);
          const { calls } = await open.plan(id, params);
          if (calls.length === 0) return;
          done += 1;
          const entry = await open.apply(id, params);
          expect(accountSnapshot(open.account.world)).not.toEqual(before);
          open.account.clock.advance(SETTLED);
          await open.undo(entry);
          open.account.clock.advance(SETTLED);
          const after = accountSnapshot(open.account.world);
          expect(withoutPaths(after, residue)).toEqual(withoutPaths(before, residue));
          if (JSON.stringify(after) !== JSON.stringify(before))
            expect(calls.map(({ reversibility }) => reversibility.kind)).not.toEqual(
              calls.map(() => 'reversible'),
            );
        }),
        { numRuns: 4, seed: 20260115, endOnFailure: true },
      );
      // States in which everything is as wanted already would prove nothing.
      expect(done).toBeGreaterThan(0);
    },
    30_000,
  );

  it('is tried with every action that has an undo', () => {
    const tried = new Set([...ROWS.map(({ id }) => id), ...WITHOUT_UNDO]);
    expect(ACTIONS.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
  });
});
