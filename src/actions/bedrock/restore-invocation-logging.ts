import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import { objectOf, textOf } from '../answers.ts';
import { neededCalls, sameButEmpty, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly regions?: readonly string[];
  readonly bucket?: string;
  readonly prefix?: string;
  readonly logGroup?: string;
  readonly role?: string;
}

interface Observed {
  /** By Region; null = nothing is logged there. */
  readonly configs: Readonly<Record<string, JsonObject | null>>;
}

const DATA = ['text', 'image', 'embedding', 'video', 'audio'].map((kind) => `${kind}DataDeliveryEnabled`);

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
    },
  },
  reads: ['bedrock:GetModelInvocationLoggingConfiguration'],
  changes: [
    'bedrock:PutModelInvocationLoggingConfiguration',
    'bedrock:DeleteModelInvocationLoggingConfiguration',
  ],
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
  refuse: ({ bucket, logGroup, role }, { configs }) => {
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
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: () => null,
});

function settings(params: Params, { configs }: Observed): readonly Setting[] {
  return Object.entries(configs).map(([region, is]) => {
    const wanted = merged(params, is, region);
    return {
      name: `invocation log of ${region}`,
      is,
      wanted,
      same: (a, b) => sameButEmpty(complete(a), complete(b)),
      set: (to: Json) => [
        {
          service: 'bedrock',
          operation: `${to === null ? 'Delete' : 'Put'}ModelInvocationLoggingConfiguration`,
          region,
          input: to === null ? {} : { loggingConfig: to },
          purpose: to === wanted ? 'log every kind of data again' : 'put the log back as it was before',
          reversibility: REVERSIBLE,
        },
      ],
    };
  });
}

/** A Put replaces everything: what is not given is taken over. */
function merged(
  { bucket, prefix, logGroup, role }: Params,
  is: JsonObject | null,
  region: string,
): JsonObject {
  const s3Config =
    bucket === undefined
      ? objectOf(is, 's3Config')
      : {
          bucketName: bucket.replaceAll('{region}', region),
          ...(prefix === undefined ? {} : { keyPrefix: prefix }),
        };
  const cloudWatchConfig =
    logGroup === undefined || role === undefined
      ? objectOf(is, 'cloudWatchConfig')
      : { ...objectOf(is, 'cloudWatchConfig'), logGroupName: logGroup, roleArn: role };
  return {
    ...is,
    ...(s3Config === null ? {} : { s3Config }),
    ...(cloudWatchConfig === null ? {} : { cloudWatchConfig }),
    ...Object.fromEntries(DATA.map((member) => [member, true])),
  };
}

/** Kinds of data that a configuration does not name are delivered. */
function complete(config: Json): Json {
  return isObject(config)
    ? { ...Object.fromEntries(DATA.map((member) => [member, true])), ...config }
    : config;
}

function destinations(config: JsonObject): string {
  const bucket = textOf(objectOf(config, 's3Config'), 'bucketName');
  const group = textOf(objectOf(config, 'cloudWatchConfig'), 'logGroupName');
  return [bucket, group].flatMap((name) => name ?? []).join(' and ');
}
