import type { JsonObject } from '../../base/json.ts';
import { defineAction } from '../../ports/action.ts';
import { objectOf } from '../answers.ts';
import { neededCalls, undoSettings } from '../settings.ts';
import { destinations, type LogConfigs, type LogDestination, logSettings } from '../invocation-log.ts';

interface Params extends LogDestination {
  readonly regions?: readonly string[];
}

interface Observed {
  readonly configs: LogConfigs;
}

/** C11: has model invocations logged again, all kinds of data, in every Region given. */
export const restoreInvocationLogging = defineAction<Params, Observed>({
  catalogue: 'C11',
  kind: 'containment',
  title: 'Log model invocations again',
  summary:
    'Turns the invocation log on in every Region given: destinations as given, those not given as they are, every kind of data delivered.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      regions: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]$' },
        description: 'Regions to log in; that of the case unless given. Name every Region that was used.',
      },
      bucket: {
        type: 'string',
        description: 'Bucket to log to, in the Region itself: {region} stands for its name.',
      },
      prefix: { type: 'string', description: 'Prefix of the keys in the bucket.' },
      logGroup: { type: 'string', description: 'Log group of CloudWatch Logs to log to; it takes a role.' },
      role: {
        type: 'string',
        pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$',
        description: 'ARN of the role that Bedrock writes to the log group with.',
      },
      largeDataBucket: {
        type: 'string',
        description:
          'Bucket for bodies that are too large for the log group, in the Region itself: {region} stands for its name.',
      },
    },
  },
  reads: ['bedrock:GetModelInvocationLoggingConfiguration'],
  changes: [
    'bedrock:PutModelInvocationLoggingConfiguration',
    'bedrock:DeleteModelInvocationLoggingConfiguration',
  ],
  undone: 'Gives every Region the configuration it had, or none.',
  keepFirst: [],
  mistakes: [
    'What was invoked while the log was off is not in it: note the gap.',
    'The configuration is per Region: an intruder goes where nobody looks.',
    'A wrong bucket policy or role fails silently: look for a record, or at the metric ModelInvocationLogsS3DeliverySuccess.',
    'bedrock-mantle and the Claude Platform are not logged by it: their inference is in CloudTrail’s data events.',
  ],
  observe: async ({ regions }, reader, context) => {
    const configs: Record<string, JsonObject | null> = {};
    for (const region of [...(regions ?? [context.region])].toSorted()) {
      const answer = await reader.read({
        service: 'bedrock',
        operation: 'GetModelInvocationLoggingConfiguration',
        region,
      });
      configs[region] = objectOf(answer, 'loggingConfig');
    }
    return { configs };
  },
  target: (_, { configs }) => `the invocation log in ${Object.keys(configs).join(', ')}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ bucket, logGroup, role, largeDataBucket }, { configs }) => {
    if (largeDataBucket !== undefined && logGroup === undefined)
      return {
        why: 'large bodies go to a bucket beside a log group, and no log group is given',
        instead: 'give logGroup and role too',
      };
    if ((logGroup === undefined) !== (role === undefined))
      return {
        why: 'a log group takes the role that Bedrock writes to it with, and the other way round',
        instead: 'give both logGroup and role, or neither',
      };
    const nowhere = Object.keys(configs).filter((region) => configs[region] === null);
    if (nowhere.length === 0 || bucket !== undefined || logGroup !== undefined) return null;
    return {
      why: `in ${nowhere.join(', ')} nothing is logged, so that there is no destination to keep`,
      instead: 'give bucket, or logGroup and role',
    };
  },
  blast: (_, { configs }) => [
    'prompts and answers of every caller are written to the destination, with whatever is private in them',
    ...Object.entries(configs).map(([region, config]) =>
      config === null
        ? `${region}: nothing was logged until now`
        : `${region}: logged until now to ${destinations(config)}`,
    ),
  ],
  plan: (params, observed) => neededCalls(logSettings(params, observed.configs)),
  undo: (params, { before, now }) =>
    undoSettings({ before: logSettings(params, before.configs), now: logSettings(params, now.configs) }),
  contained: () => null,
});
