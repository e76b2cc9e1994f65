import type { World } from '../world/world.ts';
import type { Dispatch } from '../wire/message.ts';
import { createDispatch } from './dispatch.ts';
import { serviceDirectory } from './service-directory.ts';

/** Opens an account to calls: every service it has, over one dispatch. */
export function openAccount(world: World): Dispatch {
  return createDispatch(world, serviceDirectory(world));
}
