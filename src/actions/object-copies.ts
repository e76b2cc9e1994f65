import type { JsonObject } from '../base/json.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { objectOf, textOf } from './answers.ts';
import { askBucket, type BucketPlace } from './buckets.ts';

/** More than this is copied in parts only. */
export const MOST_COPIED = 5 * 1024 ** 3;

/** What HeadObject tells of one version. */
export interface ObjectHead {
  readonly size: number;
  readonly etag: string | null;
  readonly modified: string | null;
  readonly sha256: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** The headers that a copy with new metadata would lose. */
  readonly headers: Readonly<Record<string, string>>;
  readonly encryption: string | null;
}

const HEADERS = [
  'ContentType',
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'WebsiteRedirectLocation',
];

/** Null where there is no such version, or it is a delete marker. */
export async function readHead(
  { key, versionId, ...place }: BucketPlace & { readonly key: string; readonly versionId: string | null },
  reader: CloudReader,
): Promise<ObjectHead | null> {
  const version = versionId === null ? {} : { VersionId: versionId };
  const head = await askBucket(
    'HeadObject',
    {
      ...place,
      Key: key,
      ...version,
      ChecksumMode: 'ENABLED',
      absent: ['NotFound', 'NoSuchKey', 'NoSuchVersion', 'MethodNotAllowed', '404', '405'],
    },
    reader,
  );
  if (head === null) return null;
  const metadata = Object.entries(objectOf(head, 'Metadata') ?? {}).map(([name, value]) => [
    name,
    String(value),
  ]);
  const headers = HEADERS.flatMap((name) => {
    const value = textOf(head, name);
    return value === null ? [] : [[name, value]];
  });
  return {
    size: typeof head['ContentLength'] === 'number' ? head['ContentLength'] : 0,
    etag: textOf(head, 'ETag'),
    modified: textOf(head, 'LastModified'),
    sha256: textOf(head, 'ChecksumSHA256'),
    metadata: Object.fromEntries(metadata) as Readonly<Record<string, string>>,
    headers: Object.fromEntries(headers) as Readonly<Record<string, string>>,
    encryption: textOf(head, 'ServerSideEncryption'),
  };
}

/** `bucket/key?versionId=…`, percent-encoded as CopySource wants it. */
export function copySourceOf({
  bucket,
  key,
  versionId,
}: {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}): string {
  const path = key.split('/').map((part) => encodeURIComponent(part));
  return `${bucket}/${path.join('/')}?versionId=${encodeURIComponent(versionId)}`;
}

/** What a copy is given to keep the headers and metadata of its source and say more besides. */
export function withMetadata(
  { headers, metadata }: ObjectHead,
  more: Readonly<Record<string, string>>,
): JsonObject {
  return { MetadataDirective: 'REPLACE', ...headers, Metadata: { ...metadata, ...more } };
}
