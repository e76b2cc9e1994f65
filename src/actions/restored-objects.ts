import { type PlannedCall, type Reversibility, REVERSIBLE } from '../model/plan.ts';
import type { CloudReader } from '../ports/cloud.ts';
import {
  type BucketPlace,
  type ListedVersion,
  placeOf,
  readVersioning,
  readVersions,
  type Versioning,
} from './buckets.ts';
import { copySourceOf, type ObjectHead, readHead, withMetadata } from './object-copies.ts';

/** The version of an object that is known to be good. */
export interface GoodVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

export interface RestoredObject {
  readonly place: BucketPlace;
  readonly versioning: Versioning;
  readonly versions: readonly ListedVersion[];
  readonly good: ObjectHead | null;
  readonly top: ObjectHead | null;
}

const MOST_VERSIONS = 1000;

/** An object's versions, what is on top, and the good one. */
export async function readObject(
  { bucket, key, versionId }: GoodVersion,
  reader: CloudReader,
): Promise<RestoredObject> {
  const place = await placeOf(bucket, reader);
  const all = await readVersions({ ...place, prefix: key, most: MOST_VERSIONS }, reader);
  return {
    place,
    versioning: await readVersioning(place, reader),
    versions: all.filter((version) => version.key === key),
    good: await readHead({ ...place, key, versionId }, reader),
    top: await readHead({ ...place, key, versionId: null }, reader),
  };
}

export function topOf({ versions }: RestoredObject): ListedVersion | undefined {
  return versions.find(({ latest }) => latest);
}

const MARK = 'heptad-restored-from';

/** The newest version is the good one, a byte-for-byte copy of it, or our copy where an ETag tells nothing. */
export function isRestored({ versionId }: GoodVersion, { good, top, ...observed }: RestoredObject): boolean {
  const newest = topOf({ good, top, ...observed });
  if (good === null || top === null || newest === undefined || newest.marker) return false;
  if (newest.versionId === versionId || top.metadata[MARK] === versionId) return true;
  return hasPlainEtag(good) && hasPlainEtag(top) && top.etag === good.etag && top.size === good.size;
}

/** The ETag is the content's MD5: not for uploads in parts, nor under KMS. */
function hasPlainEtag({ etag, encryption }: ObjectHead): boolean {
  return etag !== null && !etag.includes('-') && (encryption === null || encryption === 'AES256');
}

export function copyCall(params: GoodVersion, { region }: BucketPlace, good: ObjectHead): PlannedCall {
  const { bucket, key, versionId } = params;
  const marked = hasPlainEtag(good) ? {} : withMetadata(good, { [MARK]: versionId });
  return {
    service: 's3',
    operation: 'CopyObject',
    region,
    input: { Bucket: bucket, Key: key, CopySource: copySourceOf(params), ...marked },
    purpose: 'put the good version on top; the bad one stays beneath it',
    reversibility: REVERSIBLE,
  };
}

export function deleteCall(
  { bucket, key }: GoodVersion,
  { region }: BucketPlace,
  VersionId: string,
): PlannedCall {
  return {
    service: 's3',
    operation: 'DeleteObject',
    region,
    input: { Bucket: bucket, Key: key, VersionId },
    purpose: 'take the copy that was made away again',
    reversibility: REVERSIBLE,
  };
}

export function versioningCall(
  { bucket, region }: BucketPlace,
  Status: 'Enabled' | 'Suspended',
  before: Versioning,
): PlannedCall {
  const never: Reversibility = { kind: 'leaves', residue: 'versioning: a bucket can only suspend it again' };
  return {
    service: 's3',
    operation: 'PutBucketVersioning',
    region,
    input: { Bucket: bucket, VersioningConfiguration: { Status } },
    purpose: Status === 'Enabled' ? 'keep what is written over' : 'suspend versioning, as it was before',
    reversibility: Status === 'Enabled' && before === null ? never : REVERSIBLE,
  };
}
