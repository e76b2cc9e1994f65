import { counted } from '../../base/text.ts';
import { defineAction } from '../../ports/action.ts';
import { BUCKET } from '../buckets.ts';
import { neededCalls, undoSettings } from '../settings.ts';
import { type HeldObjects, holdSettings, lockSettings, readHeldObjects } from '../legal-holds.ts';

interface Params {
  readonly bucket: string;
  readonly prefix: string;
  readonly enableLock?: boolean;
}

/** C17: a legal hold on every version under a prefix, so that nobody deletes them. */
export const holdObjects = defineAction<Params, HeldObjects>({
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
  undone:
    'Takes the legal holds off, so that a version that never had one shows OFF; versioning and Object Lock, once on, stay.',
  keepFirst: [],
  mistakes: [
    'A hold binds one version: what is written afterwards is not held.',
    'A delete marker on top still hides the object; its versions stay.',
    'Whoever may do s3:PutObjectLegalHold lifts it again: deny that to the principals you contain.',
    'Retention in COMPLIANCE mode cannot be taken back by anybody: a legal hold can.',
  ],
  observe: (params, reader) => readHeldObjects(params, reader),
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
    `${counted(versions.length, 'version')} can no longer be deleted, by lifecycle rules neither, and storage costs what it costs`,
    ...(locked ? [] : [`${bucket} keeps Object Lock and versioning for good`]),
  ],
  plan: (params, observed) => neededCalls([...lockSettings(observed), ...holdSettings(observed)]),
  // What is for good stays, so that only the holds are taken back.
  undo: (_, { before, now }) => undoSettings({ before: holdSettings(before), now: holdSettings(now) }),
  contained: () => null,
});
