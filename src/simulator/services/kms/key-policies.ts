import { MalformedPolicyDocumentException, NotFoundException } from '@aws-sdk/client-kms';
import { readPolicy, type Statement } from '../../iam/policy-document.ts';
import { sha256 } from '../../../base/hashing.ts';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { principalArn } from '../../world/session.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { keyOf, livingKey, marked, type KmsHandlers } from './handlers.ts';

/** Key policies and grants. */
export function keyPolicyHandlers(world: World): KmsHandlers {
  const { random, accountId } = world;
  return {
    GetKeyPolicy: ({ KeyId, PolicyName = 'default' }, call) => {
      const { policy } = keyOf(world, KeyId, call);
      if (PolicyName !== 'default') throw new NotFoundException(because('No such policy exists'));
      return { Policy: policy, PolicyName };
    },
    PutKeyPolicy: ({ KeyId, Policy, BypassPolicyLockoutSafetyCheck: bypass = false }, call) => {
      const key = livingKey(world, KeyId, call);
      key.policy = checkKeyPolicy(world, call, { text: given(Policy, 'Policy'), bypass });
      return {};
    },
    CreateGrant: (input, call) => {
      const key = livingKey(world, input.KeyId, call);
      const token = sha256(`grant ${random.uuid()}`);
      const id = sha256(token);
      key.grants.set(id, {
        KeyId: key.arn,
        GrantId: id,
        GranteePrincipal: given(input.GranteePrincipal, 'GranteePrincipal'),
        Operations: [...given(input.Operations, 'Operations')],
        IssuingAccount: `arn:aws:iam::${accountId}:root`,
        CreationDate: new Date(call.now),
        ...(input.Name === undefined ? {} : { Name: input.Name }),
        ...(input.RetiringPrincipal === undefined ? {} : { RetiringPrincipal: input.RetiringPrincipal }),
        ...(input.Constraints === undefined ? {} : { Constraints: input.Constraints }),
      });
      return { GrantId: id, GrantToken: token };
    },
    ListGrants: (input, call) => {
      const key = keyOf(world, input.KeyId, call);
      const { GrantId, GranteePrincipal } = input;
      const wanted = [...key.grants.values()]
        .filter((grant) => GrantId === undefined || grant.GrantId === GrantId)
        .filter((grant) => GranteePrincipal === undefined || grant.GranteePrincipal === GranteePrincipal);
      const question = `ListGrants ${key.arn} ${GrantId} ${GranteePrincipal}`;
      const { items, ...more } = marked(wanted, question, input);
      return { Grants: items, ...more };
    },
    RevokeGrant: ({ KeyId, GrantId }, call) => {
      if (!keyOf(world, KeyId, call).grants.delete(given(GrantId, 'GrantId')))
        throw new NotFoundException(because(`Grant ID ${GrantId} not found`));
      return {};
    },
  };
}

/**
 * A key policy that may be put: one that can be read and that leaves the caller, or the account, able to change it.
 * @throws MalformedPolicyDocumentException
 */
export function checkKeyPolicy(
  { accountId }: World,
  { principal }: Call,
  { text, bypass }: { readonly text: string; readonly bypass: boolean },
): string {
  const read = readPolicy(text, 'resource');
  if ('fault' in read) throw new MalformedPolicyDocumentException(because(read.fault));
  const holder = principal.kind === 'user' ? principal.user : principal.role;
  const names = [
    '*',
    accountId,
    `arn:aws:iam::${accountId}:root`,
    holder.arn,
    principalArn(principal, accountId),
  ];
  const keepsTheDoorOpen = ({ effect, actions, principals }: Statement): boolean =>
    effect === 'Allow' &&
    actions.some((action) => /^(\*|kms:\*|kms:Put\*|kms:PutKeyPolicy)$/i.test(action)) &&
    principals?.aws.some((name) => names.includes(name)) === true;
  if (!bypass && !read.statements.some(keepsTheDoorOpen))
    throw new MalformedPolicyDocumentException(
      because('The new key policy will not allow you to update the key policy in the future.'),
    );
  return text;
}
