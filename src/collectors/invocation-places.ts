import { isObject, type JsonObject } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext } from '../ports/collector.ts';
import { historyRequests } from './event-record.ts';
import { deniedText, objectsIn, readOrDenied, textIn } from './given-pieces.ts';

/** Where model invocation logging writes in a Region, or once wrote. */
export interface InvocationPlaces {
  /** Prefixes end with `/` unless they are empty. */
  readonly buckets: readonly { readonly bucket: string; readonly prefix: string }[];
  readonly groups: readonly string[];
  /** Buckets that may hold such logs and could not be listed. */
  readonly unlisted: readonly string[];
  /** Whether it is on now; null when it could not be told. */
  readonly on: boolean | null;
  /** When it was set or deleted within the window, by event history. */
  readonly changes: readonly string[];
  readonly denied: CloudError | null;
}

const PUT = 'PutModelInvocationLoggingConfiguration';
const DELETE = 'DeleteModelInvocationLoggingConfiguration';

/** The places of the configuration that is set now, and of those that event history tells of. */
export async function invocationPlaces(context: CollectContext): Promise<InvocationPlaces> {
  const { now, current, changed, named } = await namedPlaces(context);
  const { from, to } = context.window;
  const found = isObject(current) ? { buckets: [], unlisted: [] } : await bucketsWithLogs(context);
  const known = new Set(named.buckets.map(({ bucket }) => bucket));
  return {
    groups: named.groups,
    buckets: [...named.buckets, ...found.buckets.filter(({ bucket }) => !known.has(bucket))],
    unlisted: found.unlisted,
    on: now instanceof CloudError ? null : isObject(current),
    changes: changed
      .filter(({ time, failed }) => !failed && time >= from && time <= to)
      .map(({ name, time }) => `${name === PUT ? 'set' : 'deleted'} at ${time}`),
    denied: now instanceof CloudError ? now : null,
  };
}

/** The log groups alone, without looking for buckets that may hold old logs. */
export async function invocationGroups(
  context: CollectContext,
): Promise<Pick<InvocationPlaces, 'groups' | 'denied'>> {
  const { now, named } = await namedPlaces(context);
  return { groups: named.groups, denied: now instanceof CloudError ? now : null };
}

async function namedPlaces(context: CollectContext): Promise<{
  readonly now: JsonObject | CloudError;
  readonly current: JsonObject | null;
  readonly changed: Awaited<ReturnType<typeof historyRequests>>;
  readonly named: Pick<InvocationPlaces, 'buckets' | 'groups'>;
}> {
  const now = await readOrDenied(context, {
    service: 'bedrock',
    operation: 'GetModelInvocationLoggingConfiguration',
  });
  const current = now instanceof CloudError ? null : configuredLogging(now);
  const changed = await historyRequests(context, [PUT, DELETE]);
  const configs = [current, ...changed.map(({ parameters }) => parameters['loggingConfig'])].filter(isObject);
  return { now, current, changed, named: placesOf(configs as readonly JsonObject[]) };
}

/** The configuration that GetModelInvocationLoggingConfiguration answers; one without a member names no place: it is off. */
export function configuredLogging({ loggingConfig }: JsonObject): JsonObject | null {
  return isObject(loggingConfig) && Object.keys(loggingConfig).length > 0 ? loggingConfig : null;
}

/**
 * Where logging is off, or nobody may say, its old place is not told by the configuration: buckets are asked whether
 * they hold such logs at the usual place. Logs below a prefix of their own are found by event history alone.
 */
async function bucketsWithLogs(
  context: CollectContext,
): Promise<Pick<InvocationPlaces, 'buckets' | 'unlisted'>> {
  const { account, region } = context;
  const listed = await readOrDenied(context, { service: 's3', operation: 'ListBuckets' });
  if (listed instanceof CloudError) return { buckets: [], unlisted: [`any bucket (${deniedText(listed)})`] };
  const buckets: InvocationPlaces['buckets'][number][] = [];
  const unlisted: string[] = [];
  for (const { Name } of objectsIn(listed['Buckets'])) {
    const bucket = String(Name);
    const answer = await readOrDenied(context, {
      service: 's3',
      operation: 'ListObjectsV2',
      input: {
        Bucket: bucket,
        Prefix: `AWSLogs/${account}/BedrockModelInvocationLogs/${region}/`,
        MaxKeys: 1,
      },
    });
    if (answer instanceof CloudError) unlisted.push(`${bucket} (${deniedText(answer)})`);
    else if (objectsIn(answer['Contents']).length > 0) buckets.push({ bucket, prefix: '' });
  }
  return { buckets, unlisted };
}

function placesOf(configs: readonly JsonObject[]): Pick<InvocationPlaces, 'buckets' | 'groups'> {
  const buckets = new Map<string, { readonly bucket: string; readonly prefix: string }>();
  const groups = new Set<string>();
  const take = (place: JsonObject[string] | undefined): void => {
    if (!isObject(place)) return;
    const { bucketName, keyPrefix } = place;
    const bucket = textIn(bucketName);
    if (bucket === null) return;
    const given = textIn(keyPrefix) ?? '';
    const prefix = given === '' ? '' : `${given.replace(/\/$/, '')}/`;
    buckets.set(`${bucket}/${prefix}`, { bucket, prefix });
  };
  for (const config of configs) {
    take(config['s3Config']);
    const watch = config['cloudWatchConfig'];
    if (!isObject(watch)) continue;
    take(watch['largeDataDeliveryS3Config']);
    const group = textIn(watch['logGroupName']);
    if (group !== null && group !== '') groups.add(group);
  }
  return { buckets: [...buckets.values()], groups: [...groups] };
}
