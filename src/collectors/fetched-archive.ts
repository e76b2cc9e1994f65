import { sha256 } from '../base/hashing.ts';
import type { JsonObject } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Forecast } from '../ports/collector.ts';
import { forecast, together } from './forecasts.ts';
import { deniedText, orDenied, textIn } from './given-pieces.ts';

const MEGABYTE = 1024 * 1024;
/** What can be uploaded by itself; larger archives come through a bucket, and are fetched by hand. */
const LARGEST = 50 * MEGABYTE;
/** So much is fetched from one Region in one collection. */
const MOST_BYTES = 256 * MEGABYTE;

/** An archive of code that Lambda gives a signed address for. */
export interface Archive {
  /** As the coverage names it: `support-assistant:3`. */
  readonly name: string;
  /** Bytes, as they are listed. */
  readonly size: number;
  /** Whether the case has it already. */
  readonly kept: boolean;
  readonly operation: string;
  readonly input: JsonObject;
  /** Where the address stands in the answer. */
  readonly follow: readonly string[];
  /** The command of the AWS command line that tells the address. */
  readonly byHand: string;
  /** What the same answer tells of it: it may have changed since it was listed. */
  readonly answered: (output: JsonObject) => AnsweredArchive;
}

/** An archive as the answer tells of it that gives its address. */
export interface AnsweredArchive {
  readonly name: string;
  readonly source: string;
  /** In hexadecimal digits; empty where it is not told. */
  readonly sha256: string;
  /** ISO 8601 UTC. */
  readonly modified: string | null;
}

/** How the fetching went. */
export interface FetchedArchives {
  kept: number;
  bytes: number;
  readonly missed: string[];
}

/** Fetches an archive unless it is kept or too large, and holds it against the hash that Lambda tells of it. */
export async function* fetchArchive(
  context: CollectContext,
  { name, size, kept, operation, input, follow, byHand, answered }: Archive,
  told: FetchedArchives,
): AsyncGenerator<Collected> {
  if (kept) {
    told.kept += 1;
    return;
  }
  if (isTooLarge(size, told.bytes)) {
    told.missed.push(`${name}: ${megabytes(size)}, fetch it by hand (aws lambda ${byHand})`);
    return;
  }
  const fetched = await orDenied(() => context.fetch({ service: 'lambda', operation, input }, { follow }));
  if (fetched instanceof CloudError) {
    told.missed.push(`${name}: ${deniedText(fetched)}`);
    return;
  }
  const bytes = fetched.raw;
  const now = answered(fetched.output);
  if (sha256(bytes) !== now.sha256)
    told.missed.push(`${now.name}: what was fetched does not have the hash that Lambda tells`);
  told.kept += 1;
  told.bytes += bytes.byteLength;
  yield { kind: 'evidence', source: now.source, bytes, modified: now.modified, mark: null };
}

/** What fetching these takes, within the same limits. */
export function archivesForecast(archives: readonly Archive[]): Forecast {
  let bytes = 0;
  const fetched = archives.filter(({ size, kept }) => {
    if (kept || isTooLarge(size, bytes)) return false;
    bytes += size;
    return true;
  });
  return together(
    fetched.map(({ operation, size }) =>
      forecast({ calls: { [`lambda:${operation}`]: 1 }, pieces: 1, bytes: size }),
    ),
  );
}

function isTooLarge(size: number, already: number): boolean {
  return size > LARGEST || already + size > MOST_BYTES;
}

/** The hash that Lambda tells, in hexadecimal digits; empty where it tells none. */
export function hashIn(answer: JsonObject): string {
  return Buffer.from(textIn(answer['CodeSha256']) ?? '', 'base64').toString('hex');
}

/** A time as Lambda writes it (`2026-01-15T09:49:00.000+0000`) in ISO 8601 UTC; null where it is none. */
export function utcTime(time: string | null): string | null {
  const parsed = Date.parse(time ?? '');
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / MEGABYTE)} MB`;
}
