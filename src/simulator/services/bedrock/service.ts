import * as bedrock from '@aws-sdk/client-bedrock';
import type { Access, Call, ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { passRole } from '../../world/pass-role.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { accountSettingHandlers } from './account-settings.ts';
import { batchJobHandlers } from './batch-jobs.ts';
import { foundationModelHandlers } from './foundation-models.ts';
import { guardrailHandlers, type BedrockHandlers } from './guardrails.ts';
import { invocationLoggingHandlers } from './invocation-logging.ts';
import { makingJobHandlers } from './making-jobs.ts';
import { ownModelHandlers } from './own-models.ts';

/** The control plane of Bedrock in the simulated account. */
export function bedrockService(world: World): ServiceUnit {
  const handlers: BedrockHandlers = {
    ...guardrailHandlers(world),
    ...invocationLoggingHandlers(world),
    ...foundationModelHandlers(world),
    ...ownModelHandlers(world),
    ...makingJobHandlers(world),
    ...batchJobHandlers(world),
    ...accountSettingHandlers(world),
  };
  return {
    model: serviceModel(bedrock, bedrock.BedrockClient),
    handlers: untyped(handlers),
    access: (operation, input, call) => access(world, { operation, input }, call),
  };
}

/** Bedrock takes up the roles of the log and of jobs, so that the caller must be allowed to pass them. */
function access(
  { accountId }: World,
  { operation, input }: { readonly operation: string; readonly input: Input },
  call: Call,
): readonly Access[] {
  const own = {
    action: `bedrock:${operation}`,
    resource: resourceOf(input, { region: call.region, accountId }),
  };
  const config = input['loggingConfig'] as bedrock.LoggingConfig | undefined;
  return [own, ...passRole([config?.cloudWatchConfig?.roleArn, input['roleArn']], 'bedrock.amazonaws.com')];
}

function resourceOf(
  input: Input,
  { region, accountId }: { readonly region: string; readonly accountId: string },
): string {
  const guardrail = input['guardrailIdentifier'];
  if (typeof guardrail === 'string')
    return guardrail.startsWith('arn:')
      ? guardrail
      : `arn:aws:bedrock:${region}:${accountId}:guardrail/${guardrail}`;
  const named = ['jobIdentifier', 'provisionedModelId', 'inferenceProfileIdentifier'].map(
    (name) => input[name],
  );
  const own = named.find((value) => typeof value === 'string' && value.startsWith('arn:'));
  if (typeof own === 'string') return own;
  const model = input['modelIdentifier'] ?? input['modelId'];
  if (typeof model === 'string')
    return model.startsWith('arn:') ? model : `arn:aws:bedrock:${region}::foundation-model/${model}`;
  return '*';
}
