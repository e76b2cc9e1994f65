import { contentOf } from '../services/s3/objects.ts';
import { put } from '../services/s3/versions.ts';
import type { Random } from '../story/random.ts';
import { gzipped } from '../story/write-logs.ts';
import type { ObjectContent } from '../world/s3-state.ts';
import type { S3State } from '../world/s3-state.ts';

/** An object that AWS itself writes into a bucket. */
export interface Delivery {
  readonly bucket: string;
  readonly key: string;
  /** When it is due, in milliseconds since 1970. */
  readonly due: number;
  /** The text of the object, before compression. */
  readonly text: () => string;
  readonly metadata?: () => Readonly<Record<string, string>>;
}

/**
 * Puts a delivery into its bucket.
 * @returns when it came in, or S3's code for why it did not
 */
export function deliver(
  { buckets }: S3State,
  random: Random,
  delivery: Delivery,
): { readonly at: number } | { readonly error: string } {
  const bucket = buckets.get(delivery.bucket);
  if (bucket === undefined) return { error: 'NoSuchBucket' };
  // What waited for a bucket comes as soon as there is one.
  const at = Math.max(delivery.due, bucket.createdAt);
  put({ random }, bucket, { key: delivery.key, now: at, content: contentWhenRead(delivery) });
  return { at };
}

/** Content that is compressed when somebody first looks at it: most log files are never read. */
function contentWhenRead({ text, metadata }: Delivery): ObjectContent {
  let made: ObjectContent | undefined;
  const content = (): ObjectContent =>
    (made ??= contentOf(gzipped(text()), metadata?.() ?? {}, 'application/json'));
  return {
    get bytes() {
      return content().bytes;
    },
    get etag() {
      return content().etag;
    },
    get metadata() {
      return content().metadata;
    },
    contentType: 'application/json',
    contentEncoding: 'gzip',
  };
}
