import { createHash, generateKeyPairSync } from 'node:crypto';
import { InvalidTimeRangeException, type ListPublicKeysCommandInput } from '@aws-sdk/client-cloudtrail';
import type { Call } from '../../world/call.ts';
import type { DigestKey } from '../../world/trail-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';

const DAY = 86_400_000;

/** The keys whose validity touches the range asked for. The key is a real one, made when it is first asked for. */
export function listPublicKeys(
  { trail }: World,
  { StartTime, EndTime }: ListPublicKeysCommandInput,
  call: Call,
) {
  const from = StartTime?.getTime() ?? call.now - DAY;
  const to = EndTime?.getTime() ?? call.now;
  if (from > to) throw new InvalidTimeRangeException(because('The start time must be before the end time.'));
  trail.digestKey ??= makeKey(call.now);
  const { value, fingerprint, validFrom, validTo } = trail.digestKey;
  if (validTo < from || validFrom > to) return { PublicKeyList: [] };
  return {
    PublicKeyList: [
      {
        Value: value,
        Fingerprint: fingerprint,
        ValidityStartTime: new Date(validFrom),
        ValidityEndTime: new Date(validTo),
      },
    ],
  };
}

function makeKey(now: number): DigestKey {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const value = publicKey.export({ type: 'pkcs1', format: 'der' });
  return {
    value,
    fingerprint: createHash('md5').update(value).digest('hex'),
    validFrom: now - 90 * DAY,
    validTo: now + 90 * DAY,
  };
}
