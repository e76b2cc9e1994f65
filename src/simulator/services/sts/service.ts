import * as sts from '@aws-sdk/client-sts';
import { readPolicy } from '../../iam/policy-document.ts';
import type { Access, Call, ServiceUnit } from '../../world/call.ts';
import { effectiveIam } from '../../world/effective-iam.ts';
import type { World } from '../../world/world.ts';
import { untyped, type Handlers } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { assumeRole, roleAt } from './assume-role.ts';
import { getCallerIdentity } from './caller-identity.ts';
import { getSessionToken } from './session-token.ts';

/** STS of the simulated account. */
export function stsService(world: World): ServiceUnit {
  const handlers: Handlers<typeof sts, Call> = {
    GetCallerIdentity: (_input, call) => getCallerIdentity(world, call),
    AssumeRole: (input, call) => assumeRole(world, input, call),
    GetSessionToken: (input, call) => getSessionToken(world, input, call),
  };
  return {
    model: serviceModel(sts, sts.STSClient),
    handlers: untyped(handlers),
    access: (operation, input) => access(world, operation, input),
  };
}

function access(world: World, operation: string, input: Input): readonly Access[] {
  if (operation === 'GetCallerIdentity') return [];
  if (operation === 'GetSessionToken')
    return [{ action: 'sts:GetSessionToken', resource: '*', onlyDeny: true }];
  if (operation !== 'AssumeRole') return [{ action: `sts:${operation}`, resource: '*' }];
  const resource = String(input['RoleArn']);
  const home = roleAt(world, resource)?.home ?? world;
  const role = [...effectiveIam(home).roles.values()].find(({ arn }) => arn === resource);
  const trust = role === undefined ? undefined : readPolicy(role.trust, 'trust');
  const context = new Map<string, readonly string[]>();
  for (const [key, member] of KEYS) if (typeof input[member] === 'string') context.set(key, [input[member]]);
  const resourcePolicy = trust === undefined || 'fault' in trust ? undefined : trust;
  const assume = { action: 'sts:AssumeRole', resource, context, resourcePolicy, resourceMustAllow: true };
  // Into another account it takes the caller's own policies and the role's trust, both.
  const own = { action: 'sts:AssumeRole', resource, context };
  const both = home.accountId === world.accountId ? [assume] : [assume, own];
  return input['SourceIdentity'] === undefined
    ? both
    : [...both, { ...assume, action: 'sts:SetSourceIdentity' }];
}

const KEYS = [
  ['sts:rolesessionname', 'RoleSessionName'],
  ['sts:externalid', 'ExternalId'],
  ['sts:sourceidentity', 'SourceIdentity'],
] as const;
