import { defineAction } from '../../ports/action.ts';
import { KEY_ALIAS, KEY_CHANGES, KEY_READS, keyBefore, unusableKey } from '../made-keys.ts';
import { neededCalls, undoSettings } from '../settings.ts';
import {
  readWholeTrail,
  type WantedWholeTrail,
  type WholeTrail,
  wholeTrailSettings,
} from '../whole-trail.ts';

/** R01 to R10: a trail that writes everything the questions of the methodology need; made where there is none. */
export const setUpTrail = defineAction<WantedWholeTrail, WholeTrail>({
  catalogue: 'R01',
  kind: 'preparation',
  title: 'Set a trail up',
  summary:
    'Makes the trail where there is none, and has it write: every Region, global services, digests, management events, the data events of AI services, S3 and Lambda, Insights; as given, under a key and to a log group.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['trail', 'bucket'],
    properties: {
      trail: {
        type: 'string',
        pattern: '^(arn:aws[a-z-]*:cloudtrail:.+|[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9])$',
        description: 'Name or ARN of the trail; of a new one its name.',
      },
      bucket: {
        type: 'string',
        pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
        description: 'Bucket that a new trail writes to; a trail that is there keeps its own.',
      },
      dataTypes: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$' },
        description:
          'Resource types of data events; those of AI services, S3 objects and Lambda unless given.',
      },
      logGroup: { type: 'string', description: 'Log group it also writes to; it takes a role.' },
      role: {
        type: 'string',
        pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$',
        description: 'ARN of the role that CloudTrail writes to the log group with.',
      },
      keyAlias: KEY_ALIAS,
      region: { type: 'string', description: 'Its home Region; that of the case unless given.' },
    },
  },
  reads: [
    ...['GetTrail', 'GetTrailStatus', 'GetEventSelectors', 'GetInsightSelectors'].map(
      (operation) => `cloudtrail:${operation}`,
    ),
    ...KEY_READS,
  ],
  changes: [
    ...['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'],
    ...['PutEventSelectors', 'PutInsightSelectors'],
  ]
    .map((operation) => `cloudtrail:${operation}`)
    .concat(KEY_CHANGES),
  undone:
    'Deletes a trail that was made and puts another back as it was found. Files that were written stay in the bucket, and with them the key; without any, a key that was made is given up.',
  keepFirst: [],
  mistakes: [
    'The bucket’s and the key’s policy have to let CloudTrail in (s3/set-up-bucket receives=cloudtrail).',
    'Selectors are replaced whole: what the trail has is kept, and added to.',
    'Data events of S3 and Lambda can be many: name only the types you need with dataTypes, and watch the bill.',
    'A second trail of the same events costs again; widen the one that is there.',
    'An organization’s trail is changed in its management account only.',
  ],
  observe: (params, reader, context) => readWholeTrail(params, reader, context),
  target: ({ trail }) => `trail ${trail}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ trail, logGroup, role }, { exists, key }) => {
    // A trail gets its ARN when it is made.
    if (!exists && trail.startsWith('arn:'))
      return { why: `there is no trail ${trail}`, instead: 'give the name that a new one is to have' };
    return (logGroup === undefined) === (role === undefined)
      ? unusableKey([key])
      : {
          why: 'a log group takes the role that CloudTrail writes to it with, and the other way round',
          instead: 'give both logGroup and role, or neither',
        };
  },
  blast: ({ bucket, keyAlias }, { exists, trail }) => [
    exists
      ? `it is there and writes to ${trail.bucket}: what it writes is kept and added to`
      : `it is made and writes to ${bucket}; a first copy of management events is free of charge (unverified)`,
    'data events cost about 0.10 USD for 100,000, Insights 0.35 USD for 100,000 events looked at; storage by size',
    ...(keyAlias === undefined
      ? []
      : ['a KMS key costs about 1 USD a month; who reads the files has to be allowed to use it']),
  ],
  plan: (params, observed, context) => neededCalls(wholeTrailSettings(params, observed, context)),
  undo: (params, { before, now }, context) => {
    // Files that were delivered are read by the key only: it stays with them. A trail that is gone does not tell.
    const unwritten = now.exists && now.trail.lastDelivery === null;
    const key = unwritten ? keyBefore(before.key, now.key) : now.key;
    return undoSettings({
      before: wholeTrailSettings(params, { ...before, arn: now.arn, key }, context),
      now: wholeTrailSettings(params, now, context),
    });
  },
  contained: () => null,
});
