import * as data from '@aws-sdk/client-bedrock-agentcore';
import * as control from '@aws-sdk/client-bedrock-agentcore-control';
import type { Call, ServiceUnit } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { passRole } from '../../world/pass-role.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import { untyped, type Handlers } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { gatewayHandlers } from './gateways.ts';
import type { ControlHandlers } from './handlers.ts';
import { rateLimitHandlers } from './rate-limits.ts';
import { policyOn, resourcePolicyHandlers } from './resource-policies.ts';
import { runtimeHandlers, runtimeOf } from './runtimes.ts';

/** The plane of AgentCore that builds: what containment needs of it. */
export function agentCoreControlService(world: World): ServiceUnit {
  const handlers: ControlHandlers = {
    ...gatewayHandlers(world),
    ...rateLimitHandlers(world),
    ...runtimeHandlers(world),
    ...resourcePolicyHandlers(world),
  };
  return {
    model: serviceModel(control, control.BedrockAgentCoreControlClient),
    handlers: untyped(handlers),
    access: (operation, input, { region }) => [
      {
        action: `bedrock-agentcore:${operation}`,
        resource: resourceOf(input, `arn:aws:bedrock-agentcore:${region}:${world.accountId}`),
      },
      ...passRole([input['roleArn']], 'bedrock-agentcore.amazonaws.com'),
    ],
  };
}

/** The plane of AgentCore that runs agents: their code is not run, their sessions begin and can be stopped. */
export function agentCoreService({ agentCore, random }: World): ServiceUnit {
  const handlers: Handlers<typeof data, Call> = {
    InvokeAgentRuntime: ({ agentRuntimeArn, runtimeSessionId }, { region }) => {
      const session = runtimeSessionId ?? random.text(HEX, 36);
      runtimeOf(agentCore(region), runtimeIn(agentRuntimeArn)).sessions.add(session);
      return {
        runtimeSessionId: session,
        contentType: 'application/json',
        statusCode: 200,
        response: Buffer.from(JSON.stringify({ simulated: true })),
      };
    },
    StopRuntimeSession: ({ agentRuntimeArn, runtimeSessionId }, { region }) => {
      const id = runtimeIn(agentRuntimeArn);
      const session = given(runtimeSessionId, 'runtimeSessionId');
      if (!runtimeOf(agentCore(region), id).sessions.delete(session)) present(undefined, 'runtime session');
      return { runtimeSessionId: session, statusCode: 200 };
    },
  };
  return {
    model: serviceModel(data, data.BedrockAgentCoreClient),
    handlers: untyped(handlers),
    access: (operation, input, { region }) => {
      const resource = String(input['agentRuntimeArn'] ?? '*');
      const resourcePolicy = policyOn(agentCore(region), resource);
      return [{ action: `bedrock-agentcore:${operation}`, resource, resourcePolicy }];
    },
  };
}

const HEX = '0123456789abcdef';

/** The id of the runtime that an ARN names. */
function runtimeIn(arn: string | undefined): string {
  return given(arn, 'agentRuntimeArn').replace(/^arn:.*:runtime\//, '');
}

function resourceOf(
  { resourceArn, gatewayIdentifier, agentRuntimeId, endpointName }: Input,
  account: string,
): string {
  if (typeof resourceArn === 'string') return resourceArn;
  if (typeof gatewayIdentifier === 'string')
    return gatewayIdentifier.startsWith('arn:')
      ? gatewayIdentifier
      : `${account}:gateway/${gatewayIdentifier}`;
  if (agentRuntimeId === undefined) return '*';
  const runtime = `${account}:runtime/${String(agentRuntimeId)}`;
  return endpointName === undefined ? runtime : `${runtime}/runtime-endpoint/${String(endpointName)}`;
}
