import type { JsonObject } from '../../base/json.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { listOf, textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';
import { EVERYBODY, KEEP, losing, sharingSetting } from '../snapshot-sharing.ts';

interface Params {
  readonly snapshotId: string;
  readonly keep?: readonly string[];
  readonly region?: string;
}

interface Observed {
  /** Accounts that may make volumes of it, `all` for everybody, sorted; null = there is no such snapshot. */
  readonly sharedWith: readonly string[] | null;
}

/** C13: takes a snapshot back from the accounts it was shared with. */
export const unshareSnapshot = defineAction<Params, Observed>({
  catalogue: 'C13',
  kind: 'containment',
  title: 'Unshare a snapshot',
  summary: 'Takes an EBS snapshot back from every account it is shared with, the public included.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['snapshotId'],
    properties: {
      snapshotId: { type: 'string', pattern: '^snap-[0-9a-z]+$', description: 'Id of the snapshot.' },
      keep: KEEP,
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['ec2:DescribeSnapshotAttribute'],
  changes: ['ec2:ModifySnapshotAttribute'],
  undone: 'Shares it again with those it was taken back from.',
  keepFirst: ['whom it is shared with: ModifySnapshotAttribute in CloudTrail tells since when, and by whom'],
  mistakes: [
    'What was copied meanwhile stays with whoever copied it.',
    'Snapshots of RDS (rds/unshare-database-snapshot) and images (AMIs) are shared by settings of their own: look at those too.',
  ],
  observe: async ({ snapshotId, region }, reader, context) => {
    const answer = await reader.read({
      service: 'ec2',
      operation: 'DescribeSnapshotAttribute',
      region: region ?? context.region,
      input: { SnapshotId: snapshotId, Attribute: 'createVolumePermission' },
      absent: ['InvalidSnapshot.NotFound', 'InvalidSnapshotID.Malformed'],
    });
    if (answer === null) return { sharedWith: null };
    const holders = listOf(answer, 'CreateVolumePermissions').flatMap(
      (holder) => textOf(holder, 'UserId') ?? textOf(holder, 'Group') ?? [],
    );
    return { sharedWith: holders.toSorted() };
  },
  target: ({ snapshotId }) => `snapshot ${snapshotId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ snapshotId }, { sharedWith }) =>
    sharedWith === null
      ? {
          why: `there is no snapshot ${snapshotId} in this Region`,
          instead: 'check the Region; a copy of it may have another id',
        }
      : null,
  blast: ({ snapshotId, keep = [] }, { sharedWith }) => {
    const gone = losing({ sharedWith: sharedWith ?? [], keep });
    return [
      gone.length === 0
        ? `${snapshotId} is shared with nobody else`
        : `${gone.join(', ')} can make no more volumes of ${snapshotId}; volumes and copies they made stay theirs`,
    ];
  },
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(
  { snapshotId, keep = [], region }: Params,
  { sharedWith }: Observed,
  context: ActionContext,
): readonly Setting[] {
  if (sharedWith === null) return [];
  const setting = sharingSetting({ snapshotId, sharedWith, keep }, (verb, holders) => ({
    service: 'ec2',
    operation: 'ModifySnapshotAttribute',
    region: region ?? context.region,
    input: {
      SnapshotId: snapshotId,
      Attribute: 'createVolumePermission',
      CreateVolumePermission: { [verb]: holders.map(holderOf) },
    },
  }));
  return [setting];
}

function holderOf(holder: string): JsonObject {
  return holder === EVERYBODY ? { Group: holder } : { UserId: holder };
}
