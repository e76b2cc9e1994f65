import * as organizations from '@aws-sdk/client-organizations';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import type { OrganizationsHandlers } from './handlers.ts';
import { policyHandlers } from './policies.ts';
import { treeHandlers } from './tree.ts';

/**
 * The organization. A simplification: the account is a member, yet its own principals may change the organization if
 * their policies allow it, as those of a delegated administrator with every right would; the organization's policies
 * apply to them all the same, as they do not to principals of the management account.
 */
export function organizationsService(world: World): ServiceUnit {
  const handlers: OrganizationsHandlers = { ...treeHandlers(world), ...policyHandlers(world) };
  return {
    model: serviceModel(organizations, organizations.OrganizationsClient),
    handlers: untyped(handlers),
    access: (operation, input) => {
      // Judged on the policy it names (service authorization reference of Organizations); the rest is on everything here.
      const id = operation === 'DescribePolicy' ? input['PolicyId'] : undefined;
      const named = typeof id === 'string' ? world.organization.policies.get(id)?.arn : undefined;
      return [{ action: `organizations:${operation}`, resource: named ?? '*' }];
    },
  };
}
