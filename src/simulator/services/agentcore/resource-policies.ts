import { type PolicyDocument, readPolicy } from '../../iam/policy-document.ts';
import type { AgentCoreState } from '../../world/agentcore-state.ts';
import { given } from '../../world/given.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import type { ControlHandlers } from './handlers.ts';

/** Policies on gateways, agent runtimes and their endpoints. */
export function resourcePolicyHandlers({ agentCore }: World): ControlHandlers {
  return {
    GetResourcePolicy: ({ resourceArn }, { region }) => {
      const state = agentCore(region);
      return { policy: present(state.policies.get(resourceOf(state, resourceArn)), 'resource policy') };
    },
    PutResourcePolicy: ({ resourceArn, policy }, { region }) => {
      const state = agentCore(region);
      const text = given(policy, 'policy');
      const read = readPolicy(text, 'resource');
      if ('fault' in read) throw new WireError('ValidationException', `The policy is invalid: ${read.fault}`);
      state.policies.set(resourceOf(state, resourceArn), text);
      return { policy: text };
    },
    DeleteResourcePolicy: ({ resourceArn }, { region }) => {
      const state = agentCore(region);
      const arn = resourceOf(state, resourceArn);
      present(state.policies.get(arn), 'resource policy');
      state.policies.delete(arn);
      return {};
    },
  };
}

/** The policy that bears on calls of a resource. */
export function policyOn({ policies }: AgentCoreState, arn: string): PolicyDocument | undefined {
  const text = policies.get(arn);
  const read = text === undefined ? undefined : readPolicy(text, 'resource');
  return read === undefined || 'fault' in read ? undefined : read;
}

/** @throws WireError ResourceNotFoundException for what is not there */
function resourceOf({ gateways, runtimes }: AgentCoreState, arn: string | undefined): string {
  const wanted = given(arn, 'resourceArn');
  const known = [
    ...[...gateways.values()].map(({ shown }) => shown.gatewayArn),
    ...[...runtimes.values()].flatMap(({ shown, endpoints }) => [
      shown.agentRuntimeArn,
      ...[...endpoints.keys()].map((name) => `${shown.agentRuntimeArn}/runtime-endpoint/${name}`),
    ]),
  ];
  return present(
    known.find((one) => one === wanted),
    'resource',
  );
}
