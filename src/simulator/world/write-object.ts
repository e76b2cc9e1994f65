import { createHash } from 'node:crypto';
import { readPolicy } from '../iam/policy-document.ts';
import { drawVersionId } from './draw.ts';
import type { Bucket } from './s3-state.ts';
import type { World } from './world.ts';

interface Written {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly now: number;
}

/** Puts an object into a bucket on behalf of a service of the account, as S3 keeps versions. */
export function writeObject(
  { random }: Pick<World, 'random'>,
  bucket: Bucket,
  { key, bytes, contentType, now }: Written,
): void {
  const versionId = bucket.versioning === 'Enabled' ? drawVersionId(random) : 'null';
  const kept = (bucket.objects.get(key) ?? []).filter((version) => version.versionId !== versionId);
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
  const content = { bytes, etag, contentType, metadata: {} };
  bucket.objects.set(key, [...kept, { versionId, modifiedAt: now, content }]);
}

/** Whether a bucket's policy lets a service (`logs.us-east-1.amazonaws.com`) do all of these. */
export function serviceMay(bucket: Bucket, service: string, actions: readonly string[]): boolean {
  const read = bucket.policy === undefined ? undefined : readPolicy(bucket.policy, 'resource');
  if (read === undefined || 'fault' in read) return false;
  // logs.amazonaws.com stands for the service in every Region.
  const names = [service, service.replace(/^([^.]+)\..+?\.(amazonaws\.com)$/, '$1.$2')];
  const granted = read.statements
    .filter(({ effect }) => effect === 'Allow')
    .filter(({ principals }) => principals?.services.some((name) => names.includes(name)) === true)
    .flatMap((statement) => statement.actions.map((action) => action.toLowerCase()));
  return actions.every((action) =>
    granted.some((own) => own === action.toLowerCase() || own === 's3:*' || own === '*'),
  );
}
