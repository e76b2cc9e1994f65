import { createHash } from 'node:crypto';
import { IntegrityError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { CloudError } from '../../model/cloud-error.ts';
import type { CopiedFile } from '../../model/evidence-copy.ts';
import type { StoredFile } from '../../ports/case-store.ts';
import type { OpenDestination } from './open-destination.ts';

/** Larger ones are sent in pieces. */
const HELD_BYTES = 16 * 1024 * 1024;
/** Files in pieces cannot be sent again by the SDK. */
const TRIES = 3;

export interface FileToPut extends StoredFile {
  readonly name: string;
  readonly key: string;
}

/**
 * Puts a file where evidence is copied to, and reads its hash back from there. What lies there already is never written
 * over: after a crash it is what was sent before (PutObject with `If-None-Match`), and only its hash is asked.
 * @throws CloudError when it could not be put or read back; IntegrityError when something else lies there
 */
export async function putFile(file: FileToPut, place: OpenDestination): Promise<CopiedFile> {
  const sha256 = await hashOf(file);
  const sent =
    file.size <= HELD_BYTES ? await putHeld(file, sha256, place) : await putInPieces(file, sha256, place);
  const answer = await headOf(file, sent, place);
  const there = answer['ChecksumSHA256'];
  if (there !== base64(sha256) || answer['ContentLength'] !== file.size)
    throw new IntegrityError(`${placeOf(file, place)} is not the file it should be`, {
      why: `its SHA-256 there is ${typeof there === 'string' ? Buffer.from(there, 'base64').toString('hex') : 'not told'}, here ${sha256}`,
      fix: 'find out who wrote it; name another prefix (--evidence s3://BUCKET/PREFIX) to copy everything anew',
    });
  const versionId = typeof answer['VersionId'] === 'string' ? answer['VersionId'] : null;
  if (place.destination.legalHold && answer['ObjectLockLegalHoldStatus'] !== 'ON')
    await hold(file, versionId, place);
  return { name: file.name, size: file.size, sha256, versionId };
}

async function hashOf(file: StoredFile): Promise<string> {
  const digest = createHash('sha256');
  for await (const piece of file.read()) digest.update(piece);
  return digest.digest('hex');
}

async function putHeld(file: FileToPut, sha256: string, place: OpenDestination): Promise<string | null> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.read()) pieces.push(piece);
  return put(file, { sha256, content: Buffer.concat(pieces) }, place);
}

async function putInPieces(file: FileToPut, sha256: string, place: OpenDestination): Promise<string | null> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await put(file, { sha256, content: file.read() }, place);
    } catch (error) {
      if (!(error instanceof CloudError) || !error.fault.retryable || tried >= TRIES) throw error;
    }
  }
}

interface Sent {
  readonly sha256: string;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
}

/** The version that was put; null where the object was there before, or the bucket keeps no versions. */
async function put(
  { key, size }: FileToPut,
  { sha256, content }: Sent,
  place: OpenDestination,
): Promise<string | null> {
  const { cloud, destination } = place;
  const input = {
    ...ownedBy(place),
    Key: key,
    ChecksumSHA256: base64(sha256),
    IfNoneMatch: '*',
    ...(destination.legalHold ? { ObjectLockLegalHoldStatus: 'ON' } : {}),
  };
  const call = { service: 's3', operation: 'PutObject', region: destination.region, input };
  try {
    const { VersionId } = (await cloud.call(call, { body: { size, content } })).output;
    return typeof VersionId === 'string' ? VersionId : null;
  } catch (error) {
    if (error instanceof CloudError && error.fault.code === 'PreconditionFailed') return null;
    throw error;
  }
}

async function headOf(
  { key }: FileToPut,
  versionId: string | null,
  place: OpenDestination,
): Promise<JsonObject> {
  const input = {
    ...ownedBy(place),
    Key: key,
    ChecksumMode: 'ENABLED',
    ...(versionId === null ? {} : { VersionId: versionId }),
  };
  const { region } = place.destination;
  return (await place.cloud.call({ service: 's3', operation: 'HeadObject', region, input })).output;
}

async function hold({ key }: FileToPut, versionId: string | null, place: OpenDestination): Promise<void> {
  const input = {
    ...ownedBy(place),
    Key: key,
    LegalHold: { Status: 'ON' },
    ...(versionId === null ? {} : { VersionId: versionId }),
  };
  const { region } = place.destination;
  await place.cloud.call({ service: 's3', operation: 'PutObjectLegalHold', region, input });
}

/** A bucket of this name in another account is refused by S3 itself. */
function ownedBy({ destination: { bucket, account } }: OpenDestination): JsonObject {
  return { Bucket: bucket, ExpectedBucketOwner: account };
}

function placeOf({ key }: FileToPut, { destination }: OpenDestination): string {
  return `s3://${destination.bucket}/${key}`;
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
