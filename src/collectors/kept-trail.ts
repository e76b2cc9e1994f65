import { gunzipSync } from 'node:zlib';
import { sha256 } from '../base/hashing.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import type { CollectContext } from '../ports/collector.ts';
import { type HistoryEvent, historyEvents, historyPages, recordIds } from './event-record.ts';
import { objectsIn, textIn } from './given-pieces.ts';
import { objectSource } from './s3-objects.ts';
import { signaturesPath } from './trail-digests.ts';
import { stampOf } from './trail-files.ts';
import type { FoundTrail } from './trails.ts';
import type { DigestFile } from './verify-digests.ts';

/** What the case keeps of a trail's log files in one Region. */
export interface KeptLogs {
  /** SHA-256 of the uncompressed bytes by `s3://bucket/key`; `unreadable` for what is no gzip. */
  readonly hashes: ReadonlyMap<string, string>;
  /** When the first file was delivered, milliseconds since 1970. */
  readonly first: number | null;
}

/** Reads the kept log files once, one at a time, and tells the eventIDs in each. */
export async function keptLogs(
  context: CollectContext,
  trail: FoundTrail,
  onEvents: (ids: readonly string[]) => void,
): Promise<KeptLogs> {
  const { kept, region } = context;
  const hashes = new Map<string, string>();
  const stamps: number[] = [];
  const prefix = objectSource({ bucket: trail.bucket, key: `${trail.root}CloudTrail/${region}/` });
  for await (const { source, sha256: content } of kept.records('cloudtrail-trail-files', prefix)) {
    const bytes = unpacked(await kept.read(content));
    hashes.set(source, bytes === null ? 'unreadable' : sha256(bytes));
    if (bytes !== null) onEvents(recordIds(bytes));
    stamps.push(stampOf(source) ?? Infinity);
  }
  const first = stamps.reduce((least, stamp) => Math.min(least, stamp), Infinity);
  return { hashes, first: Number.isFinite(first) ? first : null };
}

/** The kept digests of a trail in one Region, each with its signature. */
export async function keptDigests(
  context: CollectContext,
  trail: FoundTrail,
): Promise<readonly DigestFile[]> {
  const { kept, region } = context;
  const signed = new Map<string, JsonObject>();
  const documents = `${signaturesPath(context)}${trail.name}/`;
  for await (const { sha256: content } of kept.records('cloudtrail-digests', documents)) {
    const told: unknown = JSON.parse(Buffer.from(await kept.read(content)).toString('utf8'));
    const list = isObject(told) ? objectsIn(told['signatures'] as JsonObject[string]) : [];
    for (const one of list)
      signed.set(objectSource({ bucket: String(one['bucket']), key: String(one['key']) }), one);
  }
  const folder = `${trail.root}CloudTrail-Digest/${region}/`;
  const files = new Map<string, DigestFile>();
  const prefix = objectSource({ bucket: trail.bucket, key: folder });
  for await (const { source, sha256: content } of kept.records('cloudtrail-digests', prefix)) {
    const key = source.slice(`s3://${trail.bucket}/`.length);
    if (!key.includes(`_${trail.name}_${trail.homeRegion}_`)) continue;
    const bytes = await kept.read(content);
    const own = signed.get(source);
    const { bucket } = trail;
    const signature = textIn(own?.['signature']);
    const algorithm = textIn(own?.['algorithm']);
    files.set(source, { bucket, key, text: unpacked(bytes) ?? bytes, signature, algorithm });
  }
  return [...files.values()];
}

/** The management events of a Region that event history told of, each once. */
export async function keptHistory(
  context: Pick<CollectContext, 'kept' | 'account'>,
  region: string,
): Promise<Map<string, HistoryEvent>> {
  const events = new Map<string, HistoryEvent>();
  for await (const page of historyPages(context, region))
    for (const event of historyEvents(await context.kept.read(page), page)) events.set(event.id, event);
  return events;
}

function unpacked(bytes: Uint8Array): Uint8Array | null {
  try {
    return gunzipSync(bytes);
  } catch (error) {
    if (error instanceof Error && /^(Z_|ERR_)/.test(String(Reflect.get(error, 'code')))) return null;
    throw error;
  }
}
