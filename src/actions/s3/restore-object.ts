import { counted } from '../../base/text.ts';
import { defineAction } from '../../ports/action.ts';
import { BUCKET, KEY, VERSION_ID } from '../buckets.ts';
import { MOST_COPIED } from '../object-copies.ts';
import {
  copyCall,
  deleteCall,
  type GoodVersion,
  isRestored,
  readObject,
  type RestoredObject,
  topOf,
  versioningCall,
} from '../restored-objects.ts';

/** C16: puts a good version of an object on top again; the bad one stays beneath it as evidence. */
export const restoreObject = defineAction<GoodVersion, RestoredObject>({
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
  undone:
    'Takes the restored version away, so that the bad one is the newest again; versioning that was turned on is suspended.',
  keepFirst: [],
  mistakes: [
    'With versioning suspended a write replaces the version called null, which may be the bad one: versioning comes first.',
    'A knowledge base goes on answering from what it has taken in: ingest again afterwards.',
    'Objects over 5 GB are copied in parts: use a tool for that.',
  ],
  observe: (params, reader) => readObject(params, reader),
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
    `whoever reads the object gets the good version; what is there stays: ${counted(versions.length, 'version')}`,
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
