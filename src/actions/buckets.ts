import { UserError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { GLOBAL_REGION, listOf, objectOf, textOf } from './answers.ts';

/** The parameter that names a bucket. */
export const BUCKET = {
  type: 'string',
  pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
  description: 'Name of the bucket.',
} as const;

export const KEY = {
  type: 'string',
  minLength: 1,
  maxLength: 1024,
  description: 'Key of the object.',
} as const;
export const VERSION_ID = {
  type: 'string',
  minLength: 1,
  maxLength: 1024,
  description: 'Id of the version; null where it was written without versioning.',
} as const;

export interface BucketPlace {
  readonly bucket: string;
  readonly region: string;
}

/** Where a bucket is. @throws UserError where there is none */
export async function placeOf(bucket: string, reader: CloudReader): Promise<BucketPlace> {
  const answer = await reader.read({
    service: 's3',
    operation: 'GetBucketLocation',
    region: GLOBAL_REGION,
    input: { Bucket: bucket },
    absent: ['NoSuchBucket'],
  });
  if (answer === null)
    throw new UserError(`there is no bucket ${bucket}`, {
      why: 'it was deleted, or its name is mistyped',
      fix: 'look at the last events that name it: DeleteBucket tells who deleted it',
    });
  const named = textOf(answer, 'LocationConstraint');
  const region = named === null || named === '' ? GLOBAL_REGION : named === 'EU' ? 'eu-west-1' : named;
  return { bucket, region };
}

/** One read about a bucket or what is in it; null where the service has none of it. */
export function askBucket(
  operation: string,
  { bucket, region, absent, ...input }: BucketPlace & { readonly absent: readonly string[] } & JsonObject,
  reader: CloudReader,
): Promise<JsonObject | null> {
  return reader.read({ service: 's3', operation, region, input: { Bucket: bucket, ...input }, absent });
}

export type Versioning = 'Enabled' | 'Suspended' | null;

export async function readVersioning(place: BucketPlace, reader: CloudReader): Promise<Versioning> {
  const answer = await askBucket('GetBucketVersioning', { ...place, absent: [] }, reader);
  const status = textOf(answer, 'Status');
  return status === 'Enabled' || status === 'Suspended' ? status : null;
}

/** A version of an object, or a delete marker. */
export interface ListedVersion {
  readonly key: string;
  readonly versionId: string;
  readonly latest: boolean;
  readonly marker: boolean;
  readonly size: number;
  readonly etag: string | null;
  readonly modified: string | null;
}

/** Every version under a prefix, newest first within a key. @throws UserError beyond `most` */
export async function readVersions(
  { prefix, most, ...place }: BucketPlace & { readonly prefix: string; readonly most: number },
  reader: CloudReader,
): Promise<readonly ListedVersion[]> {
  const versions: ListedVersion[] = [];
  let from: JsonObject = {};
  for (;;) {
    const page = await askBucket(
      'ListObjectVersions',
      { ...place, Prefix: prefix, ...from, absent: [] },
      reader,
    );
    versions.push(
      ...listOf(page, 'Versions').map((version) => listed(version, false)),
      ...listOf(page, 'DeleteMarkers').map((version) => listed(version, true)),
    );
    if (versions.length > most)
      throw new UserError(`more than ${most} versions begin with '${prefix}' in ${place.bucket}`, {
        why: 'a plan names every version it touches, and nobody approves a list that long',
        fix: 'give a longer prefix, and go on with the next one afterwards',
      });
    if (page?.['IsTruncated'] !== true) return versions.toSorted(inOrder);
    from = {
      KeyMarker: page['NextKeyMarker'] ?? '',
      ...(page['NextVersionIdMarker'] === undefined ? {} : { VersionIdMarker: page['NextVersionIdMarker'] }),
    };
  }
}

function listed(version: JsonObject, marker: boolean): ListedVersion {
  return {
    key: textOf(version, 'Key') ?? '',
    versionId: textOf(version, 'VersionId') ?? 'null',
    latest: version['IsLatest'] === true,
    marker,
    size: typeof version['Size'] === 'number' ? version['Size'] : 0,
    etag: textOf(version, 'ETag'),
    modified: textOf(version, 'LastModified'),
  };
}

function inOrder(a: ListedVersion, b: ListedVersion): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.latest !== b.latest) return a.latest ? -1 : 1;
  if (a.modified !== b.modified) return (a.modified ?? '') > (b.modified ?? '') ? -1 : 1;
  return a.versionId < b.versionId ? -1 : 1;
}

export type PublicAccessBlock = Readonly<Record<string, boolean>> | null;

export async function readPublicAccessBlock(
  place: BucketPlace,
  reader: CloudReader,
): Promise<PublicAccessBlock> {
  const absent = ['NoSuchPublicAccessBlockConfiguration'];
  const answer = await askBucket('GetPublicAccessBlock', { ...place, absent }, reader);
  const config = objectOf(answer, 'PublicAccessBlockConfiguration');
  if (config === null) return null;
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, value === true]));
}

export async function readBucketPolicy(place: BucketPlace, reader: CloudReader): Promise<string | null> {
  const absent = ['NoSuchBucketPolicy'];
  return textOf(await askBucket('GetBucketPolicy', { ...place, absent }, reader), 'Policy');
}
