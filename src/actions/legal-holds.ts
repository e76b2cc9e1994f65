import type { Json, JsonObject } from '../base/json.ts';
import { type PlannedCall, type Reversibility, REVERSIBLE } from '../model/plan.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { objectOf, textOf } from './answers.ts';
import {
  askBucket,
  type BucketPlace,
  placeOf,
  readVersioning,
  readVersions,
  type Versioning,
} from './buckets.ts';
import type { Setting } from './settings.ts';

interface Held {
  readonly key: string;
  readonly versionId: string;
  readonly hold: 'ON' | 'OFF';
}

/** What is under a prefix, and what of it is held. */
export interface HeldObjects {
  readonly place: BucketPlace;
  readonly versioning: Versioning;
  readonly locked: boolean;
  /** Every version with content; a delete marker cannot be held. */
  readonly versions: readonly Held[];
}

/** As many as a person can look through. */
const MOST_VERSIONS = 200;
const FOR_GOOD: Reversibility = {
  kind: 'irreversible',
  why: 'Object Lock cannot be switched off again, nor versioning suspended under it',
};

export async function readHeldObjects(
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  reader: CloudReader,
): Promise<HeldObjects> {
  const place = await placeOf(bucket, reader);
  const lock = await askBucket(
    'GetObjectLockConfiguration',
    { ...place, absent: ['ObjectLockConfigurationNotFoundError'] },
    reader,
  );
  const locked = textOf(objectOf(lock, 'ObjectLockConfiguration'), 'ObjectLockEnabled') === 'Enabled';
  const versions = await readVersions({ ...place, prefix, most: MOST_VERSIONS }, reader);
  const held: Held[] = [];
  for (const { key, versionId, marker } of versions)
    if (!marker)
      held.push({
        key,
        versionId,
        hold: locked ? await readHold({ ...place, key, versionId }, reader) : 'OFF',
      });
  return { place, versioning: await readVersioning(place, reader), locked, versions: held };
}

async function readHold(
  { key, versionId, ...place }: BucketPlace & Pick<Held, 'key' | 'versionId'>,
  reader: CloudReader,
): Promise<Held['hold']> {
  const absent = ['NoSuchObjectLockConfiguration'];
  const asked = { ...place, Key: key, VersionId: versionId, absent };
  const hold = await askBucket('GetObjectLegalHold', asked, reader);
  return textOf(objectOf(hold, 'LegalHold'), 'Status') === 'ON' ? 'ON' : 'OFF';
}

/** What holding takes of the bucket: both are for good. */
export function lockSettings({ place, versioning, locked }: HeldObjects): readonly Setting[] {
  return [
    {
      name: 'versioning',
      is: locked ? 'Enabled' : versioning,
      wanted: 'Enabled',
      set: (Status) => [
        holdCall(place, 'PutBucketVersioning', {
          input: { VersioningConfiguration: { Status } },
          purpose: 'keep every version, which Object Lock needs',
          reversibility: FOR_GOOD,
        }),
      ],
    },
    {
      name: 'Object Lock',
      is: locked,
      wanted: true,
      set: () => [
        holdCall(place, 'PutObjectLockConfiguration', {
          input: { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
          purpose: 'let versions be held',
          reversibility: FOR_GOOD,
        }),
      ],
    },
  ];
}

/** The hold on each version. */
export function holdSettings({ place, versions }: HeldObjects): readonly Setting[] {
  return versions.map(({ key, versionId, hold }) => ({
    name: `legal hold on version ${versionId} of ${key}`,
    is: hold,
    wanted: 'ON',
    set: (Status: Json) => [
      holdCall(place, 'PutObjectLegalHold', {
        input: { Key: key, VersionId: versionId, LegalHold: { Status } },
        purpose: Status === 'ON' ? 'keep this version from being deleted' : 'lift the hold',
        reversibility: REVERSIBLE,
      }),
    ],
  }));
}

function holdCall(
  { bucket, region }: BucketPlace,
  operation: string,
  { input, ...said }: Pick<PlannedCall, 'purpose' | 'reversibility'> & { readonly input: JsonObject },
): PlannedCall {
  return { service: 's3', operation, region, input: { Bucket: bucket, ...input }, ...said };
}
