import { drawVersionId } from '../../world/draw.ts';
import type { Bucket, ObjectContent, ObjectVersion } from '../../world/s3-state.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';

interface New {
  readonly key: string;
  readonly now: number;
  /** Absent for a delete marker. */
  readonly content: ObjectContent | undefined;
}

/** Puts a version on top. Without versioning there is one, named `null`; suspended, a new `null` replaces the old one. */
export function put(
  { random }: Pick<World, 'random'>,
  bucket: Bucket,
  { key, now, content }: New,
): ObjectVersion {
  const versionId = bucket.versioning === 'Enabled' ? drawVersionId(random) : 'null';
  const kept = (bucket.objects.get(key) ?? []).filter((version) => version.versionId !== versionId);
  const version = { versionId, modifiedAt: now, content };
  bucket.objects.set(key, [...kept, version]);
  return version;
}

/**
 * A conditional write: with `If-None-Match: *` an object that is there is not written over
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html). @throws WireError
 */
export function refuseOverwrite(bucket: Bucket, key: string, condition: string | undefined): void {
  if (condition === undefined) return;
  if (condition !== '*')
    throw new WireError(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      501,
    );
  if (bucket.objects.get(key)?.at(-1)?.content !== undefined)
    throw new WireError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
}

interface Deletion {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly now: number;
}

/** Without a version: a delete marker on top, or, without versioning, the end of the object. With one: the end of that version. */
export function deleteVersion(
  world: Pick<World, 'random'>,
  bucket: Bucket,
  { key, versionId, now }: Deletion,
): { readonly DeleteMarker?: boolean; readonly VersionId?: string } {
  if (versionId === undefined) {
    if (bucket.versioning === undefined) {
      bucket.objects.delete(key);
      return {};
    }
    return { DeleteMarker: true, VersionId: put(world, bucket, { key, now, content: undefined }).versionId };
  }
  if (bucket.versioning === undefined && versionId !== 'null')
    throw new WireError('InvalidArgument', 'Invalid version id specified');
  const versions = bucket.objects.get(key) ?? [];
  const removed = versions.find((version) => version.versionId === versionId);
  const until = removed?.retention?.RetainUntilDate?.getTime() ?? 0;
  if (removed?.legalHold === 'ON' || until > now)
    throw new WireError('AccessDenied', 'Access Denied because object protected by object lock.', 403);
  const kept = versions.filter((version) => version !== removed);
  if (kept.length === 0) bucket.objects.delete(key);
  else bucket.objects.set(key, kept);
  const marker = removed !== undefined && removed.content === undefined;
  return marker ? { DeleteMarker: true, VersionId: versionId } : { VersionId: versionId };
}
