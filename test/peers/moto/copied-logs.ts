import * as s3 from '@aws-sdk/client-s3';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { CloudTrailRecord } from '../../../src/simulator/story/cloudtrail-record.ts';
import { keysBelow } from '../../support/delivered-logs.ts';

/** Log files as they were put. */
export interface CopiedLogs {
  /** Files of the trail. */
  readonly trail: number;
  /** Files of the invocation log. */
  readonly invocations: number;
  /** The ids of the events in the trail's files. */
  readonly events: ReadonlySet<string>;
}

export interface Copying {
  readonly from: s3.S3Client;
  readonly to: s3.S3Client;
  readonly buckets: readonly string[];
  /** What stands for what. */
  readonly ids: readonly (readonly [string, string])[];
  /** Names of the events that are left out. */
  readonly without: readonly string[];
}

const TRAIL_FILE = /\/CloudTrail\//;
// No digest is among them: the files are others than those that were signed.
const LOG_FILE = /\/(CloudTrail|BedrockModelInvocationLogs)\//;

/** Copies the log files of an account, with other ids in them. */
export async function copyLogs(copying: Copying): Promise<CopiedLogs> {
  const { from, to, buckets, ids, without } = copying;
  const events = new Set<string>();
  const count = { trail: 0, invocations: 0 };
  for (const Bucket of buckets) {
    for (const Key of (await keysBelow(from, '', Bucket)).filter((key) => LOG_FILE.test(key))) {
      const text = renamed(await textOf(from, { Bucket, Key }), ids);
      const isTrail = TRAIL_FILE.test(Key);
      const kept = isTrail ? recordsWithout(text, without, events) : text;
      count[isTrail ? 'trail' : 'invocations'] += 1;
      await to.send(
        new s3.PutObjectCommand({ Bucket, Key, Body: Key.endsWith('.gz') ? gzipSync(kept) : kept }),
      );
    }
  }
  return { ...count, events };
}

function renamed(text: string, ids: Copying['ids']): string {
  return ids.reduce((own, [told, real]) => own.replaceAll(told, real), text);
}

async function textOf(client: s3.S3Client, place: s3.GetObjectCommandInput): Promise<string> {
  const { Body } = await client.send(new s3.GetObjectCommand(place));
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  return (place.Key?.endsWith('.gz') === true ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** The file without events of these names; the ids of the others are added to `events`. */
function recordsWithout(text: string, names: readonly string[], events: Set<string>): string {
  const { Records } = JSON.parse(text) as { readonly Records: readonly CloudTrailRecord[] };
  const kept = Records.filter(({ eventName }) => !names.includes(eventName));
  for (const { eventID } of kept) events.add(eventID);
  return JSON.stringify({ Records: kept });
}
