import { ResourceNotFoundException, type FoundationModelDetails } from '@aws-sdk/client-bedrock';
import { sha256 } from '../../../base/hashing.ts';
import type { BedrockState } from '../../world/bedrock-state.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import type { BedrockHandlers } from './guardrails.ts';

/** Foundation models, the agreements to use them, and the form some providers ask for. */
export function foundationModelHandlers({ bedrock }: World): BedrockHandlers {
  return {
    ListFoundationModels: ({ byProvider, byOutputModality, byInferenceType, byCustomizationType }, call) => {
      const all = [...bedrock(call.region).models.values()];
      const wanted = all
        .filter(
          ({ providerName }) =>
            byProvider === undefined || providerName?.toLowerCase() === byProvider.toLowerCase(),
        )
        .filter(
          ({ outputModalities = [] }) =>
            byOutputModality === undefined || outputModalities.includes(byOutputModality),
        )
        .filter(
          ({ inferenceTypesSupported = [] }) =>
            byInferenceType === undefined || inferenceTypesSupported.includes(byInferenceType),
        )
        .filter(
          ({ customizationsSupported = [] }) =>
            byCustomizationType === undefined || customizationsSupported.includes(byCustomizationType),
        );
      return { modelSummaries: wanted };
    },
    GetFoundationModel: ({ modelIdentifier }, call) => ({
      modelDetails: modelOf(bedrock(call.region), given(modelIdentifier, 'modelIdentifier')),
    }),
    GetFoundationModelAvailability: ({ modelId }, call) => {
      const state = bedrock(call.region);
      const { modelId: id } = modelOf(state, given(modelId, 'modelId'));
      const agreed = state.agreements.has(id ?? '');
      return {
        modelId: id,
        agreementAvailability: { status: agreed ? 'AVAILABLE' : 'NOT_AVAILABLE' },
        authorizationStatus: 'AUTHORIZED',
        entitlementAvailability: agreed ? 'AVAILABLE' : 'NOT_AVAILABLE',
        regionAvailability: 'AVAILABLE',
      };
    },
    ListFoundationModelAgreementOffers: ({ modelId }, call) => {
      const id = given(modelOf(bedrock(call.region), given(modelId, 'modelId')).modelId, 'modelId');
      return {
        modelId: id,
        offers: [
          {
            offerId: `offer-${offerToken(id).slice(0, 13)}`,
            offerToken: offerToken(id),
            termDetails: {
              usageBasedPricingTerm: { rateCard: [] },
              legalTerm: { url: 'https://example.com/eula' },
              supportTerm: {},
            },
          },
        ],
      };
    },
    CreateFoundationModelAgreement: ({ modelId, offerToken: token }, call) => {
      const state = bedrock(call.region);
      const id = given(modelOf(state, given(modelId, 'modelId')).modelId, 'modelId');
      if (token !== offerToken(id))
        throw new WireError('ValidationException', 'The offer token is not valid for this model.');
      state.agreements.add(id);
      return { modelId: id };
    },
    DeleteFoundationModelAgreement: ({ modelId }, call) => {
      const state = bedrock(call.region);
      const id = given(modelOf(state, given(modelId, 'modelId')).modelId, 'modelId');
      if (!state.agreements.delete(id))
        throw new ResourceNotFoundException(because(`There is no agreement for model ${id}.`));
      return {};
    },
    PutUseCaseForModelAccess: ({ formData }, call) => {
      bedrock(call.region).useCase = given(formData, 'formData');
      return {};
    },
    GetUseCaseForModelAccess: (_input, call) => {
      const { useCase } = bedrock(call.region);
      if (useCase === undefined)
        throw new ResourceNotFoundException(because('No use case was submitted for this account.'));
      return { formData: useCase };
    },
  };
}

/** Finds by id or ARN. */
function modelOf({ models }: BedrockState, identifier: string): FoundationModelDetails {
  const found = models.get(identifier.replace(/^arn:aws:bedrock:[^:]*::foundation-model\//, ''));
  if (found === undefined)
    throw new ResourceNotFoundException(
      because('Could not resolve the foundation model from the provided model identifier.'),
    );
  return found;
}

/** An offer's token; the same model has the same offer. */
function offerToken(modelId: string): string {
  return sha256(`offer/${modelId}`);
}
