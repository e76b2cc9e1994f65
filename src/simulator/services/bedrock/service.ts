import * as bedrock from '@aws-sdk/client-bedrock';
import type { Access, Call, ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { foundationModelHandlers } from './foundation-models.ts';
import { guardrailHandlers, type BedrockHandlers } from './guardrails.ts';
import { invocationLoggingHandlers } from './invocation-logging.ts';

/** The control plane of Bedrock in the simulated account. */
export function bedrockService(world: World): ServiceUnit {
  const handlers: BedrockHandlers = {
    ...guardrailHandlers(world),
    ...invocationLoggingHandlers(world),
    ...foundationModelHandlers(world),
  };
  return {
    model: serviceModel(bedrock, bedrock.BedrockClient),
    handlers: untyped(handlers),
    access: (operation, input, call) => access(world, { operation, input }, call),
  };
}

/** Bedrock hands the log's role to itself, so that the caller must be allowed to pass it. */
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
  const role = config?.cloudWatchConfig?.roleArn;
  if (operation !== 'PutModelInvocationLoggingConfiguration' || role === undefined) return [own];
  const context = new Map([['iam:passedtoservice', ['bedrock.amazonaws.com']]]);
  return [own, { action: 'iam:PassRole', resource: role, context }];
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
  const model = input['modelIdentifier'];
  if (typeof model === 'string')
    return model.startsWith('arn:') ? model : `arn:aws:bedrock:${region}::foundation-model/${model}`;
  return '*';
}
