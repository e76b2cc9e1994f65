import { counted } from '../../base/text.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { type PlannedCall, type Reversibility, REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import { BUCKET } from '../buckets.ts';
import { readRetainedObjects, type RetainedObjects, type RetainedVersion } from '../retained-objects.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly bucket: string;
  readonly prefix: string;
  readonly until: string;
  readonly mode?: 'GOVERNANCE' | 'COMPLIANCE';
}

/** C17: every version under a prefix is kept until a day. */
export const retainObjects = defineAction<Params, RetainedObjects>({
  catalogue: 'C17',
  kind: 'preservation',
  title: 'Retain objects until a day',
  summary:
    'Puts a retention on every version of the objects under a prefix: until that day they cannot be deleted.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['bucket', 'prefix', 'until'],
    properties: {
      bucket: BUCKET,
      prefix: { type: 'string', description: 'What the keys begin with; a whole key for one object.' },
      until: {
        type: 'string',
        format: 'date-time',
        pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$',
        description: 'Until when they are kept: 2027-01-15T00:00:00Z.',
      },
      mode: {
        type: 'string',
        enum: ['GOVERNANCE', 'COMPLIANCE'],
        description:
          'GOVERNANCE (unless given) yields to who may bypass it; COMPLIANCE yields to nobody, the root user included.',
      },
    },
  },
  reads: [
    's3:GetBucketLocation',
    's3:GetObjectLockConfiguration',
    's3:ListObjectVersions',
    's3:GetObjectRetention',
  ],
  changes: ['s3:PutObjectRetention'],
  undone: 'Gives back the retention that was found, or takes it off; COMPLIANCE stays until its day.',
  keepFirst: [],
  mistakes: [
    'COMPLIANCE cannot be shortened or taken off by anybody, and what it keeps is paid for until its day.',
    'It binds the versions that are there: what is written afterwards is not retained.',
    'A delete marker on top still hides the object; its versions stay.',
    'Whoever may do s3:BypassGovernanceRetention gets round GOVERNANCE: deny that to the principals you contain.',
    'Taking a retention off is an empty one with the bypass: try it on one object first (unverified).',
  ],
  observe: ({ bucket, prefix }, reader) => readRetainedObjects({ bucket, prefix }, reader),
  target: ({ bucket, prefix }) => `objects ${prefix}… in ${bucket}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ bucket }, { locked }) =>
    locked
      ? null
      : {
          why: `bucket ${bucket} has no Object Lock, without which nothing can be retained`,
          instead:
            'copy the objects to a bucket that has it (s3/copy-evidence), or turn it on for good (s3/hold-objects with enableLock=true)',
        },
  blast: ({ until, mode = 'GOVERNANCE' }, { versions }) => [
    `${counted(versions.length, 'version')} cannot be deleted until ${until}, by lifecycle rules neither, and storage costs what it costs`,
    mode === 'COMPLIANCE'
      ? 'nobody can take that back, the root user and AWS included'
      : 'who may do s3:BypassGovernanceRetention can take it back',
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) => {
    const yielding = before.versions.filter((one) => wantedRetention(params, one).mode !== 'COMPLIANCE');
    return yielding.length === 0
      ? { kind: 'none', why: 'a retention in COMPLIANCE mode stays until its day, whoever asks' }
      : undoSettings({
          before: settings(params, { ...before, versions: yielding }),
          now: settings(params, now),
        });
  },
  contained: () => null,
});

function settings(
  params: Params,
  { place, versions }: Pick<RetainedObjects, 'place' | 'versions'>,
): readonly Setting[] {
  return versions.map((version) => {
    const { key, versionId, mode, until } = version;
    const wanted = wantedRetention(params, version);
    return {
      name: `retention of version ${versionId} of ${key}`,
      is: mode === null ? null : { mode, until },
      wanted,
      set: (to: Json): readonly PlannedCall[] => [
        {
          service: 's3',
          operation: 'PutObjectRetention',
          region: place.region,
          input: {
            Bucket: place.bucket,
            Key: key,
            VersionId: versionId,
            ...retentionInput(to, to === wanted),
          },
          purpose: to === wanted ? `keep this version until ${wanted.until}` : 'retain it as before',
          reversibility: to === wanted ? reversibilityOf(wanted.mode) : REVERSIBLE,
        },
      ],
    };
  });
}

/** Never weaker than what is there: neither sooner, nor GOVERNANCE instead of COMPLIANCE. */
function wantedRetention(
  { mode = 'GOVERNANCE', until }: Params,
  found: RetainedVersion,
): { readonly mode: string; readonly until: string } {
  const asked = new Date(until).toISOString();
  return {
    mode: found.mode === 'COMPLIANCE' ? 'COMPLIANCE' : mode,
    until: found.until !== null && found.until > asked ? found.until : asked,
  };
}

function retentionInput(to: Json, longer: boolean): JsonObject {
  const bypass = longer ? {} : { BypassGovernanceRetention: true };
  if (to === null) return { ...bypass, Retention: {} };
  const { mode, until } = to as { readonly mode: string; readonly until: string };
  return { ...bypass, Retention: { Mode: mode, RetainUntilDate: { $date: until } } };
}

function reversibilityOf(mode: string): Reversibility {
  return mode === 'COMPLIANCE'
    ? { kind: 'irreversible', why: 'COMPLIANCE yields to nobody until its day' }
    : REVERSIBLE;
}
