import type { Dispatch, WireRequest } from '../wire/message.ts';
import { readAuthorization } from '../wire/sigv4.ts';
import type { World } from '../world/world.ts';
import { openAccount } from './account.ts';

/**
 * Opens several accounts to calls at one place: a call goes to the account whose key signed it, and a role of one may
 * be assumed from another. A key that nobody knows is refused by the first.
 */
export function openAccounts(first: World, ...others: readonly World[]): Dispatch {
  const neighbours = new Map<string, World>();
  const front = (given: World): { readonly world: World; readonly dispatch: Dispatch } => {
    const world = { ...given, neighbours };
    neighbours.set(world.accountId, world);
    return { world, dispatch: openAccount(world) };
  };
  const home = front(first);
  const fronts = [home, ...others.map(front)];
  return (request) => {
    const key = keyOf(request);
    const own = fronts.find(({ world }) => key !== null && knows(world, key)) ?? home;
    return own.dispatch(request);
  };
}

function keyOf(request: WireRequest): string | null {
  return readAuthorization(request)?.accessKeyId ?? null;
}

function knows({ sessions, iam }: World, key: string): boolean {
  return sessions.has(key) || [...iam.users.values()].some(({ accessKeys }) => accessKeys.has(key));
}
