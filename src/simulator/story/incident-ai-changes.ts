import { refusal } from './incident-access.ts';
import { HOME_REGION, WORKLOAD, arn } from './names.ts';
import type { Stage } from './stage.ts';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
/** Minutes after the intruder's first call at which the application's guardrail and the log of prompts end. */
export const GUARDRAIL_ENDS = 49;
export const LOGGING_ENDS = 63;

const NEW_MODELS = ['anthropic.claude-3-opus-20240229-v1:0', 'meta.llama3-1-405b-instruct-v1:0'];

/** Element 3: Bedrock is enumerated, models are asked for, then the guardrail and the log of prompts are removed. */
export function playAiChanges(stage: Stage): void {
  enumerate(stage);
  askForModels(stage);
  removeGuardrail(stage);
  changeAgent(stage);
  removeInvocationLogging(stage);
}

function enumerate(stage: Stage): void {
  const by = stage.intruder.adminSession;
  stage.series({
    from: 6.4,
    every: 0.1,
    by,
    signals: ['M6'],
    calls: [
      { service: 'bedrock', name: 'ListFoundationModels' },
      { service: 'bedrock', name: 'ListCustomModels' },
      { service: 'bedrock', name: 'ListProvisionedModelThroughputs' },
      { service: 'bedrock', name: 'ListInferenceProfiles' },
    ],
  });
  stage.series({
    from: 6.8,
    every: 0.1,
    by,
    calls: [
      { service: 'bedrock', name: 'ListModelInvocationJobs' },
      { service: 'bedrock', name: 'ListGuardrails' },
      { service: 'bedrock', name: 'GetGuardrail', request: { guardrailIdentifier: WORKLOAD.guardrailId } },
      { service: 'bedrock', name: 'ListAgents' },
      { service: 'bedrock', name: 'GetAgent', request: { agentId: WORKLOAD.agentId } },
      { service: 'bedrock', name: 'ListKnowledgeBases' },
      {
        service: 'bedrock',
        name: 'GetKnowledgeBase',
        request: { knowledgeBaseId: WORKLOAD.knowledgeBaseId },
      },
      { service: 'bedrock', name: 'ListDataSources', request: { knowledgeBaseId: WORKLOAD.knowledgeBaseId } },
    ],
  });
  for (const [index, region] of [HOME_REGION, 'us-west-2', 'eu-west-1'].entries()) {
    stage.call({
      at: 7.7 + index * 0.1,
      by,
      region,
      signals: ['M2'],
      service: 'bedrock',
      name: 'GetModelInvocationLoggingConfiguration',
      readOnly: true,
    });
  }
}

function askForModels(stage: Stage): void {
  const by = stage.intruder.adminSession;
  stage.call({ at: 12, by, signals: ['M5'], service: 'bedrock', name: 'PutUseCaseForModelAccess' });
  for (const [index, modelId] of NEW_MODELS.entries()) {
    const at = 12.3 + index;
    stage.call({
      at,
      by,
      service: 'bedrock',
      name: 'ListFoundationModelAgreementOffers',
      readOnly: true,
      request: { modelId },
    });
    stage.call({
      at: at + 0.2,
      by,
      signals: ['M5'],
      service: 'bedrock',
      name: 'CreateFoundationModelAgreement',
      request: { modelId, offerToken: HIDDEN },
      response: { modelId },
    });
    stage.call({
      at: at + 0.4,
      by,
      signals: ['M5'],
      service: 'bedrock',
      name: 'PutFoundationModelEntitlement',
      request: { modelId },
      response: { status: 'SUCCESS' },
    });
    stage.series({
      from: at + 0.5,
      every: 1 / 6,
      by,
      signals: ['M6'],
      calls: [1, 2, 3].map(() => ({
        service: 'bedrock',
        name: 'GetFoundationModelAvailability',
        request: { modelId },
      })),
    });
  }
  stage.call({
    at: 15.5,
    by,
    signals: ['M5', 'A6'],
    service: 'agreement-marketplace',
    name: 'AcceptAgreementRequest',
    error: refusal(by.identity, 'aws-marketplace:AcceptAgreementRequest'),
  });
}

function removeGuardrail(stage: Stage): void {
  const by = stage.intruder.adminSession;
  const guardrailIdentifier = WORKLOAD.guardrailId;
  stage.call({
    at: GUARDRAIL_ENDS + 1,
    by,
    signals: ['M3'],
    service: 'bedrock',
    name: 'UpdateGuardrail',
    request: {
      guardrailIdentifier,
      name: 'support-assistant',
      blockedInputMessaging: HIDDEN,
      blockedOutputsMessaging: HIDDEN,
      contentPolicyConfig: {
        filtersConfig: [{ type: 'HATE', inputStrength: 'NONE', outputStrength: 'NONE' }],
      },
    },
    response: { guardrailId: guardrailIdentifier, version: 'DRAFT' },
  });
  stage.call({
    at: GUARDRAIL_ENDS + 2,
    by,
    signals: ['M3'],
    service: 'bedrock',
    name: 'DeleteGuardrail',
    request: { guardrailIdentifier },
  });
}

function changeAgent(stage: Stage): void {
  const by = stage.intruder.adminSession;
  stage.call({
    at: 55,
    by,
    signals: ['M9'],
    service: 'bedrock',
    name: 'UpdateAgent',
    request: {
      agentId: WORKLOAD.agentId,
      agentName: 'support-assistant',
      foundationModel: WORKLOAD.model,
      instruction: HIDDEN,
      agentResourceRoleArn: arn('iam', '', 'role/service-role/AmazonBedrockExecutionRoleForAgents_support'),
    },
  });
  stage.call({
    at: 56.4,
    by,
    signals: ['M9'],
    service: 'bedrock',
    name: 'PrepareAgent',
    request: { agentId: WORKLOAD.agentId },
    response: { agentId: WORKLOAD.agentId, agentVersion: 'DRAFT', agentStatus: 'PREPARING' },
  });
}

function removeInvocationLogging(stage: Stage): void {
  const by = stage.intruder.adminSession;
  stage.call({
    at: LOGGING_ENDS - 0.3,
    by,
    signals: ['M2'],
    service: 'bedrock',
    name: 'GetModelInvocationLoggingConfiguration',
    readOnly: true,
  });
  stage.call({
    at: LOGGING_ENDS,
    by,
    signals: ['M1'],
    service: 'bedrock',
    name: 'DeleteModelInvocationLoggingConfiguration',
  });
}
