import { ConflictException } from '@aws-sdk/client-bedrock';
import type { BedrockAssets } from '../../world/bedrock-assets.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import type { BedrockHandlers } from './guardrails.ts';

/** Models that belong to the account, the throughput bought for them, and inference profiles. */
export function ownModelHandlers({ bedrock }: World): BedrockHandlers {
  const assets = (region: string): BedrockAssets => bedrock(region).assets;
  return {
    ListCustomModels: ({ nameContains, ...paging }, { region }) => {
      const all = [...assets(region).customModels.values()].filter(
        ({ modelName }) => nameContains === undefined || modelName?.includes(nameContains) === true,
      );
      const page = listed(all, paging, `ListCustomModels ${nameContains}`);
      const modelSummaries = page.items.map((model) => ({
        ...model,
        baseModelArn: model.baseModelArn ?? '',
        baseModelName: model.baseModelArn?.split('/').at(-1) ?? '',
      }));
      return { modelSummaries, nextToken: page.nextToken };
    },
    GetCustomModel: ({ modelIdentifier }, { region }) =>
      present(byArnOrName(assets(region).customModels, modelIdentifier, 'modelName'), 'custom model'),
    DeleteCustomModel: ({ modelIdentifier }, { region }) => {
      const { customModels, provisioned } = assets(region);
      const { modelArn = '' } = present(
        byArnOrName(customModels, modelIdentifier, 'modelName'),
        'custom model',
      );
      if ([...provisioned.values()].some((throughput) => throughput.modelArn === modelArn))
        throw new ConflictException(because('The model has provisioned throughput.'));
      customModels.delete(modelArn);
      return {};
    },
    ListImportedModels: ({ nameContains, ...paging }, { region }) => {
      const all = [...assets(region).importedModels.values()].filter(
        ({ modelName }) => nameContains === undefined || modelName?.includes(nameContains) === true,
      );
      const page = listed(all, paging, `ListImportedModels ${nameContains}`);
      const modelSummaries = page.items.map((model) => ({
        modelArn: model.modelArn,
        modelName: model.modelName,
        creationTime: model.creationTime,
        instructSupported: model.instructSupported,
        modelArchitecture: model.modelArchitecture,
      }));
      return { modelSummaries, nextToken: page.nextToken };
    },
    GetImportedModel: ({ modelIdentifier }, { region }) =>
      present(byArnOrName(assets(region).importedModels, modelIdentifier, 'modelName'), 'imported model'),
    DeleteImportedModel: ({ modelIdentifier }, { region }) => {
      const { importedModels } = assets(region);
      const model = present(byArnOrName(importedModels, modelIdentifier, 'modelName'), 'imported model');
      importedModels.delete(model.modelArn ?? '');
      return {};
    },
    ListProvisionedModelThroughputs: ({ statusEquals, ...paging }, { region }) => {
      const all = [...assets(region).provisioned.values()].filter(
        ({ status }) => statusEquals === undefined || status === statusEquals,
      );
      const page = listed(all, paging, `ListProvisionedModelThroughputs ${statusEquals}`);
      return { provisionedModelSummaries: page.items, nextToken: page.nextToken };
    },
    GetProvisionedModelThroughput: ({ provisionedModelId }, { region }) =>
      present(
        byArnOrName(assets(region).provisioned, provisionedModelId, 'provisionedModelName'),
        'provisioned throughput',
      ),
    DeleteProvisionedModelThroughput: ({ provisionedModelId }, { region, now }) => {
      const { provisioned } = assets(region);
      const throughput = present(
        byArnOrName(provisioned, provisionedModelId, 'provisionedModelName'),
        'provisioned throughput',
      );
      if ((throughput.commitmentExpirationTime?.getTime() ?? 0) > now)
        throw new ConflictException(because('The commitment of the provisioned throughput has not ended.'));
      provisioned.delete(throughput.provisionedModelArn ?? '');
      return {};
    },
    ListInferenceProfiles: ({ typeEquals, ...paging }, { region }) => {
      const all = [...assets(region).profiles.values()].filter(
        ({ type }) => typeEquals === undefined || type === typeEquals,
      );
      const page = listed(all, paging, `ListInferenceProfiles ${typeEquals}`);
      return { inferenceProfileSummaries: page.items, nextToken: page.nextToken };
    },
    GetInferenceProfile: ({ inferenceProfileIdentifier }, { region }) => {
      const wanted = given(inferenceProfileIdentifier, 'inferenceProfileIdentifier');
      return present(
        [...assets(region).profiles.values()].find(
          (profile) => profile.inferenceProfileId === wanted || profile.inferenceProfileArn === wanted,
        ),
        'inference profile',
      );
    },
  };
}

/** Finds by ARN, by its last part, or by name. */
function byArnOrName<T extends object>(
  all: ReadonlyMap<string, T>,
  identifier: string | undefined,
  nameMember: string,
): T | undefined {
  const found = [...all].find(
    ([arn, one]) =>
      arn === identifier || arn.endsWith(`/${identifier}`) || Reflect.get(one, nameMember) === identifier,
  );
  return found?.[1];
}
