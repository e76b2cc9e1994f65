import { given } from '../../world/given.ts';
import type { ObjectVersion } from '../../world/s3-state.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { bucketOf, ownerId, type S3Handlers } from './buckets.ts';

const MOST = 1000;

/** What is in a bucket: objects and versions, page by page. */
export function listingHandlers(world: World): S3Handlers {
  return {
    ListObjectsV2: (input) => {
      const { Bucket, Prefix = '', Delimiter, ContinuationToken, StartAfter = '', EncodingType } = input;
      const size = Math.min(input.MaxKeys ?? MOST, MOST);
      const after = ContinuationToken === undefined ? StartAfter : tokenKey(ContinuationToken);
      const page = listing(current(world, Bucket), { prefix: Prefix, delimiter: Delimiter, after, size });
      return {
        Name: Bucket,
        Prefix: encoded(Prefix, EncodingType),
        Delimiter,
        EncodingType,
        MaxKeys: size,
        KeyCount: page.entries.length,
        IsTruncated: page.next !== undefined,
        ContinuationToken,
        NextContinuationToken:
          page.next === undefined ? undefined : Buffer.from(page.next).toString('base64url'),
        ...shapesOf(page.entries, EncodingType),
      };
    },
    ListObjects: (input) => {
      const { Bucket, Prefix = '', Delimiter, Marker = '', EncodingType } = input;
      const size = Math.min(input.MaxKeys ?? MOST, MOST);
      const page = listing(current(world, Bucket), {
        prefix: Prefix,
        delimiter: Delimiter,
        after: Marker,
        size,
      });
      return {
        Name: Bucket,
        Prefix: encoded(Prefix, EncodingType),
        Marker,
        Delimiter,
        EncodingType,
        MaxKeys: size,
        IsTruncated: page.next !== undefined,
        NextMarker: Delimiter === undefined ? undefined : page.next,
        ...owned(shapesOf(page.entries, EncodingType), world),
      };
    },
    ListObjectVersions: ({
      Bucket,
      Prefix = '',
      KeyMarker = '',
      VersionIdMarker,
      MaxKeys = MOST,
      EncodingType,
    }) => {
      const all = [...bucketOf(world, Bucket).objects]
        .filter(([key]) => key.startsWith(Prefix))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([key, versions]) =>
          versions.toReversed().map((version, index) => ({ key, version, latest: index === 0 })),
        );
      const rest = all.slice(startOf(all, KeyMarker, VersionIdMarker));
      const page = rest.slice(0, MaxKeys);
      const last = page.at(-1);
      return {
        Name: Bucket,
        Prefix: encoded(Prefix, EncodingType),
        MaxKeys,
        EncodingType,
        IsTruncated: rest.length > page.length,
        ...(rest.length > page.length && last !== undefined
          ? { NextKeyMarker: last.key, NextVersionIdMarker: last.version.versionId }
          : {}),
        Versions: page.flatMap(({ key, version, latest }) =>
          version.content === undefined
            ? []
            : [
                {
                  ...objectShape(encoded(key, EncodingType), version),
                  Owner: { ID: ownerId(world.accountId) },
                  VersionId: version.versionId,
                  IsLatest: latest,
                },
              ],
        ),
        DeleteMarkers: page.flatMap(({ key, version, latest }) =>
          version.content === undefined
            ? [
                {
                  Key: encoded(key, EncodingType),
                  VersionId: version.versionId,
                  IsLatest: latest,
                  LastModified: new Date(version.modifiedAt),
                  Owner: { ID: ownerId(world.accountId) },
                },
              ]
            : [],
        ),
      };
    },
  };
}

interface Entry {
  /** The key, or the prefix that stands for many. */
  readonly name: string;
  /** Absent for a common prefix. */
  readonly version: ObjectVersion | undefined;
}

interface Question {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly after: string;
  readonly size: number;
}

/** Keys that are there now, in the order of their bytes. */
function current(world: World, bucket: string | undefined): readonly Entry[] {
  return [...bucketOf(world, bucket).objects]
    .flatMap(([name, versions]) => {
      const version = versions.at(-1);
      return version?.content === undefined ? [] : [{ name, version }];
    })
    .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

function listing(
  all: readonly Entry[],
  { prefix, delimiter, after, size }: Question,
): { readonly entries: readonly Entry[]; readonly next: string | undefined } {
  const names = new Map<string, Entry>();
  for (const entry of all) {
    if (!entry.name.startsWith(prefix)) continue;
    const cut =
      delimiter === undefined || delimiter === '' ? -1 : entry.name.indexOf(delimiter, prefix.length);
    const name = cut < 0 ? entry.name : entry.name.slice(0, cut + (delimiter?.length ?? 0));
    if (name > after && !names.has(name))
      names.set(name, { name, version: cut < 0 ? entry.version : undefined });
  }
  const found = [...names.values()];
  const entries = found.slice(0, size);
  return { entries, next: found.length > size ? entries.at(-1)?.name : undefined };
}

function shapesOf(entries: readonly Entry[], encoding: string | undefined) {
  return {
    Contents: entries.flatMap(({ name, version }) =>
      version === undefined ? [] : [objectShape(encoded(name, encoding), version)],
    ),
    CommonPrefixes: entries.flatMap(({ name, version }) =>
      version === undefined ? [{ Prefix: encoded(name, encoding) }] : [],
    ),
  };
}

/** The first version of the listing names the owner of each object, the second only if asked to. */
function owned(shapes: ReturnType<typeof shapesOf>, { accountId }: World) {
  const Owner = { ID: ownerId(accountId) };
  return { ...shapes, Contents: shapes.Contents.map((one) => ({ ...one, Owner })) };
}

function objectShape(key: string, { modifiedAt, content }: ObjectVersion) {
  return {
    Key: key,
    LastModified: new Date(modifiedAt),
    ETag: content?.etag,
    Size: content?.bytes.length,
    StorageClass: 'STANDARD' as const,
    ChecksumAlgorithm: ['CRC32' as const],
    ChecksumType: 'FULL_OBJECT' as const,
  };
}

/** Where a listing of versions goes on: after that version, or after all of that key. */
function startOf(
  all: readonly { readonly key: string; readonly version: ObjectVersion }[],
  key: string,
  versionId: string | undefined,
): number {
  if (key === '') return 0;
  const at =
    versionId === undefined
      ? -1
      : all.findIndex((entry) => entry.key === key && entry.version.versionId === versionId);
  if (at >= 0) return at + 1;
  const next = all.findIndex((entry) => entry.key > key);
  return next < 0 ? all.length : next;
}

function tokenKey(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (key === '') throw new WireError('InvalidArgument', 'The continuation token provided is incorrect');
  return key;
}

/** With `EncodingType=url` keys come percent-encoded, slashes excepted. */
function encoded(key: string, encoding: string | undefined): string {
  return encoding === 'url' ? encodeURIComponent(given(key, 'Key')).replaceAll('%2F', '/') : key;
}
