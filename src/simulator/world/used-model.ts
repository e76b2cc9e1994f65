import { WireError } from '../wire/wire-error.ts';
import type { BedrockState } from './bedrock-state.ts';
import type { World } from './world.ts';

/** A model as a call means it, whatever it was named by. */
export interface UsedModel {
  /** The foundation model's id: says what its bodies look like. */
  readonly family: string;
  /** Everything a caller must be allowed to use. */
  readonly arns: readonly string[];
  /** Where a cross-Region profile sends the call. */
  readonly inferenceRegion: string | undefined;
}

/** Finds the model of a call by id, ARN, inference profile, provisioned throughput or imported model. */
export function usedModel(
  { bedrock }: Pick<World, 'bedrock'>,
  region: string,
  identifier: string,
): UsedModel | undefined {
  const state = bedrock(region);
  return foundation(state, identifier) ?? profile(state, identifier, region) ?? own(state, identifier);
}

/** @throws WireError when the account has not accepted the offer of the model. [u] A real first call by a caller with Marketplace permissions would accept it. */
export function refuseWithoutAgreement({ agreements }: BedrockState, { family }: UsedModel): void {
  if (family !== '' && !agreements.has(family))
    throw new WireError(
      'AccessDeniedException',
      "You don't have access to the model with the specified model ID.",
      403,
    );
}

function foundation({ models }: BedrockState, identifier: string): UsedModel | undefined {
  const found = models.get(identifier.replace(/^arn:aws:bedrock:[^:]*::foundation-model\//, ''));
  if (found === undefined) return undefined;
  return { family: found.modelId ?? '', arns: [found.modelArn ?? '*'], inferenceRegion: undefined };
}

/** The call goes to the next Region of the profile, so that the two can be told apart. */
function profile({ assets }: BedrockState, identifier: string, region: string): UsedModel | undefined {
  const found = [...assets.profiles.values()].find(
    ({ inferenceProfileId, inferenceProfileArn }) =>
      identifier === inferenceProfileId || identifier === inferenceProfileArn,
  );
  const arns = (found?.models ?? []).flatMap(({ modelArn }) => modelArn ?? []);
  const routed = arns.find((arn) => !arn.includes(`:${region}:`)) ?? arns[0];
  if (found === undefined || routed === undefined) return undefined;
  return {
    family: routed.split('/').at(-1) ?? '',
    arns: [found.inferenceProfileArn ?? '*', ...arns],
    inferenceRegion: routed.split(':')[3],
  };
}

/** Custom models answer through their throughput only; imported ones by their ARN. */
function own({ assets }: BedrockState, identifier: string): UsedModel | undefined {
  const bought = assets.provisioned.get(identifier);
  if (bought !== undefined)
    return {
      family: bought.foundationModelArn?.split('/').at(-1) ?? '',
      arns: [identifier],
      inferenceRegion: undefined,
    };
  return assets.importedModels.has(identifier)
    ? { family: '', arns: [identifier], inferenceRegion: undefined }
    : undefined;
}
