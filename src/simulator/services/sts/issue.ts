import { drawKey, drawToken } from '../../world/draw.ts';
import type { Session } from '../../world/session.ts';
import type { World } from '../../world/world.ts';

export type NewSession = Omit<Session, 'accessKeyId' | 'secret' | 'token' | 'expiresAt'> & {
  readonly seconds: number;
};

/** Makes temporary credentials that the account will know again. */
export function issue(
  { random, sessions }: Pick<World, 'random' | 'sessions'>,
  { seconds, ...rest }: NewSession,
): Session {
  const { id, secret } = drawKey(random, 'ASIA');
  const session = {
    ...rest,
    accessKeyId: id,
    secret,
    token: drawToken(random),
    expiresAt: rest.issuedAt + seconds * 1000,
  };
  sessions.set(id, session);
  return session;
}

export function credentialsShape({ accessKeyId, secret, token, expiresAt }: Session) {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secret,
    SessionToken: token,
    Expiration: new Date(expiresAt),
  };
}
