import { InternalError } from '../../base/errors.ts';
import { workUntil } from '../account/ordinary-work.ts';
import { WORKLOAD } from '../story/names.ts';
import { DEFAULT_START, type StoryOptions } from '../story/leaked-credential.ts';
import { createDeliveries } from '../tracks/deliveries.ts';
import type { World } from '../world/world.ts';
import { leakedCredentialAccount, openedAt } from './leaked-credential.ts';

/** A file to be written: its path, with `/`, below the folder of the logs. */
export interface LogFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const README = `Synthetic logs, made by heptad. No real account, person, key or address is in them: account ids, addresses
and domains are those that documentation is meant to use, and key ids end with EXAMPLE.

They are what the trail and the invocation log of the simulated account 'leaked-credential' wrote into their buckets.

The story: an access key of a CI user was exposed in a public repository and is used by somebody else.
`;

/** The bundled example: 20,000 events of ordinary work around the leaked credential of 15 January 2026. */
export const EXAMPLE_OPTIONS: StoryOptions = {
  seed: 'example',
  start: DEFAULT_START,
  backgroundEvents: 20_000,
};

/** The last file has come long before. */
const ALL_DELIVERED = 24 * 3_600_000;
/** Log files, and neither digests nor the invocation log's marker: what responders are usually handed. */
const LOG_FILES = /\/(CloudTrail|BedrockModelInvocationLogs)\//;

/**
 * The logs of the leaked-credential story: the simulated account is opened, its deliveries are left to come, and the
 * log files in its trail's and its invocation log's bucket are taken, with a README that says what they are. Equal
 * options give equal files; the compressed bytes are equal too as long as Node's zlib is the same.
 */
export function* exampleLogs(options: StoryOptions = EXAMPLE_OPTIONS): Generator<LogFile> {
  const { seed, start, backgroundEvents } = options;
  const now = openedAt(start.getTime());
  const clock = { now: () => now };
  const { world } = leakedCredentialAccount({ seed, clock, realNow: clock.now, backgroundEvents });
  const end = now + ALL_DELIVERED;
  workUntil(world, end);
  createDeliveries(world)(end);
  yield { path: 'README.txt', bytes: Buffer.from(README) };
  yield* filesIn(world, WORKLOAD.trailBucket);
  yield* filesIn(world, WORKLOAD.invocationLogBucket);
}

function* filesIn({ s3 }: World, name: string): Generator<LogFile> {
  const bucket = s3.buckets.get(name);
  if (bucket === undefined) throw new InternalError(`the story's account has no bucket ${name}`);
  for (const [key, versions] of bucket.objects) {
    const content = versions.at(-1)?.content;
    if (LOG_FILES.test(key) && content !== undefined) yield { path: key, bytes: content.bytes };
  }
}
