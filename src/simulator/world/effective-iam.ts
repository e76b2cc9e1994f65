import type { Random } from '../story/random.ts';
import type { EntityBefore, IamState, PendingChange } from './iam-state.ts';
import type { World } from './world.ts';

/** No change is there sooner, if there is a delay at all. */
const LEAST_DELAY = 1000;

/**
 * IAM as sign-in and permissions see it: without the changes that are still on their way. Who reads IAM itself sees
 * them at once.
 */
export function effectiveIam({ iam, clock }: Pick<World, 'iam' | 'clock'>): IamState {
  const pending = waiting(iam, clock.now());
  if (pending.length === 0) return iam;
  const seen = {
    users: new Map(iam.users),
    roles: new Map(iam.roles),
    groups: new Map(iam.groups),
    policies: new Map(iam.policies),
  };
  // Of several changes to one entity the oldest that waits tells what it was; it is put back last.
  for (const change of pending.toReversed()) putBack(seen, change);
  return { ...iam, ...seen };
}

/** Has a change that was just made count after a while. Changes of one entity arrive in the order they were made in. */
export function delayChange(
  world: Pick<World, 'iam' | 'clock' | 'delays'>,
  random: Random,
  was: EntityBefore,
): void {
  const most = world.delays.iam ?? 0;
  if (most <= 0) return;
  const { iam } = world;
  const now = world.clock.now();
  const pending = waiting(iam, now);
  const last = pending.findLast(({ kind, key }) => kind === was.kind && key === was.key);
  const own = now + random.between(Math.min(LEAST_DELAY, most), most);
  iam.pending = [...pending, { ...was, countsAt: Math.max(own, last?.countsAt ?? 0) }];
}

function waiting({ pending = [] }: IamState, now: number): readonly PendingChange[] {
  return pending.filter(({ countsAt }) => countsAt > now);
}

function putBack(
  state: Pick<IamState, 'users' | 'roles' | 'groups' | 'policies'>,
  change: PendingChange,
): void {
  switch (change.kind) {
    case 'users':
      return put(state.users, change.key, change.before);
    case 'roles':
      return put(state.roles, change.key, change.before);
    case 'groups':
      return put(state.groups, change.key, change.before);
    case 'policies':
      return put(state.policies, change.key, change.before);
  }
}

function put<T>(entities: Map<string, T>, key: string, before: T | undefined): void {
  if (before === undefined) entities.delete(key);
  else entities.set(key, before);
}
