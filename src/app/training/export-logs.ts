import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InternalError } from '../../base/errors.ts';
import { isObject, type JsonObject } from '../../base/json.ts';
import { markedValue } from '../../model/cloud-call.ts';
import { ACCOUNT, HOME_REGION, WORKLOAD } from '../../simulator/story/names.ts';
import { Actor } from '../exercise/actor.ts';
import type { Stage } from '../exercise/stage.ts';

/** What a colleague with access to the log buckets hands over: every log file, byte for byte, under its key, and no digests. */
export async function exportLogs(stage: Stage, folder: string): Promise<void> {
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  const reader = new Actor(stage.dispatch, stage.responder, { address: '192.0.2.90', userAgent: 'aws-cli' });
  try {
    for (const [bucket, kind] of PLACES)
      for await (const key of keysOf(reader, bucket, `AWSLogs/${ACCOUNT}/${kind}/`)) {
        const file = join(part, bucket, key);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, await bytesOf(reader, bucket, key));
      }
  } finally {
    reader.close();
  }
  renameSync(part, folder);
}

/** Digests are left out: there are thousands, one an hour and Region, and whoever exports by hand forgets them. */
const PLACES = [
  [WORKLOAD.trailBucket, 'CloudTrail'],
  [WORKLOAD.invocationLogBucket, 'BedrockModelInvocationLogs'],
] as const;

async function* keysOf(reader: Actor, bucket: string, prefix: string): AsyncGenerator<string> {
  for (let token: unknown; ;) {
    const more = typeof token === 'string' ? { ContinuationToken: token } : {};
    const output = await call(reader, 'ListObjectsV2', { Bucket: bucket, Prefix: prefix, ...more });
    for (const item of Array.isArray(output['Contents']) ? output['Contents'] : [])
      if (isObject(item) && typeof item['Key'] === 'string') yield item['Key'];
    token = output['NextContinuationToken'];
    if (typeof token !== 'string') return;
  }
}

async function bytesOf(reader: Actor, bucket: string, key: string): Promise<Buffer> {
  const { Body } = await call(reader, 'GetObject', { Bucket: bucket, Key: key });
  const marked = markedValue(Body ?? null);
  if (marked?.mark !== '$bytes') throw new InternalError(`the log object ${key} came without its bytes`);
  return Buffer.from(String(marked.value), 'base64');
}

async function call(reader: Actor, operation: string, input: JsonObject): Promise<JsonObject> {
  const { answer } = await reader.call({ service: 's3', operation, region: HOME_REGION, input });
  return answer.output;
}
