import type { LoggingConfig } from '@aws-sdk/client-bedrock';
import { invocationFolder } from '../story/invocation-record.ts';
import type { LoggedInvocation } from '../world/invocation-state.ts';
import type { World } from '../world/world.ts';
import { deliver, type Delivery } from './delivered-object.ts';
import { withBodiesAside, type RecordAside } from './invocation-bodies.ts';

/** Records for a log group, in the one stream Bedrock writes to. */
export interface InvocationBatch {
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  readonly records: readonly LoggedInvocation[];
}

export type InvocationSink = (batch: InvocationBatch) => void;

const FIVE_MINUTES = 300_000;
const HOUR = 3_600_000;
const STREAM = 'aws/bedrock/modelinvocations';

/** Writes the invocation log's files into their buckets; what has no bucket, or one that denies it, is lost, as Bedrock's metrics would tell. */
export function createInvocationDelivery(world: World, toLogGroup?: InvocationSink): (now: number) => void {
  const { invocations: state, delays } = world;
  let at = 0;
  return (now) => {
    for (;;) {
      const next = state.records[at];
      if (next === undefined) return;
      const end = (Math.floor(next.time / FIVE_MINUTES) + 1) * FIVE_MINUTES;
      if (end + delays.delivery > now) return;
      const from = at;
      while ((state.records[at]?.time ?? Infinity) < end) at += 1;
      state.closedUntil = end;
      for (const group of groupsOf(state.records.slice(from, at)))
        send(world, { group, due: end + delays.delivery, toLogGroup });
    }
  };
}

type Group = readonly [LoggedInvocation, ...LoggedInvocation[]];

interface Batch {
  readonly group: Group;
  readonly due: number;
  readonly toLogGroup: InvocationSink | undefined;
}

function send(world: World, { group, due, toLogGroup }: Batch): void {
  const [{ destination, region }] = group;
  const { s3Config, cloudWatchConfig } = destination;
  if (s3Config !== undefined) sendToBucket(world, { group, due, to: s3Config });
  if (cloudWatchConfig === undefined || toLogGroup === undefined) return;
  const large = cloudWatchConfig.largeDataDeliveryS3Config;
  const aside = group.map((record) =>
    withBodiesAside(record, large === undefined ? undefined : placeOf(large, record)),
  );
  if (large !== undefined) sendAside(world, { aside, due, to: large });
  const records = group.map((record, index) => ({
    ...record,
    record: aside[index]?.record ?? record.record,
  }));
  toLogGroup({ region, group: cloudWatchConfig.logGroupName ?? '', stream: STREAM, records });
}

type BucketConfig = NonNullable<LoggingConfig['s3Config']>;

function sendToBucket(
  world: World,
  { group, due, to }: Omit<Batch, 'toLogGroup'> & { readonly to: BucketConfig },
): void {
  const [first] = group;
  const aside = group.map((record) => withBodiesAside(record, placeOf(to, record)));
  const stamp = new Date(first.time).toISOString().replaceAll(/[-:.]/g, '');
  const { folder, bucket } = placeOf(to, first);
  const unique = world.random
    .fork(`invocation file ${bucket}/${folder}/${stamp}`)
    .text('0123456789abcdef', 16);
  const lines = (): string => `${aside.map(({ record }) => JSON.stringify(record)).join('\n')}\n`;
  place(world, { bucket, key: `${folder}/${stamp}_${unique}.json.gz`, due, text: lines });
  sendAside(world, { aside, due, to });
}

function sendAside(
  world: World,
  {
    aside,
    due,
    to,
  }: { readonly aside: readonly RecordAside[]; readonly due: number; readonly to: BucketConfig },
): void {
  for (const { time, region, sideObjects } of aside)
    for (const { name, body } of sideObjects) {
      const { bucket, folder } = placeOf(to, { time, region });
      place(world, { bucket, key: `${folder}/${name}`, due, text: () => JSON.stringify(body) });
    }
}

function place({ s3, random, accountId: account }: World, delivery: Delivery): void {
  const writer = { service: 'bedrock.amazonaws.com', account, sourceArn: undefined };
  deliver({ s3, random: random.fork(`version of ${delivery.key}`), writer }, delivery);
}

function placeOf(
  { bucketName = '', keyPrefix = '' }: BucketConfig,
  { time, region }: Pick<LoggedInvocation, 'time' | 'region'>,
): { readonly bucket: string; readonly folder: string } {
  const folder = invocationFolder(region, Math.floor(time / HOUR) * HOUR);
  return { bucket: bucketName, folder: keyPrefix === '' ? folder : `${keyPrefix}/${folder}` };
}

/** Records of one Region that go to one place are one file. */
function groupsOf(records: readonly LoggedInvocation[]): readonly Group[] {
  const groups = new Map<string, [LoggedInvocation, ...LoggedInvocation[]]>();
  for (const record of records) {
    const key = `${record.region}/${JSON.stringify(record.destination)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return [...groups.values()];
}
