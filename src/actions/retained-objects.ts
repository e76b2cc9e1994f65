import type { CloudReader } from '../ports/cloud.ts';
import { objectOf, textOf } from './answers.ts';
import { askBucket, type BucketPlace, placeOf, readVersions } from './buckets.ts';

export interface RetainedVersion {
  readonly key: string;
  readonly versionId: string;
  /** GOVERNANCE, COMPLIANCE; null = it is not retained. */
  readonly mode: string | null;
  /** ISO 8601 UTC. */
  readonly until: string | null;
}

/** What is under a prefix, and until when it is kept. */
export interface RetainedObjects {
  readonly place: BucketPlace;
  readonly locked: boolean;
  /** Every version with content; a delete marker cannot be retained. */
  readonly versions: readonly RetainedVersion[];
}

/** As many as a person can look through. */
const MOST_VERSIONS = 200;

export async function readRetainedObjects(
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  reader: CloudReader,
): Promise<RetainedObjects> {
  const place = await placeOf(bucket, reader);
  const absent = ['ObjectLockConfigurationNotFoundError'];
  const lock = await askBucket('GetObjectLockConfiguration', { ...place, absent }, reader);
  const locked = textOf(objectOf(lock, 'ObjectLockConfiguration'), 'ObjectLockEnabled') === 'Enabled';
  const versions = await readVersions({ ...place, prefix, most: MOST_VERSIONS }, reader);
  const retained: RetainedVersion[] = [];
  for (const { key, versionId, marker } of versions)
    if (!marker) {
      const found = locked ? await readRetention({ ...place, key, versionId }, reader) : null;
      retained.push({ key, versionId, ...(found ?? { mode: null, until: null }) });
    }
  return { place, locked, versions: retained };
}

async function readRetention(
  { key, versionId, ...place }: BucketPlace & Pick<RetainedVersion, 'key' | 'versionId'>,
  reader: CloudReader,
): Promise<Pick<RetainedVersion, 'mode' | 'until'>> {
  const absent = ['NoSuchObjectLockConfiguration'];
  const asked = { ...place, Key: key, VersionId: versionId, absent };
  const retention = objectOf(await askBucket('GetObjectRetention', asked, reader), 'Retention');
  const until = textOf(retention, 'RetainUntilDate');
  return {
    mode: textOf(retention, 'Mode'),
    until: until === null ? null : new Date(until).toISOString(),
  };
}
