import { managedPolicyArn } from '../../src/simulator/iam/managed-policies.ts';
import { trust } from '../../src/simulator/scenarios/leaked-credential-policies.ts';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { newRole } from '../../src/simulator/services/iam/roles.ts';
import { createRandom } from '../../src/simulator/story/random.ts';
import type { SimulatedClock } from '../../src/simulator/world/clock.ts';
import { drawId } from '../../src/simulator/world/draw.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { emptyAccount } from './empty-account.ts';

export const MEMBER = '444455556666';
export const MEMBER_ROLE = `arn:aws:iam::${MEMBER}:role/responders`;

/** An account of its own with a role that another account's principals may take up. */
export interface MemberAccount {
  readonly world: World;
  readonly admin: Credentials;
}

export function memberAccount(clock: SimulatedClock, trusted: string, accountId = MEMBER): MemberAccount {
  const { world, admin } = emptyAccount(clock.now(), accountId);
  const role = newRole({
    name: 'responders',
    path: '/',
    id: drawId(createRandom(`role of ${accountId}`), 'AROA'),
    createdAt: clock.now(),
    accountId,
    trust: trust({ AWS: `arn:aws:iam::${trusted}:root` }),
  });
  role.attached.add(managedPolicyArn('AdministratorAccess'));
  world.iam.roles.set(role.name, role);
  return {
    admin,
    world: {
      ...world,
      clock,
      delays: { lookup: 0, delivery: 0 },
      quotas: { ...world.quotas, lookupsPerSecond: 1000 },
    },
  };
}
