import type { GetSessionTokenCommandInput } from '@aws-sdk/client-sts';
import type { Call } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { credentialsShape, issue } from './issue.ts';

const TWELVE_HOURS = 43_200;
const LONGEST = 129_600;

/** Temporary credentials of the calling user. They outlive the key they were minted with. */
export function getSessionToken(world: World, input: GetSessionTokenCommandInput, call: Call) {
  const { principal } = call;
  if (principal.kind !== 'user' || principal.session !== undefined) {
    throw new WireError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
  }
  const seconds = input.DurationSeconds ?? TWELVE_HOURS;
  if (seconds < 900 || seconds > LONGEST) {
    throw new WireError(
      'ValidationError',
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value between 900 and ${LONGEST}`,
    );
  }
  const { SerialNumber, TokenCode } = input;
  if (
    SerialNumber !== undefined &&
    (!principal.user.mfaDevices.has(SerialNumber) || !/^\d{6}$/.test(TokenCode ?? ''))
  ) {
    throw new WireError(
      'AccessDenied',
      'MultiFactorAuthentication failed with invalid MFA one time pass code.',
      403,
    );
  }
  const session = issue(world, {
    holder: { user: principal.user },
    issuedAt: call.now,
    seconds,
    policies: [],
    mfa: SerialNumber !== undefined,
    sourceIdentity: undefined,
  });
  return { Credentials: credentialsShape(session) };
}
