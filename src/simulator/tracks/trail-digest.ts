import { sign } from 'node:crypto';
import { sha256 } from '../../base/hashing.ts';
import { seconds } from '../story/names.ts';
import { digestKeyOf } from '../world/digest-key.ts';
import type { Trail } from '../world/trail-state.ts';
import type { World } from '../world/world.ts';
import type { Delivery } from './delivered-object.ts';
import type { DigestWindow } from './digest-windows.ts';
import { dayFolder, type TrailFile } from './trail-file.ts';

/** A signed list of the log files delivered in one hour. */
export interface TrailDigest extends Delivery {
  readonly previous: TrailDigest | undefined;
  /** Absent until it is sealed. */
  readonly sealed: () => Sealed | undefined;
  /** Signs it; the one before must be sealed. */
  readonly seal: () => Sealed;
}

interface Sealed {
  readonly text: string;
  readonly signature: string;
}

export interface TrailDigestOptions {
  readonly trail: Trail;
  readonly region: string;
  readonly bucket: string;
  readonly folder: string;
  readonly window: DigestWindow;
  readonly due: number;
  readonly files: readonly TrailFile[];
  readonly previous: TrailDigest | undefined;
}

const ALGORITHM = 'SHA256withRSA';

export function trailDigest(world: World, options: TrailDigestOptions): TrailDigest {
  const { trail, region, bucket, folder, window, due, previous } = options;
  const stamp = seconds(window.to).replaceAll(/[-:]/g, '');
  const name = `${world.accountId}_CloudTrail-Digest_${region}_${trail.name}_${trail.homeRegion}_${stamp}.json.gz`;
  const key = `${folder}/CloudTrail-Digest/${region}/${dayFolder(window.to)}/${name}`;
  let sealed: Sealed | undefined;
  const digest: TrailDigest = {
    bucket,
    key,
    due,
    previous,
    text: () => sealChain(digest).text,
    metadata: () => ({ signature: sealChain(digest).signature, 'signature-algorithm': ALGORITHM }),
    sealed: () => sealed,
    seal: () => (sealed ??= sealDigest(world, { ...options, key })),
  };
  return digest;
}

/** A signature covers the one before it: a chain is sealed from its oldest open end. */
function sealChain(digest: TrailDigest): Sealed {
  const open: TrailDigest[] = [];
  for (
    let at: TrailDigest | undefined = digest.previous;
    at !== undefined && at.sealed() === undefined;
    at = at.previous
  )
    open.push(at);
  for (const older of open.toReversed()) older.seal();
  return digest.seal();
}

function sealDigest(world: World, options: TrailDigestOptions & { readonly key: string }): Sealed {
  const { region, window, bucket, key, files, previous } = options;
  const signer = digestKeyOf(world, region, window.to);
  const before = previous?.seal();
  const end = seconds(window.to);
  const text = JSON.stringify({
    awsAccountId: world.accountId,
    digestStartTime: seconds(window.from),
    digestEndTime: end,
    digestS3Bucket: bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: signer.fingerprint,
    digestSignatureAlgorithm: ALGORITHM,
    newestEventTime: timeOf(files.map(({ newest }) => newest).toSorted((a, b) => b - a)),
    oldestEventTime: timeOf(files.map(({ oldest }) => oldest).toSorted((a, b) => a - b)),
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: before === undefined ? null : sha256(before.text),
    previousDigestHashAlgorithm: before === undefined ? null : 'SHA-256',
    previousDigestSignature: before?.signature ?? null,
    logFiles: files.map((file) => ({
      s3Bucket: file.bucket,
      s3Object: file.key,
      hashValue: file.hash(),
      hashAlgorithm: 'SHA-256',
      newestEventTime: seconds(file.newest),
      oldestEventTime: seconds(file.oldest),
    })),
  });
  const signed = `${end}\n${bucket}/${key}\n${sha256(text)}\n${before?.signature ?? 'null'}`;
  return { text, signature: sign('sha256', Buffer.from(signed), signer.privateKey).toString('hex') };
}

function timeOf([first]: readonly number[]): string | null {
  return first === undefined ? null : seconds(first);
}
