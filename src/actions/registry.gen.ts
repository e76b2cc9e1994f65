// Made by `npm run generate` from the files in src/actions/<service>/. Do not edit.
import type { ActionUnit } from '../ports/action.ts';
import { setUpAnalyzer } from './accessanalyzer/set-up-analyzer.ts';
import { setSecurityContact } from './account/set-security-contact.ts';
import { attachGuardrail } from './bedrock-agent/attach-guardrail.ts';
import { disableActionGroup } from './bedrock-agent/disable-action-group.ts';
import { freezeKnowledgeBase } from './bedrock-agent/freeze-knowledge-base.ts';
import { moveAgentAlias } from './bedrock-agent/move-agent-alias.ts';
import { stopAgentAlias } from './bedrock-agent/stop-agent-alias.ts';
import { denyInvocations } from './bedrock-agentcore/deny-invocations.ts';
import { limitGatewayRate } from './bedrock-agentcore/limit-gateway-rate.ts';
import { restoreGateway } from './bedrock-agentcore/restore-gateway.ts';
import { restoreRuntimeEndpoint } from './bedrock-agentcore/restore-runtime-endpoint.ts';
import { stopRuntimeSession } from './bedrock-agentcore/stop-runtime-session.ts';
import { enforceGuardrail } from './bedrock/enforce-guardrail.ts';
import { restoreGuardrail } from './bedrock/restore-guardrail.ts';
import { restoreInvocationLogging } from './bedrock/restore-invocation-logging.ts';
import { setUpGuardrail } from './bedrock/set-up-guardrail.ts';
import { setUpBudget } from './budgets/set-up-budget.ts';
import { restoreLogging } from './cloudtrail/restore-logging.ts';
import { setUpTrail } from './cloudtrail/set-up-trail.ts';
import { deliverKnowledgeLogs } from './cloudwatch-logs/deliver-knowledge-logs.ts';
import { exportLogs } from './cloudwatch-logs/export-logs.ts';
import { holdLogs } from './cloudwatch-logs/hold-logs.ts';
import { setUpLogGroup } from './cloudwatch-logs/set-up-log-group.ts';
import { watchDelivery } from './cloudwatch/watch-delivery.ts';
import { watchInvocations } from './cloudwatch/watch-invocations.ts';
import { watchSignals } from './cloudwatch/watch-signals.ts';
import { watchAnomalies } from './cost-explorer/watch-anomalies.ts';
import { isolateInstance } from './ec2/isolate-instance.ts';
import { unshareSnapshot } from './ec2/unshare-snapshot.ts';
import { enableProtection } from './guardduty/enable-protection.ts';
import { restoreDetector } from './guardduty/restore-detector.ts';
import { denyAll } from './iam/deny-all.ts';
import { detachPolicy } from './iam/detach-policy.ts';
import { disableAccessKey } from './iam/disable-access-key.ts';
import { disableBedrockKey } from './iam/disable-bedrock-key.ts';
import { limitRole } from './iam/limit-role.ts';
import { limitTrust } from './iam/limit-trust.ts';
import { quarantinePrincipal } from './iam/quarantine-principal.ts';
import { removeConsoleAccess } from './iam/remove-console-access.ts';
import { revokeSessions } from './iam/revoke-sessions.ts';
import { setPermissionsBoundary } from './iam/set-permissions-boundary.ts';
import { setUpDeliveryRole } from './iam/set-up-delivery-role.ts';
import { stopInference } from './iam/stop-inference.ts';
import { sweepUser } from './iam/sweep-user.ts';
import { restoreKey } from './kms/restore-key.ts';
import { deleteFunctionUrl } from './lambda/delete-function-url.ts';
import { stopFunction } from './lambda/stop-function.ts';
import { attachDenyPolicy } from './organizations/attach-deny-policy.ts';
import { moveAccount } from './organizations/move-account.ts';
import { disablePlugin } from './qbusiness/disable-plugin.ts';
import { limitChat } from './qbusiness/limit-chat.ts';
import { removePermission } from './qbusiness/remove-permission.ts';
import { stopDataSourceSync } from './qbusiness/stop-data-source-sync.ts';
import { unshareDatabaseSnapshot } from './rds/unshare-database-snapshot.ts';
import { copyEvidence } from './s3/copy-evidence.ts';
import { holdObjects } from './s3/hold-objects.ts';
import { keepVersions } from './s3/keep-versions.ts';
import { lockBucket } from './s3/lock-bucket.ts';
import { restoreObject } from './s3/restore-object.ts';
import { retainObjects } from './s3/retain-objects.ts';
import { setUpBucket } from './s3/set-up-bucket.ts';
import { deleteEndpoint } from './sagemaker/delete-endpoint.ts';
import { drainVariant } from './sagemaker/drain-variant.ts';
import { restoreEndpoint } from './sagemaker/restore-endpoint.ts';
import { stopNotebook } from './sagemaker/stop-notebook.ts';
import { stopTrainingJob } from './sagemaker/stop-training-job.ts';
import { stopSending } from './ses/stop-sending.ts';

/** Every containment and preservation action, in the order of their ids. */
export const ACTIONS: readonly ActionUnit[] = [
  { id: 'accessanalyzer/set-up-analyzer', ...setUpAnalyzer },
  { id: 'account/set-security-contact', ...setSecurityContact },
  { id: 'bedrock-agent/attach-guardrail', ...attachGuardrail },
  { id: 'bedrock-agent/disable-action-group', ...disableActionGroup },
  { id: 'bedrock-agent/freeze-knowledge-base', ...freezeKnowledgeBase },
  { id: 'bedrock-agent/move-agent-alias', ...moveAgentAlias },
  { id: 'bedrock-agent/stop-agent-alias', ...stopAgentAlias },
  { id: 'bedrock-agentcore/deny-invocations', ...denyInvocations },
  { id: 'bedrock-agentcore/limit-gateway-rate', ...limitGatewayRate },
  { id: 'bedrock-agentcore/restore-gateway', ...restoreGateway },
  { id: 'bedrock-agentcore/restore-runtime-endpoint', ...restoreRuntimeEndpoint },
  { id: 'bedrock-agentcore/stop-runtime-session', ...stopRuntimeSession },
  { id: 'bedrock/enforce-guardrail', ...enforceGuardrail },
  { id: 'bedrock/restore-guardrail', ...restoreGuardrail },
  { id: 'bedrock/restore-invocation-logging', ...restoreInvocationLogging },
  { id: 'bedrock/set-up-guardrail', ...setUpGuardrail },
  { id: 'budgets/set-up-budget', ...setUpBudget },
  { id: 'cloudtrail/restore-logging', ...restoreLogging },
  { id: 'cloudtrail/set-up-trail', ...setUpTrail },
  { id: 'cloudwatch-logs/deliver-knowledge-logs', ...deliverKnowledgeLogs },
  { id: 'cloudwatch-logs/export-logs', ...exportLogs },
  { id: 'cloudwatch-logs/hold-logs', ...holdLogs },
  { id: 'cloudwatch-logs/set-up-log-group', ...setUpLogGroup },
  { id: 'cloudwatch/watch-delivery', ...watchDelivery },
  { id: 'cloudwatch/watch-invocations', ...watchInvocations },
  { id: 'cloudwatch/watch-signals', ...watchSignals },
  { id: 'cost-explorer/watch-anomalies', ...watchAnomalies },
  { id: 'ec2/isolate-instance', ...isolateInstance },
  { id: 'ec2/unshare-snapshot', ...unshareSnapshot },
  { id: 'guardduty/enable-protection', ...enableProtection },
  { id: 'guardduty/restore-detector', ...restoreDetector },
  { id: 'iam/deny-all', ...denyAll },
  { id: 'iam/detach-policy', ...detachPolicy },
  { id: 'iam/disable-access-key', ...disableAccessKey },
  { id: 'iam/disable-bedrock-key', ...disableBedrockKey },
  { id: 'iam/limit-role', ...limitRole },
  { id: 'iam/limit-trust', ...limitTrust },
  { id: 'iam/quarantine-principal', ...quarantinePrincipal },
  { id: 'iam/remove-console-access', ...removeConsoleAccess },
  { id: 'iam/revoke-sessions', ...revokeSessions },
  { id: 'iam/set-permissions-boundary', ...setPermissionsBoundary },
  { id: 'iam/set-up-delivery-role', ...setUpDeliveryRole },
  { id: 'iam/stop-inference', ...stopInference },
  { id: 'iam/sweep-user', ...sweepUser },
  { id: 'kms/restore-key', ...restoreKey },
  { id: 'lambda/delete-function-url', ...deleteFunctionUrl },
  { id: 'lambda/stop-function', ...stopFunction },
  { id: 'organizations/attach-deny-policy', ...attachDenyPolicy },
  { id: 'organizations/move-account', ...moveAccount },
  { id: 'qbusiness/disable-plugin', ...disablePlugin },
  { id: 'qbusiness/limit-chat', ...limitChat },
  { id: 'qbusiness/remove-permission', ...removePermission },
  { id: 'qbusiness/stop-data-source-sync', ...stopDataSourceSync },
  { id: 'rds/unshare-database-snapshot', ...unshareDatabaseSnapshot },
  { id: 's3/copy-evidence', ...copyEvidence },
  { id: 's3/hold-objects', ...holdObjects },
  { id: 's3/keep-versions', ...keepVersions },
  { id: 's3/lock-bucket', ...lockBucket },
  { id: 's3/restore-object', ...restoreObject },
  { id: 's3/retain-objects', ...retainObjects },
  { id: 's3/set-up-bucket', ...setUpBucket },
  { id: 'sagemaker/delete-endpoint', ...deleteEndpoint },
  { id: 'sagemaker/drain-variant', ...drainVariant },
  { id: 'sagemaker/restore-endpoint', ...restoreEndpoint },
  { id: 'sagemaker/stop-notebook', ...stopNotebook },
  { id: 'sagemaker/stop-training-job', ...stopTrainingJob },
  { id: 'ses/stop-sending', ...stopSending },
];
