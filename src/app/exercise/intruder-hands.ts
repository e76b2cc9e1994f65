import { InternalError } from '../../base/errors.ts';
import type { Gain } from '../../model/play.ts';
import type { Dispatch } from '../../simulator/wire/message.ts';
import type { World } from '../../simulator/world/world.ts';
import { Actor } from './actor.ts';
import type { ActorCredentials, ActorPlace } from './actor-credentials.ts';
import type { Gained } from './gained.ts';

/** The credentials the intruder holds, by the names the story gives them, and calls made with each. */
export class IntruderHands {
  readonly #dispatch: Dispatch;
  readonly #world: World;
  readonly #secrets = new Map<string, ActorCredentials>();
  readonly #actors = new Map<string, { readonly actor: Actor; readonly credentials: ActorCredentials }>();

  constructor(dispatch: Dispatch, world: World) {
    this.#dispatch = dispatch;
    this.#world = world;
  }

  take(name: string, credentials: ActorCredentials): void {
    this.#secrets.set(name, credentials);
  }

  /** A new credential of a name takes the place of the old. */
  hold(gains: Readonly<Record<string, Gained>>): void {
    for (const [name, { credentials }] of Object.entries(gains)) this.#secrets.set(name, credentials);
  }

  /** @param gain how the log knows it, where the story gained it */
  actor(name: string, gain: Gain | undefined, place: ActorPlace): Actor {
    const credentials = this.#credentialsOf(name, gain);
    const key = `${name} ${place.address}`;
    const known = this.#actors.get(key);
    if (known?.credentials === credentials) return known.actor;
    known?.actor.close();
    const actor = new Actor(this.#dispatch, credentials, place);
    this.#actors.set(key, { actor, credentials });
    return actor;
  }

  close(): void {
    for (const { actor } of this.#actors.values()) actor.close();
  }

  /** After a restart, what was gained is known by its id alone; the account still has the secret. */
  #credentialsOf(name: string, gain: Gain | undefined): ActorCredentials {
    const held = this.#secrets.get(name);
    if (held !== undefined) return held;
    if (gain === undefined) throw new InternalError(`the intruder does not hold ${name}`);
    const found = this.#secretOf(gain);
    this.#secrets.set(name, found);
    return found;
  }

  #secretOf({ kind, id }: Gain): ActorCredentials {
    const { sessions, iam } = this.#world;
    const session = sessions.get(id);
    if (session !== undefined)
      return { accessKeyId: id, secretAccessKey: session.secret, sessionToken: session.token };
    for (const user of iam.users.values()) {
      const key = user.accessKeys.get(id);
      if (key !== undefined) return { accessKeyId: id, secretAccessKey: key.secret };
      const own = user.serviceCredentials.get(id);
      if (own !== undefined) return { accessKeyId: id, secretAccessKey: 'none', bearer: own.secret };
    }
    // It was deleted since: whatever it is tried with is refused.
    return { accessKeyId: id, secretAccessKey: 'gone', ...(kind === 'api-key' ? { bearer: 'gone' } : {}) };
  }
}
