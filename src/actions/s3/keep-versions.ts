import type { Json } from '../../base/json.ts';
import { type Reversibility, REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import { BUCKET, type BucketPlace, placeOf, readVersioning, type Versioning } from '../buckets.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly bucket: string;
}

interface Observed {
  readonly place: BucketPlace;
  readonly versioning: Versioning;
}

/** C17: from now on an overwritten or deleted object can be had back. */
export const keepVersions = defineAction<Params, Observed>({
  catalogue: 'C17',
  kind: 'preservation',
  title: 'Keep every version in a bucket',
  summary: 'Turns a bucket’s versioning on: what is overwritten or deleted from now on stays as a version.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['bucket'],
    properties: { bucket: BUCKET },
  },
  reads: ['s3:GetBucketLocation', 's3:GetBucketVersioning'],
  changes: ['s3:PutBucketVersioning'],
  undone: 'Suspends versioning again; the versions stay, and a bucket never becomes one without versioning.',
  keepFirst: [],
  mistakes: [
    'What was overwritten before is gone: versioning keeps only what it sees.',
    'Whoever may do s3:DeleteObjectVersion deletes versions too: hold them (s3/hold-objects), or deny that.',
    'A lifecycle rule for noncurrent versions deletes them on its day: look at the bucket’s rules.',
  ],
  observe: async ({ bucket }, reader) => {
    const place = await placeOf(bucket, reader);
    return { place, versioning: await readVersioning(place, reader) };
  },
  target: ({ bucket }) => `versions in ${bucket}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: () => null,
  blast: ({ bucket }, { versioning }) => [
    `every write to ${bucket} leaves another version, which costs what it costs`,
    `its versioning until now: ${versioning ?? 'never on'}`,
  ],
  plan: (_, observed) => neededCalls(settings(observed)),
  undo: (_, { before, now }) => undoSettings({ before: settings(before), now: settings(now) }),
  contained: () => null,
});

/** A bucket without versioning and one with it suspended keep the same of new writes: nothing. */
function settings({ place, versioning }: Observed): readonly Setting[] {
  return [
    {
      name: 'versioning',
      is: versioning === 'Enabled' ? 'Enabled' : 'Suspended',
      wanted: 'Enabled',
      set: (Status: Json) => [
        {
          service: 's3',
          operation: 'PutBucketVersioning',
          region: place.region,
          input: { Bucket: place.bucket, VersioningConfiguration: { Status } },
          purpose:
            Status === 'Enabled' ? 'keep every version from now on' : 'keep no new versions, as before',
          reversibility: Status === 'Enabled' ? turnedOn(versioning) : REVERSIBLE,
        },
      ],
    },
  ];
}

function turnedOn(before: Versioning): Reversibility {
  return before === 'Suspended'
    ? REVERSIBLE
    : {
        kind: 'leaves',
        residue: 'versioning suspended, and the versions: a bucket that had it never is without again',
      };
}
