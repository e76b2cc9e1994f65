import { createHash } from 'node:crypto';
import { evaluate } from '../iam/evaluate.ts';
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

/** A service of AWS that writes for an account by itself. */
export interface ServiceWriter {
  /** `cloudtrail.amazonaws.com`. */
  readonly service: string;
  readonly account: string;
  /** The trail, or whatever else it writes for. */
  readonly sourceArn: string | undefined;
}

/**
 * Whether a bucket's policy denies a service to put an object. A service has no `aws:PrincipalArn`, so that a Deny to
 * all but some principals reaches it as well, unless it is left out by name (IAM guide, "AWS global condition context
 * keys": aws:PrincipalServiceName, aws:PrincipalIsAWSService).
 */
export function deniesWriter(
  { name, policy }: Bucket,
  key: string,
  { service, account, sourceArn }: ServiceWriter,
): boolean {
  const read = policy === undefined ? undefined : readPolicy(policy, 'resource');
  if (read === undefined || 'fault' in read) return false;
  const context = new Map([
    ['aws:principalisawsservice', ['true']],
    ['aws:principalservicename', [service]],
    ['aws:principalservicenameslist', [service]],
    ['aws:sourceaccount', [account]],
    ['aws:securetransport', ['true']],
    ...(sourceArn === undefined ? [] : [['aws:sourcearn', [sourceArn]] as const]),
  ]);
  const decision = evaluate(
    { action: 's3:PutObject', resource: `arn:aws:s3:::${name}/${key}`, context },
    {
      identity: [],
      boundary: undefined,
      session: undefined,
      resource: read,
      resourceMustAllow: false,
      serviceControl: [],
      caller: { account: '', arn: '', sessionArn: undefined, service },
    },
  );
  return !decision.allowed && decision.explicit;
}
