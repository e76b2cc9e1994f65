import { gzipSync } from 'node:zlib';
import { contentOf } from '../services/s3/objects.ts';
import { put } from '../services/s3/versions.ts';
import type { Random } from '../story/random.ts';
import type { ObjectContent, S3State } from '../world/s3-state.ts';
import { deniesWriter, type ServiceWriter } from '../world/write-object.ts';

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

/** Where deliveries go, and who brings them. */
export interface DeliveryPlace {
  readonly s3: S3State;
  readonly random: Random;
  readonly writer: ServiceWriter;
}

/**
 * Puts a delivery into its bucket.
 * @returns when it came in, or S3's code for why it did not
 */
export function deliver(
  { s3, random, writer }: DeliveryPlace,
  delivery: Delivery,
): { readonly at: number } | { readonly error: string } {
  const bucket = s3.buckets.get(delivery.bucket);
  if (bucket === undefined) return { error: 'NoSuchBucket' };
  if (deniesWriter(bucket, delivery.key, writer)) return { error: 'AccessDenied' };
  // What waited for a bucket, or for its policy, comes as soon as there is one that lets it in.
  const at = Math.max(delivery.due, bucket.createdAt, bucket.policyChangedAt ?? -Infinity);
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

/** Compresses a text; the header names no platform and no time, so that equal texts give equal bytes. */
function gzipped(text: string): Uint8Array {
  const bytes = gzipSync(text, { level: 6 });
  bytes[9] = 255;
  return bytes;
}
