import type { Json, JsonObject } from '../../base/json.ts';
import { type PlannedCall, type Reversibility, REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import { objectOf, textOf } from '../answers.ts';
import {
  askBucket,
  BUCKET,
  type BucketPlace,
  placeOf,
  readVersioning,
  readVersions,
  type Versioning,
} from '../buckets.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly bucket: string;
  readonly prefix: string;
  readonly enableLock?: boolean;
}

interface Held {
  readonly key: string;
  readonly versionId: string;
  readonly hold: 'ON' | 'OFF';
}

interface Observed {
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

/** C17: a legal hold on every version under a prefix, so that nobody deletes them. */
export const holdObjects = defineAction<Params, Observed>({
  catalogue: 'C17',
  kind: 'preservation',
  title: 'Hold objects',
  summary:
    'Puts a legal hold on every version of the objects under a prefix: until it is lifted nobody can delete them.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['bucket', 'prefix'],
    properties: {
      bucket: BUCKET,
      prefix: { type: 'string', description: 'What the keys begin with; a whole key for one object.' },
      enableLock: {
        type: 'boolean',
        description: 'Turn versioning and Object Lock on where they are off. That cannot be taken back.',
      },
    },
  },
  reads: [
    's3:GetBucketLocation',
    's3:GetBucketVersioning',
    's3:GetObjectLockConfiguration',
    's3:ListObjectVersions',
    's3:GetObjectLegalHold',
  ],
  changes: ['s3:PutBucketVersioning', 's3:PutObjectLockConfiguration', 's3:PutObjectLegalHold'],
  keepFirst: [],
  mistakes: [
    'A hold binds one version: what is written afterwards is not held.',
    'A delete marker on top still hides the object; its versions stay.',
    'Whoever may do s3:PutObjectLegalHold lifts it again: deny that to the principals you contain.',
    'Retention in COMPLIANCE mode cannot be taken back by anybody: a legal hold can.',
  ],
  observe,
  target: ({ bucket, prefix }) => `objects ${prefix}… in ${bucket}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ bucket, enableLock }, { locked }) =>
    locked || enableLock === true
      ? null
      : {
          why: `bucket ${bucket} has no Object Lock, without which nothing can be held`,
          instead:
            'copy the objects to a bucket that has it (s3/copy-evidence), or give enableLock=true, which cannot be taken back',
        },
  blast: ({ bucket }, { versions, locked }) => [
    `${versions.length} versions can no longer be deleted, by lifecycle rules neither, and cost what they cost`,
    ...(locked ? [] : [`${bucket} keeps Object Lock and versioning for good`]),
  ],
  plan: (params, observed) => neededCalls([...bucketSettings(observed), ...holds(observed)]),
  // What is for good stays, so that only the holds are taken back.
  undo: (_, { before, now }) => undoSettings({ before: holds(before), now: holds(now) }),
  contained: () => null,
});

async function observe({ bucket, prefix }: Params, reader: CloudReader): Promise<Observed> {
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

function bucketSettings({ place, versioning, locked }: Observed): readonly Setting[] {
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

function holds({ place, versions }: Observed): readonly Setting[] {
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
