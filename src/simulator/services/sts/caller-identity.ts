import type { Call } from '../../world/call.ts';
import { principalArn, principalUserId } from '../../world/session.ts';
import type { World } from '../../world/world.ts';

/** Who the caller is. Needs no permission and can't be denied. */
export function getCallerIdentity({ accountId }: World, { principal }: Call) {
  return { Account: accountId, UserId: principalUserId(principal), Arn: principalArn(principal, accountId) };
}
