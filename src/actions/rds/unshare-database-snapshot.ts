import { type ActionContext, defineAction } from '../../ports/action.ts';
import { listOf, objectOf, textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';
import { KEEP, losing, sharingSetting } from '../snapshot-sharing.ts';

interface Params {
  readonly snapshotId: string;
  readonly cluster?: boolean;
  readonly keep?: readonly string[];
  readonly region?: string;
}

interface Observed {
  /** Accounts that may restore it, `all` for everybody, sorted; null = there is no such snapshot. */
  readonly sharedWith: readonly string[] | null;
}

/** C13: takes a snapshot of a database back from the accounts it was shared with. */
export const unshareDatabaseSnapshot = defineAction<Params, Observed>({
  catalogue: 'C13',
  kind: 'containment',
  title: 'Unshare a database snapshot',
  summary:
    'Takes a snapshot of an RDS instance or cluster back from every account it is shared with, the public included.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['snapshotId'],
    properties: {
      snapshotId: {
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9-]{0,254}$',
        description: 'Id of the snapshot; only one that somebody made can be shared.',
      },
      cluster: {
        type: 'boolean',
        description: 'Whether it is of a cluster (Aurora); of an instance unless true.',
      },
      keep: KEEP,
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['rds:DescribeDBSnapshotAttributes', 'rds:DescribeDBClusterSnapshotAttributes'],
  changes: ['rds:ModifyDBSnapshotAttribute', 'rds:ModifyDBClusterSnapshotAttribute'],
  undone: 'Shares it again with those it was taken back from.',
  keepFirst: [
    'whom it is shared with: ModifyDBSnapshotAttribute in CloudTrail tells since when, and by whom',
  ],
  mistakes: [
    'What was copied or restored meanwhile stays with whoever did: treat the data as taken.',
    'Copies in other Regions are shared by themselves: look at each.',
    'An encrypted snapshot was shared with its key: look at the key’s policy and grants too (kms/restore-key).',
  ],
  observe: async (params, reader, context) => {
    const { kind, name } = kindOf(params);
    const answer = await reader.read({
      service: 'rds',
      operation: `Describe${kind}Attributes`,
      region: params.region ?? context.region,
      input: { [name]: params.snapshotId },
      absent: [`${kind}NotFoundFault`, `${kind}NotFound`],
    });
    if (answer === null) return { sharedWith: null };
    const attributes = listOf(objectOf(answer, `${kind}AttributesResult`), `${kind}Attributes`);
    const restore = attributes.find((attribute) => textOf(attribute, 'AttributeName') === RESTORE);
    const holders = (restore?.['AttributeValues'] ?? []) as readonly string[];
    return { sharedWith: holders.toSorted() };
  },
  target: ({ snapshotId }) => `database snapshot ${snapshotId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ snapshotId, cluster = false }, { sharedWith }) =>
    sharedWith === null
      ? {
          why: `there is no snapshot ${snapshotId} of a database ${cluster ? 'cluster' : 'instance'} in this Region`,
          instead: `check the Region, and whether it is of ${cluster ? 'an instance (cluster=false)' : 'a cluster (cluster=true)'}`,
        }
      : null,
  blast: ({ snapshotId, keep = [] }, { sharedWith }) => {
    const gone = losing({ sharedWith: sharedWith ?? [], keep });
    return [
      gone.length === 0
        ? `${snapshotId} is shared with nobody else`
        : `${gone.join(', ')} can restore and copy ${snapshotId} no more; what they made of it stays theirs`,
    ];
  },
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

const RESTORE = 'restore';

/** How the API calls the two kinds of snapshot, and the member that names one. */
function kindOf({ cluster = false }: Params): { readonly kind: string; readonly name: string } {
  const kind = cluster ? 'DBClusterSnapshot' : 'DBSnapshot';
  return { kind, name: `${kind}Identifier` };
}

function settings(params: Params, { sharedWith }: Observed, context: ActionContext): readonly Setting[] {
  if (sharedWith === null) return [];
  const { snapshotId, keep = [], region } = params;
  const { kind, name } = kindOf(params);
  const setting = sharingSetting({ snapshotId, sharedWith, keep }, (verb, holders) => ({
    service: 'rds',
    operation: `Modify${kind}Attribute`,
    region: region ?? context.region,
    input: { [name]: snapshotId, AttributeName: RESTORE, [`ValuesTo${verb}`]: holders },
  }));
  return [setting];
}
