import { gzipSync } from 'node:zlib';
import type { CloudTrailRecord } from './cloudtrail-record.ts';
import { invocationFolder, type InvocationRecord } from './invocation-record.ts';
import { DEFAULT_START, leakedCredential, type AnswerKey, type StoryOptions } from './leaked-credential.ts';
import type { Moment } from './model-call.ts';
import { ACCOUNT, compactMinute } from './names.ts';
import { createRandom, type Random } from './random.ts';

/** A file to be written: its path, with `/`, below the folder of the logs. */
export interface LogFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The example's logs and what is in them. */
export interface ExampleLogs {
  readonly files: Iterable<LogFile>;
  readonly events: number;
  readonly invocations: number;
  readonly key: AnswerKey;
}

const FIVE_MINUTES = 300_000;
const HOUR = 3_600_000;
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const README = `Synthetic logs, made by heptad. No real account, person, key or address is in them: account ids, addresses
and domains are those that documentation is meant to use, and key ids end with EXAMPLE.

The story: an access key of a CI user was exposed in a public repository and is used by somebody else.
`;

/** The bundled example: 20,000 events of ordinary work around the leaked credential of 15 January 2026. */
export const EXAMPLE_OPTIONS: StoryOptions = {
  seed: 'example',
  start: DEFAULT_START,
  backgroundEvents: 20_000,
};

/**
 * The logs of the leaked-credential story, laid out as AWS lays them out. Equal options give equal files; the
 * compressed bytes are equal too as long as Node's zlib is the same.
 */
export function exampleLogs(options: StoryOptions = EXAMPLE_OPTIONS): ExampleLogs {
  const { moments, key } = leakedCredential(options);
  return {
    files: filesOf(moments, options.seed),
    events: moments.length,
    invocations: moments.filter((moment) => moment.invocation !== undefined).length,
    key,
  };
}

/** Lays out moments as AWS would deliver them to a bucket, with a README that says what they are. */
export function* filesOf(moments: readonly Moment[], seed: string): Generator<LogFile> {
  yield { path: 'README.txt', bytes: Buffer.from(README) };
  yield* trailFiles(moments, createRandom(`${seed}/trail files`));
  yield* invocationFiles(moments, createRandom(`${seed}/invocation files`));
}

/** Compresses a text; the header names no platform and no time, so that equal texts give equal bytes. */
export function gzipped(text: string): Uint8Array {
  const bytes = gzipSync(text, { level: 6 });
  bytes[9] = 255;
  return bytes;
}

function* trailFiles(moments: readonly Moment[], random: Random): Generator<LogFile> {
  for (const group of groupsOf(moments, ({ event, time }) => slotOf(time, event.awsRegion))) {
    const [first] = group;
    const delivered = (Math.floor(first.time / FIVE_MINUTES) + 1) * FIVE_MINUTES;
    const records = group.map((moment) => moment.event);
    yield {
      path: trailPath(first.event.awsRegion, delivered, random.text(ALPHANUMERIC, 16)),
      bytes: gzipped(trailBody(records)),
    };
  }
}

/** The body of a CloudTrail log file. */
export function trailBody(records: readonly CloudTrailRecord[]): string {
  return JSON.stringify({ Records: records });
}

function trailPath(region: string, time: number, unique: string): string {
  const day = new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');
  const name = `${ACCOUNT}_CloudTrail_${region}_${compactMinute(time)}_${unique}.json.gz`;
  return `AWSLogs/${ACCOUNT}/CloudTrail/${region}/${day}/${name}`;
}

function* invocationFiles(moments: readonly Moment[], random: Random): Generator<LogFile> {
  const records = moments.flatMap(({ invocation }) => (invocation === undefined ? [] : [invocation]));
  for (const group of groupsOf(records, ({ time, region }) => slotOf(time, region))) {
    yield* invocationGroup(group, random);
  }
}

function* invocationGroup(group: Group<InvocationRecord>, random: Random): Generator<LogFile> {
  const [first] = group;
  const folder = invocationFolder(first.region, Math.floor(first.time / HOUR) * HOUR);
  const stamp = new Date(first.time).toISOString().replaceAll(/[-:.]/g, '');
  const lines = group.map((invocation) => JSON.stringify(invocation.record));
  yield {
    path: `${folder}/${stamp}_${random.text('0123456789abcdef', 16)}.json.gz`,
    bytes: gzipped(`${lines.join('\n')}\n`),
  };
  for (const side of group.flatMap((invocation) => invocation.sideObjects)) {
    yield { path: `${folder}/${side.name}`, bytes: gzipped(JSON.stringify(side.body)) };
  }
}

type Group<T> = readonly [T, ...T[]];

/** Items with the same key, in the order in which each key first came up. */
function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): Iterable<Group<T>> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups.values();
}

function slotOf(time: number, region: string): string {
  return `${Math.floor(time / FIVE_MINUTES)}/${region}`;
}
