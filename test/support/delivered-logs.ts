import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { gunzipSync } from 'node:zlib';
import type { CloudTrailRecord } from '../../src/simulator/story/cloudtrail-record.ts';

export const TRAIL_BUCKET = 'example-cloudtrail-111122223333';
export const LOGS = 'AWSLogs/111122223333/CloudTrail/';
export const DIGESTS = 'AWSLogs/111122223333/CloudTrail-Digest/';

/** An object as a client got it. */
export interface Fetched {
  readonly key: string;
  readonly bytes: Buffer;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Every key below a prefix, in order. */
export async function keysBelow(client: S3Client, Prefix: string, Bucket = TRAIL_BUCKET): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page: ListObjectsV2CommandOutput = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }),
    );
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return keys;
}

/** Every object below a prefix, unpacked. */
export async function objectsBelow(
  client: S3Client,
  prefix: string,
  bucket = TRAIL_BUCKET,
): Promise<Fetched[]> {
  const all: Fetched[] = [];
  for (const key of await keysBelow(client, prefix, bucket)) {
    const { Body, Metadata = {} } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    all.push({ key, bytes, text: gunzipSync(bytes).toString('utf8'), metadata: Metadata });
  }
  return all;
}

/** The records of every log file below a prefix. */
export async function recordsBelow(
  client: S3Client,
  prefix: string = LOGS,
  bucket = TRAIL_BUCKET,
): Promise<CloudTrailRecord[]> {
  const files = await objectsBelow(client, prefix, bucket);
  return files.flatMap(({ text }) => (JSON.parse(text) as { readonly Records: CloudTrailRecord[] }).Records);
}
