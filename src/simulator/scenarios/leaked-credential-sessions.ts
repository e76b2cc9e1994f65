import { InternalError } from '../../base/errors.ts';
import type { Cast } from '../story/cast.ts';
import { textField } from '../story/field.ts';
import type { Intruder } from '../story/intruder.ts';
import type { Random } from '../story/random.ts';
import { issue } from '../services/sts/issue.ts';
import { drawToken } from '../world/draw.ts';
import type { Role } from '../world/iam-state.ts';
import type { Session } from '../world/session.ts';
import type { World } from '../world/world.ts';
import { secretOf } from './leaked-credential-identities.ts';
import { RESPONDER_ROLE } from './leaked-credential-policies.ts';
import type { Credentials, ScenarioAccount } from './scenario.ts';

const HOUR = 3_600_000;
const TWELVE_HOURS = 43_200;

interface Holders {
  readonly cast: Cast;
  readonly intruder: Intruder;
  readonly start: number;
  readonly random: Random;
}

/** Opens the sessions that are still good when the account is opened: the intruder's, and the responder's own. */
export function openSessions(
  world: World,
  holders: Holders,
): Pick<ScenarioAccount, 'responder' | 'intruder'> {
  const { cast, intruder, start, random } = holders;
  const roleOf = (name: string): Role => {
    const role = world.iam.roles.get(name);
    if (role === undefined) throw new InternalError(`the story's account has no role ${name}`);
    return role;
  };
  const stolenKey = textField(intruder.stolenSession.identity, 'accessKeyId');
  const admin = known(world, random, {
    accessKeyId: intruder.adminSessionKeyId,
    holder: { role: roleOf(cast.roles.platform.name), name: 'explore' },
    issuedAt: start + 6 * 60_000,
    seconds: TWELVE_HOURS,
  });
  const stolen = known(world, random, {
    accessKeyId: stolenKey,
    holder: { role: roleOf(cast.roles.application.name), name: 'support-assistant' },
    issuedAt: start + HOUR,
    seconds: TWELVE_HOURS,
  });
  const responder = issue(
    { random, sessions: world.sessions },
    {
      holder: { role: roleOf(RESPONDER_ROLE), name: 'responder' },
      issuedAt: world.clock.now(),
      seconds: TWELVE_HOURS,
      policies: [],
      mfa: true,
      sourceIdentity: undefined,
    },
  );
  return {
    responder: credentialsOf(responder),
    intruder: {
      leakedKey: longTerm(cast.legacyCi.keyId),
      secondKey: longTerm(intruder.secondKeyId),
      phantomKey: longTerm(intruder.phantomKeyId),
      adminSession: credentialsOf(admin),
      stolenSession: credentialsOf(stolen),
    },
  };
}

/** A session whose key the story's events name. */
function known(
  world: World,
  random: Random,
  of: Pick<Session, 'accessKeyId' | 'holder' | 'issuedAt'> & { readonly seconds: number },
): Session {
  const { seconds, ...rest } = of;
  const session: Session = {
    ...rest,
    secret: secretOf(rest.accessKeyId),
    token: drawToken(random),
    expiresAt: rest.issuedAt + seconds * 1000,
    policies: [],
    mfa: false,
    sourceIdentity: undefined,
  };
  world.sessions.set(session.accessKeyId, session);
  return session;
}

function credentialsOf({ accessKeyId, secret, token }: Session): Credentials {
  return { accessKeyId, secretAccessKey: secret, sessionToken: token };
}

function longTerm(keyId: string): Credentials {
  return { accessKeyId: keyId, secretAccessKey: secretOf(keyId) };
}
