import type { JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { textOf } from '../answers.ts';
import { noLogGroup, readLogGroup } from '../log-groups.ts';
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
  undone: 'Gives retention and deletion protection back as they were; what expires then is gone.',
  keepFirst: [],
  mistakes: [
    'A retention policy of the account overrides the log group’s own.',
    'What has expired already goes within about 72 hours, and cannot be held.',
    'A log group of class DELIVERY keeps one day, whatever is set.',
  ],
  observe: async ({ logGroup, region }, reader, context) => {
    const found = await readLogGroup({ logGroup, region: region ?? context.region }, reader);
    return {
      exists: found !== null,
      retention: numberOf(found, 'retentionInDays'),
      retentionPolicy: textOf(found, 'retentionPolicyName'),
      protected: found?.['deletionProtectionEnabled'] === true,
      storedBytes: numberOf(found, 'storedBytes'),
      logGroupClass: textOf(found, 'logGroupClass'),
    };
  },
  target: ({ logGroup }) => `log group ${logGroup}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ logGroup }, { exists }) => (exists ? null : noLogGroup(logGroup)),
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

function numberOf(answer: JsonObject | null, member: string): number | null {
  const value = answer?.[member];
  return typeof value === 'number' ? value : null;
}
