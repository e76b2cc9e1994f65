import type { JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { textOf } from '../answers.ts';
import { allItems, NEXT_TOKEN_PAGES } from '../pages.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly logGroup: string;
  readonly region?: string;
}

interface Observed {
  readonly exists: boolean;
  /** Days; null = for ever. */
  readonly retention: number | null;
  /** An account policy that sets retention, and wins. */
  readonly retentionPolicy: string | null;
  readonly protected: boolean;
  readonly storedBytes: number | null;
  readonly logGroupClass: string | null;
}

/** C19: keeps a log group from expiring and from being deleted. */
export const holdLogs = defineAction<Params, Observed>({
  catalogue: 'C19',
  kind: 'preservation',
  title: 'Hold a log group',
  summary:
    'Takes the retention off a log group, so that nothing in it expires, and protects it from being deleted.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['logGroup'],
    properties: {
      logGroup: { type: 'string', minLength: 1, maxLength: 512, description: 'Name of the log group.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['cloudwatch-logs:DescribeLogGroups'],
  changes: [
    'cloudwatch-logs:DeleteRetentionPolicy',
    'cloudwatch-logs:PutRetentionPolicy',
    'cloudwatch-logs:PutLogGroupDeletionProtection',
  ],
  keepFirst: [],
  mistakes: [
    'A retention policy of the account overrides the log group’s own.',
    'What has expired already goes within about 72 hours, and cannot be held.',
    'A log group of class DELIVERY keeps one day, whatever is set.',
  ],
  observe: async ({ logGroup, region }, reader, context) => {
    const groups = await allItems(
      {
        service: 'cloudwatch-logs',
        operation: 'DescribeLogGroups',
        region: region ?? context.region,
        input: { logGroupNamePrefix: logGroup },
      },
      { items: 'logGroups', ...NEXT_TOKEN_PAGES },
      reader,
    );
    const found = groups.find((group) => textOf(group, 'logGroupName') === logGroup);
    return {
      exists: found !== undefined,
      retention: numberOf(found, 'retentionInDays'),
      retentionPolicy: found === undefined ? null : textOf(found, 'retentionPolicyName'),
      protected: found?.['deletionProtectionEnabled'] === true,
      storedBytes: numberOf(found, 'storedBytes'),
      logGroupClass: found === undefined ? null : textOf(found, 'logGroupClass'),
    };
  },
  target: ({ logGroup }) => `log group ${logGroup}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ logGroup }, { exists }) =>
    exists
      ? null
      : {
          why: `there is no log group ${logGroup} in this Region`,
          instead: 'look at the last events that name it: DeleteLogGroup tells who deleted it',
        },
  blast: ({ logGroup }, { retention, retentionPolicy, logGroupClass, storedBytes }) => [
    `${logGroup} grows without end: ${storedBytes ?? 0} bytes now, kept for ${retention ?? 'any number of'} days until now`,
    ...(retentionPolicy === null
      ? []
      : [`the account’s policy ${retentionPolicy} goes on setting retention`]),
    ...(logGroupClass === 'DELIVERY' ? ['its class keeps one day, whatever is set'] : []),
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function settings(params: Params, observed: Observed, context: ActionContext): readonly Setting[] {
  const region = params.region ?? context.region;
  const { logGroup } = params;
  const call = (operation: string, input: JsonObject, purpose: string): PlannedCall => ({
    service: 'cloudwatch-logs',
    operation,
    region,
    input,
    purpose,
    reversibility: REVERSIBLE,
  });
  return [
    {
      name: `deletion protection of ${logGroup}`,
      is: observed.protected,
      wanted: true,
      set: (deletionProtectionEnabled) => [
        call(
          'PutLogGroupDeletionProtection',
          { logGroupIdentifier: logGroup, deletionProtectionEnabled },
          deletionProtectionEnabled === true
            ? 'keep it from being deleted'
            : 'let it be deleted again, as before',
        ),
      ],
    },
    {
      name: `retention of ${logGroup}`,
      is: observed.retention,
      wanted: null,
      set: (retentionInDays) => [
        retentionInDays === null
          ? call('DeleteRetentionPolicy', { logGroupName: logGroup }, 'let nothing expire')
          : call(
              'PutRetentionPolicy',
              { logGroupName: logGroup, retentionInDays },
              'let it expire as before',
            ),
      ],
    },
  ];
}

function numberOf(answer: JsonObject | undefined, member: string): number | null {
  const value = answer?.[member];
  return typeof value === 'number' ? value : null;
}
