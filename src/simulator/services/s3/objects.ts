import { createHash } from 'node:crypto';
import { NoSuchKey } from '@aws-sdk/client-s3';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import type { Bucket, ObjectContent, ObjectVersion } from '../../world/s3-state.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { bucketOf, type S3Handlers } from './buckets.ts';
import { checkChecksums, crc32Of, sha256Of } from './checksums.ts';
import { heldFromTheStart } from './object-lock.ts';
import { deleteVersion, put, refuseOverwrite } from './versions.ts';
import { readRange } from './range.ts';

const MOST_KEYS_AT_ONCE = 1000;

/** Objects: put, get, copy and delete, with their versions. */
export function objectHandlers(world: World): S3Handlers {
  return {
    PutObject: (input, call) => {
      const bucket = bucketOf(world, input.Bucket);
      const bytes = input.Body ?? new Uint8Array();
      const key = given(input.Key, 'Key');
      checkChecksums(bytes, input);
      refuseOverwrite(bucket, key, input.IfNoneMatch);
      const held = heldFromTheStart(bucket, input.ObjectLockLegalHoldStatus);
      const version = put(world, bucket, {
        key,
        now: call.now,
        content: {
          ...contentOf(bytes, input.Metadata, input.ContentType),
          checksum: input.ChecksumSHA256 === undefined ? undefined : 'SHA256',
        },
      });
      if (held) version.legalHold = 'ON';
      return {
        ETag: etagOf(bytes),
        ...versionId(bucket, version),
        ...(input.ChecksumSHA256 === undefined
          ? { ChecksumCRC32: crc32Of(bytes) }
          : { ChecksumSHA256: sha256Of(bytes) }),
        ChecksumType: 'FULL_OBJECT',
        ServerSideEncryption: 'AES256',
      };
    },
    GetObject: ({ Bucket, Key, VersionId, Range, ChecksumMode }) => {
      const bucket = bucketOf(world, Bucket);
      const { version, content } = readable(bucket, given(Key, 'Key'), VersionId);
      const part = readRange(content.bytes, Range);
      return {
        Body: part.bytes,
        ...headOf(bucket, version, content),
        ContentLength: part.bytes.length,
        ...(part.range === undefined ? checksumShape(content, ChecksumMode) : { ContentRange: part.range }),
      };
    },
    HeadObject: ({ Bucket, Key, VersionId, ChecksumMode }) => {
      const bucket = bucketOf(world, Bucket, 'head');
      const version = versionOf(bucket, given(Key, 'Key'), VersionId);
      if (version?.content === undefined) throw new WireError('NotFound', 'Not Found', 404);
      const { content } = version;
      return {
        ...headOf(bucket, version, content),
        ContentLength: content.bytes.length,
        ...checksumShape(content, ChecksumMode),
      };
    },
    CopyObject: (input, call) => {
      const bucket = bucketOf(world, input.Bucket);
      const source = copySource(given(input.CopySource, 'CopySource'));
      const from = bucketOf(world, source.bucket);
      const { version, content } = readable(from, source.key, source.versionId);
      const replaced =
        input.MetadataDirective === 'REPLACE'
          ? contentOf(content.bytes, input.Metadata, input.ContentType)
          : content;
      const checksum = input.ChecksumAlgorithm === 'SHA256' ? 'SHA256' : content.checksum;
      const made = put(world, bucket, {
        key: given(input.Key, 'Key'),
        now: call.now,
        content: { ...replaced, checksum },
      });
      return {
        CopyObjectResult: {
          ETag: content.etag,
          LastModified: new Date(made.modifiedAt),
          ...checksumShape({ ...replaced, checksum }, 'ENABLED'),
        },
        ServerSideEncryption: 'AES256',
        ...versionId(bucket, made),
        ...(from.versioning === undefined ? {} : { CopySourceVersionId: version.versionId }),
      };
    },
    DeleteObject: ({ Bucket, Key, VersionId }, call) => {
      const bucket = bucketOf(world, Bucket);
      return deleteVersion(world, bucket, { key: given(Key, 'Key'), versionId: VersionId, now: call.now });
    },
    DeleteObjects: ({ Bucket, Delete }, call) => {
      const bucket = bucketOf(world, Bucket);
      const objects = Delete?.Objects ?? [];
      if (objects.length === 0 || objects.length > MOST_KEYS_AT_ONCE)
        throw new WireError(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
        );
      return {
        Deleted: objects.map(({ Key, VersionId }) =>
          deleted(world, bucket, { key: given(Key, 'Key'), versionId: VersionId, call }),
        ),
      };
    },
  };
}

/** Content with its ETag. */
export function contentOf(
  bytes: Uint8Array,
  metadata?: Readonly<Record<string, string>>,
  contentType?: string,
): ObjectContent {
  return { bytes, etag: etagOf(bytes), contentType, metadata: metadata ?? {} };
}

function deleted(
  world: World,
  bucket: Bucket,
  {
    key,
    versionId: asked,
    call,
  }: { readonly key: string; readonly versionId: string | undefined; readonly call: Call },
) {
  const { DeleteMarker, VersionId } = deleteVersion(world, bucket, { key, versionId: asked, now: call.now });
  return {
    Key: key,
    VersionId: asked,
    ...(DeleteMarker === true ? { DeleteMarker, DeleteMarkerVersionId: VersionId } : {}),
  };
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

/** The version asked for, or the newest. */
function versionOf(bucket: Bucket, key: string, id: string | undefined): ObjectVersion | undefined {
  const versions = bucket.objects.get(key) ?? [];
  return id === undefined ? versions.at(-1) : versions.find(({ versionId: own }) => own === id);
}

function readable(
  bucket: Bucket,
  key: string,
  id: string | undefined,
): { readonly version: ObjectVersion; readonly content: ObjectContent } {
  const version = versionOf(bucket, key, id);
  if (version === undefined && id !== undefined)
    throw new WireError('NoSuchVersion', 'The specified version does not exist.', 404);
  if (version?.content === undefined && id !== undefined)
    throw new WireError(
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
      405,
    );
  if (version?.content === undefined) throw new NoSuchKey(because('The specified key does not exist.'));
  return { version, content: version.content };
}

function headOf(bucket: Bucket, version: ObjectVersion, content: ObjectContent) {
  const { etag, contentType, contentEncoding, metadata } = content;
  return {
    ETag: etag,
    LastModified: new Date(version.modifiedAt),
    ContentType: contentType ?? 'binary/octet-stream',
    ContentEncoding: contentEncoding,
    AcceptRanges: 'bytes',
    Metadata: { ...metadata },
    ServerSideEncryption: 'AES256' as const,
    ...(version.legalHold === undefined ? {} : { ObjectLockLegalHoldStatus: version.legalHold }),
    ...versionId(bucket, version),
  };
}

/** Buckets that never had versioning name no versions. */
function versionId({ versioning }: Bucket, version: ObjectVersion): { readonly VersionId?: string } {
  return versioning === undefined ? {} : { VersionId: version.versionId };
}

function checksumShape({ bytes, checksum }: ObjectContent, mode: string | undefined) {
  if (mode !== 'ENABLED') return {};
  const own = checksum === 'SHA256' ? { ChecksumSHA256: sha256Of(bytes) } : { ChecksumCRC32: crc32Of(bytes) };
  return { ...own, ChecksumType: 'FULL_OBJECT' as const };
}

/** `bucket/key?versionId=…`, percent-encoded, with or without a slash before it. */
function copySource(text: string): {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
} {
  const [, bucket, key, id] = /^\/?([^/]+)\/(.+?)(?:\?versionId=(.+))?$/.exec(text) ?? [];
  if (bucket === undefined || key === undefined)
    throw new WireError(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    );
  return { bucket, key: decodeURIComponent(key), versionId: id };
}
