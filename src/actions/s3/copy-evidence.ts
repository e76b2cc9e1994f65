import { defineAction } from '../../ports/action.ts';
import { BUCKET, KEY, placeOf, VERSION_ID } from '../buckets.ts';
import { copySourceOf, MOST_COPIED, type ObjectHead, readHead, withMetadata } from '../object-copies.ts';

interface Params {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly to: string;
  readonly prefix?: string;
  readonly owner?: string;
}

interface Observed {
  readonly region: string;
  readonly source: ObjectHead | null;
  readonly copy: ObjectHead | null;
}

/** C21: a copy of one version in the evidence bucket, with a checksum and where it came from. */
export const copyEvidence = defineAction<Params, Observed>({
  catalogue: 'C21',
  kind: 'preservation',
  title: 'Copy an object to the evidence bucket',
  summary:
    'Copies one version of an object to another bucket with a SHA-256 checksum; metadata is kept, and the copy says where it came from.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['bucket', 'key', 'versionId', 'to'],
    properties: {
      bucket: BUCKET,
      key: KEY,
      versionId: VERSION_ID,
      to: { ...BUCKET, description: 'The evidence bucket, best with Object Lock and in another account.' },
      prefix: { type: 'string', description: 'Where in it, ending in a slash; evidence/ unless given.' },
      owner: {
        type: 'string',
        pattern: '^[0-9]{12}$',
        description:
          'The account the evidence bucket has to belong to, so that nothing goes to somebody else’s.',
      },
    },
  },
  reads: ['s3:GetBucketLocation', 's3:HeadObject'],
  changes: ['s3:CopyObject'],
  undone: 'None: the copy is evidence.',
  keepFirst: [],
  mistakes: [
    'Digest files prove log files by metadata and place: their metadata is kept, the old key stands in the copy’s.',
    'A copy has a new Last-Modified: the old one is in its metadata.',
    'Objects over 5 GB are copied in parts: use a tool for that.',
    'The bucket’s default encryption applies: have it use a key of the evidence account.',
  ],
  observe: async (params, reader) => {
    const { bucket, key, versionId, to, owner } = params;
    const place = await placeOf(bucket, reader);
    const target = { ...(await placeOf(to, reader)), ...owned(owner) };
    return {
      region: target.region,
      source: await readHead({ ...place, key, versionId }, reader),
      copy: await readHead({ ...target, key: copyKey(params), versionId: null }, reader),
    };
  },
  target: ({ bucket, key, versionId }) => `version ${versionId} of ${key} in ${bucket}`,
  // What it is copied from stays as it is, and what it goes to is where evidence belongs.
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ bucket, key, versionId }, { source }) => {
    if (source === null)
      return {
        why: `${bucket} has no version ${versionId} of ${key} with content`,
        instead: 'list the versions (s3api list-object-versions); a delete marker has no content',
      };
    if (source.size <= MOST_COPIED) return null;
    return {
      why: `the object has ${source.size} bytes, and one call copies ${MOST_COPIED} at most`,
      instead: 'copy it in parts (aws s3 cp), with --checksum-algorithm SHA256',
    };
  },
  blast: ({ to }, { source }) => [
    `${source?.size ?? 0} bytes are written to ${to}, and whoever reads that bucket can read them`,
    'the original stays as it is',
  ],
  plan: (params, { region, source, copy }) => {
    if (source === null || isCopy(copy, source, params)) return [];
    return [
      {
        service: 's3',
        operation: 'CopyObject',
        region,
        input: {
          Bucket: params.to,
          Key: copyKey(params),
          CopySource: copySourceOf(params),
          ChecksumAlgorithm: 'SHA256',
          ...withMetadata(source, origin(params, source)),
          ...owned(params.owner),
        },
        purpose: 'keep a copy where the intruder does not reach it',
        reversibility: { kind: 'leaves', residue: 'the copy: heptad deletes no evidence' },
      },
    ];
  },
  undo: () => ({ kind: 'none', why: 'a copy kept as evidence is not deleted by heptad' }),
  contained: () => null,
});

function owned(owner: string | undefined): { readonly ExpectedBucketOwner?: string } {
  return owner === undefined ? {} : { ExpectedBucketOwner: owner };
}

/** By bucket, version and key, so that copies of two versions never meet. */
function copyKey({
  bucket,
  key,
  versionId,
  prefix,
}: Pick<Params, 'bucket' | 'key' | 'versionId' | 'prefix'>): string {
  return `${prefix ?? 'evidence/'}${bucket}/${versionId}/${key}`;
}

function isCopy(copy: ObjectHead | null, source: ObjectHead, params: Params): boolean {
  if (copy === null || copy.size !== source.size || copy.sha256 === null) return false;
  const wanted = origin(params, source);
  return Object.entries(wanted).every(([name, value]) => copy.metadata[name] === value);
}

/** Metadata is US-ASCII: keys are percent-encoded. */
function origin(
  { bucket, key, versionId }: Params,
  { etag, modified }: ObjectHead,
): Readonly<Record<string, string>> {
  return {
    'heptad-source-bucket': bucket,
    'heptad-source-key': encodeURIComponent(key),
    'heptad-source-version': versionId,
    'heptad-source-modified': modified ?? '',
    'heptad-source-etag': (etag ?? '').replaceAll('"', ''),
  };
}
