import type { FoundationModelDetails, LoggingConfig } from '@aws-sdk/client-bedrock';
import { newGuardrail } from '../services/bedrock/guardrails.ts';
import { ACCOUNT, HOME_REGION, WORKLOAD } from '../story/names.ts';
import type { Moment } from '../story/model-call.ts';
import type { History } from './history.ts';
import { addIntrudersBatch, bedrockAssets } from './leaked-credential-models.ts';
import type { BedrockState, Guardrail } from '../world/bedrock-state.ts';
import { byRegion } from '../world/by-region.ts';
import type { InvocationState } from '../world/invocation-state.ts';

const DAY = 86_400_000;

/** The models the intruder accepted the offers of, by the story. */
const ACCEPTED = ['anthropic.claude-3-opus-20240229-v1:0', 'meta.llama3-1-405b-instruct-v1:0'];

const MODELS: readonly (readonly [
  id: string,
  name: string,
  provider: string,
  output: 'TEXT' | 'EMBEDDING',
])[] = [
  [WORKLOAD.model, 'Claude 3.5 Sonnet v2', 'Anthropic', 'TEXT'],
  [WORKLOAD.smallModel, 'Claude 3 Haiku', 'Anthropic', 'TEXT'],
  ['anthropic.claude-3-opus-20240229-v1:0', 'Claude 3 Opus', 'Anthropic', 'TEXT'],
  [WORKLOAD.embeddingModel, 'Titan Text Embeddings V2', 'Amazon', 'EMBEDDING'],
  ['amazon.nova-pro-v1:0', 'Nova Pro', 'Amazon', 'TEXT'],
  ['meta.llama3-1-405b-instruct-v1:0', 'Llama 3.1 405B Instruct', 'Meta', 'TEXT'],
  ['mistral.mistral-large-2402-v1:0', 'Mistral Large', 'Mistral AI', 'TEXT'],
];

/**
 * Bedrock of the story, Region by Region. In the home Region the assistant's guardrail and the invocation log are
 * gone once the intruder has removed them, another team's guardrail is still there; elsewhere nothing was ever set up.
 */
export function bedrockStates(start: number, happened: History): (region: string) => BedrockState {
  return byRegion((region) => newState(region, start, happened));
}

/** The log as it was before the intruder ended it: what it took is still delivered. */
const LOGGING: LoggingConfig = {
  s3Config: { bucketName: WORKLOAD.invocationLogBucket },
  textDataDeliveryEnabled: true,
  imageDataDeliveryEnabled: true,
  embeddingDataDeliveryEnabled: true,
};

/** The records that the story's calls left. */
export function loggedInvocations(moments: readonly Moment[]): InvocationState {
  return {
    records: moments.flatMap(({ invocation }) =>
      invocation === undefined ? [] : [{ ...invocation, destination: LOGGING }],
    ),
    closedUntil: 0,
  };
}

function newState(region: string, start: number, happened: History): BedrockState {
  const home = region === HOME_REGION;
  const assets = bedrockAssets(region, start);
  if (home) addIntrudersBatch(assets, happened);
  const guardrails = home ? homeGuardrails(start, happened) : [];
  const accepted = ACCEPTED.filter(
    (model) => happened.timeOf('CreateFoundationModelAgreement', 'modelId', model) !== undefined,
  );
  return {
    guardrails: new Map(guardrails.map((one) => [one.id, one])),
    models: new Map(MODELS.map((model) => [model[0], modelDetails(region, model)])),
    agreements: new Set(
      home ? [WORKLOAD.model, WORKLOAD.smallModel, WORKLOAD.embeddingModel, ...accepted] : [],
    ),
    useCase: undefined,
    logging:
      home && happened.all('DeleteModelInvocationLoggingConfiguration').length === 0 ? LOGGING : undefined,
    assets,
  };
}

function homeGuardrails(start: number, happened: History): readonly Guardrail[] {
  const gone = happened.timeOf('DeleteGuardrail', 'guardrailIdentifier', WORKLOAD.guardrailId);
  return [portalGuardrail(start), ...(gone === undefined ? [assistantGuardrail(start)] : [])];
}

/** The one that the assistant's calls name: version 3 of it is in use. */
function assistantGuardrail(start: number): Guardrail {
  const guardrail = newGuardrail(
    { id: WORKLOAD.guardrailId, accountId: ACCOUNT, region: HOME_REGION, now: start - 200 * DAY },
    {
      name: 'support-assistant',
      description: 'Guards the assistant of the shop',
      blockedInputMessaging: 'I can not help with that.',
      blockedOutputsMessaging: 'I can not answer that.',
      contentPolicyConfig: {
        filtersConfig: [
          { type: 'HATE', inputStrength: 'HIGH', outputStrength: 'HIGH' },
          { type: 'MISCONDUCT', inputStrength: 'HIGH', outputStrength: 'HIGH' },
          { type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' },
        ],
      },
      sensitiveInformationPolicyConfig: {
        piiEntitiesConfig: [
          { type: 'EMAIL', action: 'ANONYMIZE' },
          { type: 'CREDIT_DEBIT_CARD_NUMBER', action: 'BLOCK' },
        ],
      },
    },
  );
  const last = Number(WORKLOAD.guardrailVersion);
  for (let version = 1; version <= last; version += 1)
    guardrail.versions.set(String(version), { ...guardrail.draft, version: String(version) });
  guardrail.nextVersion = last + 1;
  return guardrail;
}

function portalGuardrail(start: number): Guardrail {
  const createdAt = start - 120 * DAY;
  const guardrail = newGuardrail(
    { id: 'grexample002', accountId: ACCOUNT, region: HOME_REGION, now: createdAt },
    {
      name: 'hr-portal',
      description: 'Guards the assistant of the personnel portal',
      blockedInputMessaging: 'I can not help with that.',
      blockedOutputsMessaging: 'I can not answer that.',
      contentPolicyConfig: {
        filtersConfig: [
          { type: 'HATE', inputStrength: 'HIGH', outputStrength: 'HIGH' },
          { type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' },
        ],
      },
      sensitiveInformationPolicyConfig: { piiEntitiesConfig: [{ type: 'EMAIL', action: 'ANONYMIZE' }] },
    },
  );
  guardrail.versions.set('1', { ...guardrail.draft, version: '1' });
  guardrail.nextVersion = 2;
  return guardrail;
}

function modelDetails(
  region: string,
  [id, name, provider, output]: (typeof MODELS)[number],
): FoundationModelDetails {
  return {
    modelArn: `arn:aws:bedrock:${region}::foundation-model/${id}`,
    modelId: id,
    modelName: name,
    providerName: provider,
    inputModalities: ['TEXT'],
    outputModalities: [output],
    responseStreamingSupported: output === 'TEXT',
    customizationsSupported: [],
    inferenceTypesSupported: ['ON_DEMAND'],
    modelLifecycle: { status: 'ACTIVE' },
  };
}
