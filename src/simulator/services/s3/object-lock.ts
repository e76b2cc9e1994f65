import { given } from '../../world/given.ts';
import type { ObjectLockRetention } from '@aws-sdk/client-s3';
import type { Bucket, ObjectVersion } from '../../world/s3-state.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { bucketOf, type S3Handlers } from './buckets.ts';

/** Object Lock: on for a bucket for good once it is on; a legal hold or a retention keeps one version from being deleted. */
export function objectLockHandlers(world: World): S3Handlers {
  return {
    GetObjectLockConfiguration: ({ Bucket }) => {
      const { objectLock } = bucketOf(world, Bucket);
      if (objectLock === undefined)
        throw new WireError(
          'ObjectLockConfigurationNotFoundError',
          'Object Lock configuration does not exist for this bucket',
          404,
        );
      return { ObjectLockConfiguration: objectLock };
    },
    PutObjectLockConfiguration: ({ Bucket, ObjectLockConfiguration }) => {
      const bucket = bucketOf(world, Bucket);
      if (ObjectLockConfiguration?.ObjectLockEnabled !== 'Enabled') throw malformed();
      if (bucket.versioning !== 'Enabled')
        throw new WireError(
          'InvalidBucketState',
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
          409,
        );
      bucket.objectLock = ObjectLockConfiguration;
      return {};
    },
    GetObjectRetention: ({ Bucket, Key, VersionId }) => {
      const { retention } = lockable(bucketOf(world, Bucket), given(Key, 'Key'), VersionId);
      if (retention === undefined) throw noLock();
      return { Retention: retention };
    },
    PutObjectRetention: ({ Bucket, Key, VersionId, Retention, BypassGovernanceRetention }) => {
      const version = lockable(bucketOf(world, Bucket), given(Key, 'Key'), VersionId);
      const until = Retention?.RetainUntilDate;
      // An empty retention takes it off (unverified).
      if (Retention !== undefined && Retention.Mode === undefined && until === undefined) {
        refuseShortening(version.retention, {}, BypassGovernanceRetention === true);
        version.retention = undefined;
        return {};
      }
      if (Retention?.Mode === undefined || until === undefined) throw malformed();
      if (until.getTime() <= world.clock.now())
        throw new WireError('InvalidArgument', 'The retain until date must be in the future!');
      refuseShortening(version.retention, Retention, BypassGovernanceRetention === true);
      version.retention = Retention;
      return {};
    },
    GetObjectLegalHold: ({ Bucket, Key, VersionId }) => {
      const { legalHold } = lockable(bucketOf(world, Bucket), given(Key, 'Key'), VersionId);
      if (legalHold === undefined) throw noLock();
      return { LegalHold: { Status: legalHold } };
    },
    PutObjectLegalHold: ({ Bucket, Key, VersionId, LegalHold }) => {
      const version = lockable(bucketOf(world, Bucket), given(Key, 'Key'), VersionId);
      const status = LegalHold?.Status;
      if (status !== 'ON' && status !== 'OFF') throw malformed();
      version.legalHold = status;
      return {};
    },
  };
}

/** Whether an object is held as it is put; only a bucket with Object Lock can. @throws WireError */
export function heldFromTheStart(bucket: Bucket, status: string | undefined): boolean {
  if (status !== 'ON') return false;
  if (bucket.objectLock === undefined)
    throw new WireError('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  return true;
}

/** COMPLIANCE is for good; GOVERNANCE yields to who may bypass it. @throws WireError */
function refuseShortening(
  before: ObjectLockRetention | undefined,
  after: ObjectLockRetention,
  bypass: boolean,
): void {
  if (before === undefined) return;
  const sooner = (after.RetainUntilDate?.getTime() ?? 0) < (before.RetainUntilDate?.getTime() ?? 0);
  const weaker = before.Mode === 'COMPLIANCE' && after.Mode !== 'COMPLIANCE';
  if ((sooner || weaker) && !(before.Mode === 'GOVERNANCE' && bypass)) throw heldBack();
}

function noLock(): WireError {
  return new WireError(
    'NoSuchObjectLockConfiguration',
    'The specified object does not have a ObjectLock configuration',
    404,
  );
}

function malformed(): WireError {
  return new WireError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

function heldBack(): WireError {
  return new WireError('AccessDenied', 'Access Denied because object protected by object lock.', 403);
}

function lockable(bucket: Bucket, key: string, id: string | undefined): ObjectVersion {
  if (bucket.objectLock === undefined)
    throw new WireError('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  const versions = bucket.objects.get(key) ?? [];
  const version = id === undefined ? versions.at(-1) : versions.find(({ versionId }) => versionId === id);
  if (version === undefined)
    throw new WireError(
      id === undefined ? 'NoSuchKey' : 'NoSuchVersion',
      id === undefined ? 'The specified key does not exist.' : 'The specified version does not exist.',
      404,
    );
  if (version.content === undefined)
    throw new WireError(
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
      405,
    );
  return version;
}
