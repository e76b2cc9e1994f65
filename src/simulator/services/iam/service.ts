import * as iam from '@aws-sdk/client-iam';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { accessKeyHandlers } from './access-keys.ts';
import { iamAccess } from './access.ts';
import { accountHandlers } from './account.ts';
import { attachedPolicyHandlers } from './attached-policies.ts';
import { credentialReportHandlers } from './credential-report.ts';
import { groupHandlers } from './groups.ts';
import type { IamHandlers } from './handlers.ts';
import { inlinePolicyHandlers } from './inline-policies.ts';
import { loginProfileHandlers } from './login-profiles.ts';
import { managedPolicyHandlers } from './managed-policies.ts';
import { roleHandlers } from './roles.ts';
import { serviceCredentialHandlers } from './service-credentials.ts';
import { signingKeyHandlers } from './signing-keys.ts';
import { simulationHandlers } from './simulate-policy.ts';
import { userHandlers } from './users.ts';
import { withDelay } from './with-delay.ts';

/** IAM of the simulated account. */
export function iamService(world: World): ServiceUnit {
  const handlers: IamHandlers = {
    ...userHandlers(world),
    ...accessKeyHandlers(world),
    ...loginProfileHandlers(world),
    ...serviceCredentialHandlers(world),
    ...signingKeyHandlers(world),
    ...inlinePolicyHandlers(world),
    ...attachedPolicyHandlers(world),
    ...managedPolicyHandlers(world),
    ...roleHandlers(world),
    ...groupHandlers(world),
    ...accountHandlers(world),
    ...credentialReportHandlers(world),
    ...simulationHandlers(world),
  };
  return {
    model: serviceModel(iam, iam.IAMClient),
    handlers: withDelay(world, handlers),
    access: (operation, input, call) => iamAccess(world, operation)(input, call),
  };
}
