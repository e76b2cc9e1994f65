import type { JsonObject } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext } from '../ports/collector.ts';
import { objectsIn, textIn } from './given-pieces.ts';

/** An object as a listing tells of it. */
export interface ListedObject {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** ISO 8601 UTC. */
  readonly modified: string;
}

/** A part of a bucket, in the order of its keys. */
export interface ObjectRange {
  readonly bucket: string;
  readonly prefix: string;
  /** Where the bucket's calls go first; S3 leads on from there. */
  readonly region: string;
  /** Keys up to this one are passed over. */
  readonly after: string;
  /** Whether this key lies behind the range: nothing after it is asked for. */
  readonly isBehind: (key: string) => boolean;
}

/** Pages of the objects in a range. @throws CloudError */
export async function* listObjects(
  { reader }: Pick<CollectContext, 'reader'>,
  { bucket, prefix, region, after, isBehind }: ObjectRange,
): AsyncGenerator<readonly ListedObject[]> {
  let next: string | null = null;
  do {
    const from: JsonObject = next === null ? { StartAfter: after } : { ContinuationToken: next };
    const { objects, token } = await objectsPage({ reader }, { range: { bucket, prefix, region }, from });
    yield objects.filter(({ key }) => key > after && !isBehind(key));
    next = objects.some(({ key }) => isBehind(key)) ? null : token;
  } while (next !== null);
}

interface PageAsked {
  readonly range: Pick<ObjectRange, 'bucket' | 'prefix' | 'region'>;
  /** Where the page begins, as ListObjectsV2 takes it. */
  readonly from: JsonObject;
}

/** One page of a listing, and the token of the next. @throws CloudError */
export async function objectsPage(
  { reader }: Pick<CollectContext, 'reader'>,
  { range: { bucket, prefix, region }, from }: PageAsked,
): Promise<{ readonly objects: readonly ListedObject[]; readonly token: string | null }> {
  const input: JsonObject = { Bucket: bucket, Prefix: prefix, ...from };
  const page = (await reader.read({ service: 's3', operation: 'ListObjectsV2', input, region })) ?? {};
  const objects = objectsIn(page['Contents']).map((object) => ({
    bucket,
    key: String(object['Key']),
    size: Number(object['Size'] ?? 0),
    modified: textIn(object['LastModified']) ?? '',
  }));
  return { objects, token: textIn(page['NextContinuationToken']) };
}

/** An object with its bytes as they came; null where it was gone before it could be fetched. */
export interface FetchedObject {
  readonly object: ListedObject;
  readonly bytes: Uint8Array | null;
  /** Its `x-amz-meta-` values. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Objects are fetched this many at once. */
export const AT_ONCE = 24;
/** Objects under way are together no larger than this, one alone may be. */
const BYTES_AT_ONCE = 32 * 1024 * 1024;

/** Fetches objects side by side and gives them in their order. @throws CloudError */
export async function* fetchObjects(
  context: Pick<CollectContext, 'fetch'>,
  objects: readonly ListedObject[],
  region: string,
): AsyncGenerator<FetchedObject> {
  const underway: { readonly size: number; readonly fetched: Promise<FetchedObject> }[] = [];
  let bytes = 0;
  let next = 0;
  for (;;) {
    while (underway.length < AT_ONCE && next < objects.length) {
      const object = objects[next];
      if (object === undefined || (underway.length > 0 && bytes + object.size > BYTES_AT_ONCE)) break;
      const fetched = fetchObject(context, object, region);
      // A later one may fail while the first is awaited: its failure is told when its turn comes.
      fetched.catch(() => undefined);
      underway.push({ size: object.size, fetched });
      bytes += object.size;
      next += 1;
    }
    const first = underway.shift();
    if (first === undefined) return;
    bytes -= first.size;
    yield await first.fetched;
  }
}

async function fetchObject(
  { fetch }: Pick<CollectContext, 'fetch'>,
  object: ListedObject,
  region: string,
): Promise<FetchedObject> {
  try {
    const input = { Bucket: object.bucket, Key: object.key };
    const { raw, output } = await fetch({ service: 's3', operation: 'GetObject', input, region });
    return { object, bytes: raw, metadata: (output['Metadata'] ?? {}) as Readonly<Record<string, string>> };
  } catch (error) {
    if (error instanceof CloudError && error.fault.code === 'NoSuchKey')
      return { object, bytes: null, metadata: {} };
    throw error;
  }
}

/** `s3://bucket/key`: the source of an object's evidence. */
export function objectSource({ bucket, key }: Pick<ListedObject, 'bucket' | 'key'>): string {
  return `s3://${bucket}/${key}`;
}
