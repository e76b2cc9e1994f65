import * as runtime from '@aws-sdk/client-bedrock-runtime';
import { isObject } from '../../../base/json.ts';
import type { Access, Call, ServiceUnit } from '../../world/call.ts';
import { usedModel } from '../../world/used-model.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { sideHandlers } from './apply-guardrail.ts';
import { converseHandlers } from './converse.ts';
import type { RuntimeHandlers } from './handlers.ts';
import { invokeModelHandlers } from './invoke-model.ts';
import { createPace } from './pace.ts';

/** The inference plane of Bedrock in the simulated account. */
export function bedrockRuntimeService(world: World): ServiceUnit {
  const pace = createPace(world);
  const handlers: RuntimeHandlers = {
    ...invokeModelHandlers(world, pace),
    ...converseHandlers(world, pace),
    ...sideHandlers(world),
  };
  return {
    model: serviceModel(runtime, runtime.BedrockRuntimeClient),
    handlers: untyped(handlers),
    access: (operation, input, call) => access(world, { operation, input }, call),
  };
}

/** Converse has no permission of its own: it is invoking a model. */
const ACTIONS: Readonly<Record<string, string>> = {
  Converse: 'InvokeModel',
  ConverseStream: 'InvokeModelWithResponseStream',
};

/** The model (of a profile: the profile and the model in every Region it routes to) and the guardrail asked for. */
function access(
  world: World,
  { operation, input }: { readonly operation: string; readonly input: Input },
  { region }: Call,
): readonly Access[] {
  const config = input['guardrailConfig'];
  const asked =
    input['guardrailIdentifier'] ?? (isObject(config) ? config['guardrailIdentifier'] : undefined);
  const guardrail =
    typeof asked === 'string' && !asked.startsWith('arn:')
      ? `arn:aws:bedrock:${region}:${world.accountId}:guardrail/${asked}`
      : asked;
  const keys =
    typeof guardrail === 'string' ? new Map([['bedrock:guardrailidentifier', [guardrail]]]) : undefined;
  const guard =
    typeof guardrail === 'string' ? [{ action: 'bedrock:ApplyGuardrail', resource: guardrail }] : [];
  const modelId = input['modelId'];
  if (typeof modelId !== 'string') return guard;
  const named = modelId.startsWith('arn:')
    ? modelId
    : `arn:aws:bedrock:${region}::foundation-model/${modelId}`;
  const arns = usedModel(world, region, modelId)?.arns ?? [named];
  const action = `bedrock:${ACTIONS[operation] ?? operation}`;
  return [...arns.map((resource) => ({ action, resource, context: keys })), ...guard];
}
