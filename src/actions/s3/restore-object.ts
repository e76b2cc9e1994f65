import { type PlannedCall, type Reversibility, REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import {
  BUCKET,
  type BucketPlace,
  KEY,
  type ListedVersion,
  placeOf,
  readVersioning,
  readVersions,
  VERSION_ID,
  type Versioning,
} from '../buckets.ts';
import { copySourceOf, MOST_COPIED, type ObjectHead, readHead, withMetadata } from '../object-copies.ts';

interface Params {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

interface Observed {
  readonly place: BucketPlace;
  readonly versioning: Versioning;
  readonly versions: readonly ListedVersion[];
  readonly good: ObjectHead | null;
  readonly top: ObjectHead | null;
}

const MOST_VERSIONS = 1000;

/** C16: puts a good version of an object on top again; the bad one stays beneath it as evidence. */
export const restoreObject = defineAction<Params, Observed>({
  catalogue: 'C16',
  kind: 'containment',
  title: 'Restore an object',
  summary:
    'Copies a version known to be good on top of the others, also over a delete marker; nothing is deleted. Versioning is turned on first where it is not.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['bucket', 'key', 'versionId'],
    properties: {
      bucket: BUCKET,
      key: KEY,
      versionId: { ...VERSION_ID, description: 'Id of the version known to be good.' },
    },
  },
  reads: ['s3:GetBucketLocation', 's3:GetBucketVersioning', 's3:ListObjectVersions', 's3:HeadObject'],
  changes: ['s3:PutBucketVersioning', 's3:CopyObject', 's3:DeleteObject'],
  keepFirst: [],
  mistakes: [
    'With versioning suspended a write replaces the version called null, which may be the bad one: versioning comes first.',
    'A knowledge base goes on answering from what it has taken in: ingest again afterwards.',
    'Objects over 5 GB are copied in parts: use a tool for that.',
  ],
  observe,
  target: ({ bucket, key }) => `object ${key} in ${bucket}`,
  touches: ({ bucket }) => ({ principals: [], buckets: [bucket] }),
  refuse: ({ bucket, key, versionId }, { good }) => {
    if (good === null)
      return {
        why: `${bucket} has no version ${versionId} of ${key} with content`,
        instead:
          'list the versions (s3api list-object-versions), and take the object from a backup where none is good',
      };
    if (good.size <= MOST_COPIED) return null;
    return {
      why: `the version has ${good.size} bytes, and one call copies ${MOST_COPIED} at most`,
      instead: 'copy it in parts (aws s3 cp)',
    };
  },
  blast: ({ bucket }, { versions, versioning }) => [
    `whoever reads the object gets the good version; the ${versions.length} versions there are stay`,
    ...(versioning === 'Enabled'
      ? []
      : [`every object written to ${bucket} from now on keeps its versions, and costs what they cost`]),
  ],
  plan: (params, observed) => {
    const { place, versioning, good } = observed;
    if (good === null || isRestored(params, observed)) return [];
    return [
      ...(versioning === 'Enabled' ? [] : [versioningCall(place, 'Enabled', versioning)]),
      copyCall(params, place, good),
    ];
  },
  undo: (params, { before, now }) => {
    const [top, was] = [topOf(now), topOf(before)];
    if (isRestored(params, before)) return { kind: 'none', why: 'the good version was on top before' };
    const known = before.versions.some(({ versionId }) => versionId === top?.versionId);
    const isOurs = top !== undefined && !known && isRestored(params, now);
    if (!isOurs && top?.versionId !== was?.versionId)
      return {
        kind: 'conflict',
        differences: [
          `the newest version is ${top?.versionId ?? 'gone'}, which is not the copy that was made`,
        ],
      };
    const calls = [
      ...(isOurs ? [deleteCall(params, now.place, top.versionId)] : []),
      ...(before.versioning === 'Enabled' || now.versioning !== 'Enabled'
        ? []
        : [versioningCall(now.place, 'Suspended', before.versioning)]),
    ];
    return calls.length === 0
      ? { kind: 'none', why: 'everything is as it was before already' }
      : { kind: 'calls', calls, reopens: true };
  },
  contained: () => null,
});

async function observe({ bucket, key, versionId }: Params, reader: CloudReader): Promise<Observed> {
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

function topOf({ versions }: Observed): ListedVersion | undefined {
  return versions.find(({ latest }) => latest);
}

const MARK = 'heptad-restored-from';

/** The newest version is the good one, a byte-for-byte copy of it, or our copy where an ETag tells nothing. */
function isRestored({ versionId }: Params, { good, top, ...observed }: Observed): boolean {
  const newest = topOf({ good, top, ...observed });
  if (good === null || top === null || newest === undefined || newest.marker) return false;
  if (newest.versionId === versionId || top.metadata[MARK] === versionId) return true;
  return hasPlainEtag(good) && hasPlainEtag(top) && top.etag === good.etag && top.size === good.size;
}

/** The ETag is the content's MD5: not for uploads in parts, nor under KMS. */
function hasPlainEtag({ etag, encryption }: ObjectHead): boolean {
  return etag !== null && !etag.includes('-') && (encryption === null || encryption === 'AES256');
}

function copyCall(params: Params, { region }: BucketPlace, good: ObjectHead): PlannedCall {
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

function deleteCall({ bucket, key }: Params, { region }: BucketPlace, VersionId: string): PlannedCall {
  return {
    service: 's3',
    operation: 'DeleteObject',
    region,
    input: { Bucket: bucket, Key: key, VersionId },
    purpose: 'take the copy that was made away again',
    reversibility: REVERSIBLE,
  };
}

function versioningCall(
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
