import { InvalidTimeRangeException, type ListPublicKeysCommandInput } from '@aws-sdk/client-cloudtrail';
import type { Call } from '../../world/call.ts';
import { digestKeysBetween } from '../../world/digest-key.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';

const DAY = 86_400_000;

/** The keys of the Region whose validity touches the range asked for; there are none from before the account's history. */
export function listPublicKeys(world: World, { StartTime, EndTime }: ListPublicKeysCommandInput, call: Call) {
  const from = StartTime?.getTime() ?? call.now - DAY;
  const to = EndTime?.getTime() ?? call.now;
  if (from > to) throw new InvalidTimeRangeException(because('The start time must be before the end time.'));
  const history = world.trail.events[0]?.time ?? call.now;
  const range = { from: Math.max(from, history - DAY), to: Math.min(to, call.now + DAY) };
  return {
    PublicKeyList: digestKeysBetween(world, call.region, range).map((key) => ({
      Value: key.value,
      Fingerprint: key.fingerprint,
      ValidityStartTime: new Date(key.validFrom),
      ValidityEndTime: new Date(key.validTo),
    })),
  };
}
