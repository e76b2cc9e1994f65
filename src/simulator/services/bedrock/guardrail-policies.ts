import type { CreateGuardrailCommandInput } from '@aws-sdk/client-bedrock';
import type { GuardrailVersion } from '../../world/bedrock-state.ts';

/** What a guardrail is made or replaced with. */
export type GuardrailInput = Omit<CreateGuardrailCommandInput, 'tags' | 'clientRequestToken'>;

type Policies = Pick<
  GuardrailVersion,
  'topicPolicy' | 'contentPolicy' | 'wordPolicy' | 'sensitiveInformationPolicy' | 'contextualGroundingPolicy'
>;

/** A guardrail's policies: what is put in as `…Config` comes out without it, under names of its own. */
export function policiesOf(input: GuardrailInput): Policies {
  const {
    topicPolicyConfig,
    contentPolicyConfig,
    wordPolicyConfig,
    sensitiveInformationPolicyConfig,
    contextualGroundingPolicyConfig,
  } = input;
  return {
    ...(topicPolicyConfig === undefined
      ? {}
      : {
          topicPolicy: {
            topics: [...(topicPolicyConfig.topicsConfig ?? [])],
            ...tier(topicPolicyConfig.tierConfig),
          },
        }),
    ...(contentPolicyConfig === undefined
      ? {}
      : {
          contentPolicy: {
            filters: [...(contentPolicyConfig.filtersConfig ?? [])],
            ...tier(contentPolicyConfig.tierConfig),
          },
        }),
    ...(wordPolicyConfig === undefined
      ? {}
      : {
          wordPolicy: {
            words: [...(wordPolicyConfig.wordsConfig ?? [])],
            managedWordLists: [...(wordPolicyConfig.managedWordListsConfig ?? [])],
          },
        }),
    ...(sensitiveInformationPolicyConfig === undefined
      ? {}
      : {
          sensitiveInformationPolicy: {
            piiEntities: [...(sensitiveInformationPolicyConfig.piiEntitiesConfig ?? [])],
            regexes: [...(sensitiveInformationPolicyConfig.regexesConfig ?? [])],
          },
        }),
    ...(contextualGroundingPolicyConfig === undefined
      ? {}
      : {
          contextualGroundingPolicy: { filters: [...(contextualGroundingPolicyConfig.filtersConfig ?? [])] },
        }),
  };
}

function tier<Tier>(config: Tier | undefined): { readonly tier?: Tier } {
  return config === undefined ? {} : { tier: config };
}
