import { type ActionContext, defineAction, type Undo } from '../../ports/action.ts';
import { joinedCalls, joinedUndo } from '../joined-calls.ts';
import { groupSettings, readGroupState, type GroupState, type WantedGroup } from '../log-group-settings.ts';
import { KEY_ALIAS, KEY_CHANGES, KEY_READS, keyBefore, unusableKey } from '../made-keys.ts';
import { REGIONS, regionsOf } from '../several-regions.ts';
import { neededCalls, undoSettings } from '../settings.ts';

interface Observed {
  readonly groups: readonly GroupState[];
}

/** R13 to R16: a log group that keeps what it has to, under a key, masked, and safe from deletion. */
export const setUpLogGroup = defineAction<WantedGroup, Observed>({
  catalogue: 'R13',
  kind: 'preparation',
  title: 'Set a log group up',
  summary:
    'Makes the log group where there is none; sets retention, a key of its own, deletion protection, and as given a data protection policy that audits and masks private data.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['logGroup', 'days'],
    properties: {
      logGroup: { type: 'string', pattern: '^[\\w./#-]{1,512}$', description: 'Name of the log group.' },
      regions: REGIONS,
      days: {
        type: 'number',
        enum: [30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
        description: 'Days that events are kept for; a longer retention that is set already stays.',
      },
      keyAlias: KEY_ALIAS,
      mask: {
        type: 'boolean',
        description:
          'Also audit and mask private data: e-mail addresses, telephone and card numbers, secret keys.',
      },
    },
  },
  reads: [
    'cloudwatch-logs:DescribeLogGroups',
    'cloudwatch-logs:DescribeLogStreams',
    'cloudwatch-logs:GetDataProtectionPolicy',
    ...KEY_READS,
  ],
  changes: [
    ...['CreateLogGroup', 'DeleteLogGroup', 'AssociateKmsKey', 'DisassociateKmsKey', 'PutRetentionPolicy'],
    ...['DeleteRetentionPolicy', 'PutLogGroupDeletionProtection'],
    ...['PutDataProtectionPolicy', 'DeleteDataProtectionPolicy'],
  ]
    .map((operation) => `cloudwatch-logs:${operation}`)
    .concat(KEY_CHANGES),
  undone:
    'Deletes a group that was made and holds nothing, and gives its key up; puts the settings of others back. A group with events in it stays, and its key.',
  keepFirst: [],
  mistakes: [
    'Masking hides data from readers of the log group only: what goes to S3 is not masked, and who may logs:Unmask reads all.',
    'Masking holds for what comes from now on, and not for what is there.',
    'A key that is deleted or disabled makes the log unreadable, and stops it.',
    'A retention policy of the account (RETENTION_POLICY) overrides the group’s own.',
    'An existing key keeps its policy: it has to let logs.REGION.amazonaws.com use it.',
  ],
  observe: async ({ logGroup, regions, keyAlias }, reader, context) => {
    const groups: GroupState[] = [];
    for (const region of regionsOf(regions, context))
      groups.push(await readGroupState({ logGroup, region, keyAlias }, reader));
    return { groups };
  },
  target: ({ logGroup }, { groups }) =>
    `log group ${logGroup} in ${groups.map(({ region }) => region).join(', ')}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: (_, { groups }) => unusableKey(groups.map(({ key }) => key)),
  blast: ({ logGroup, days, keyAlias, mask }, { groups }) => [
    ...groups.map(({ region, exists, retention }) =>
      exists
        ? `${region}: ${logGroup} is there, and keeps events for ${retention ?? 'any number of'} days until now`
        : `${region}: ${logGroup} is made`,
    ),
    `events cost by size when they come, and for ${days} days while they stay`,
    ...(keyAlias === undefined ? [] : ['a KMS key costs about 1 USD a month in each Region']),
    ...(mask === true ? ['readers without logs:Unmask see asterisks in the place of private data'] : []),
  ],
  plan: (wanted, { groups }, context) =>
    joinedCalls(groups.map((state) => neededCalls(groupSettings(wanted, state, context)))),
  undo: (wanted, { before, now }, context) =>
    joinedUndo(before.groups.map((was) => undoGroup(wanted, { was, now: now.groups }, context))),
  contained: () => null,
});

function undoGroup(
  wanted: WantedGroup,
  { was, now }: { readonly was: GroupState; readonly now: readonly GroupState[] },
  context: ActionContext,
): Undo {
  const is = now.find(({ region }) => region === was.region) ?? was;
  if (!was.exists && is.exists && is.used)
    return { kind: 'none', why: `${wanted.logGroup} in ${was.region} has events: it stays, and its key` };
  return undoSettings({
    before: groupSettings(wanted, { ...was, key: keyBefore(was.key, is.key) }, context),
    now: groupSettings(wanted, is, context),
  });
}
