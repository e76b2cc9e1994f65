import { effectiveIam } from '../world/effective-iam.ts';
import type { IamState } from '../world/iam-state.ts';
import type { Principal } from '../world/session.ts';
import type { World } from '../world/world.ts';

/** Whom an access key stands for, and the secret that proves it. */
export interface HeldCredentials {
  readonly principal: Principal;
  readonly secret: string;
}

/** Temporary credentials outlive the key they were made with, but not their user or role. */
export function credentialsOf(world: World, accessKeyId: string): HeldCredentials | undefined {
  const iam = effectiveIam(world);
  const session = world.sessions.get(accessKeyId);
  if (session === undefined) return longTerm(world, iam, accessKeyId);
  const { holder, secret } = session;
  if ('role' in holder) {
    if (iam.roles.get(holder.role.name)?.id !== holder.role.id) return undefined;
    return {
      principal: { kind: 'role', role: holder.role, accessKeyId, session, sessionName: holder.name },
      secret,
    };
  }
  if (iam.users.get(holder.user.name)?.id !== holder.user.id) return undefined;
  return { principal: { kind: 'user', user: holder.user, accessKeyId, session }, secret };
}

/** An inactive key is as unknown as one that never was. */
function longTerm(world: World, iam: IamState, accessKeyId: string): HeldCredentials | undefined {
  for (const counted of iam.users.values()) {
    const key = counted.accessKeys.get(accessKeyId);
    if (key?.status !== 'Active') continue;
    // What the call changes, it changes on the user as it is.
    const user = world.iam.users.get(counted.name) ?? counted;
    return { principal: { kind: 'user', user, accessKeyId, session: undefined }, secret: key.secret };
  }
  return undefined;
}
