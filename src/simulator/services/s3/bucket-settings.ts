import type { ServerSideEncryptionConfiguration } from '@aws-sdk/client-s3';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { bucketOf, type S3Handlers } from './buckets.ts';

/** Every bucket encrypts under a key of S3 unless told otherwise (S3 user guide, "default encryption"). */
const DEFAULT_ENCRYPTION: ServerSideEncryptionConfiguration = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
};

/** What a bucket does by itself. It is kept and shown; nothing expires, is copied or announced by it here. */
export function bucketSettingHandlers(world: World): S3Handlers {
  return {
    GetBucketLifecycleConfiguration: ({ Bucket }) => {
      const { lifecycle } = settingsOf(world, Bucket);
      if (lifecycle === undefined)
        throw new WireError(
          'NoSuchLifecycleConfiguration',
          'The lifecycle configuration does not exist',
          404,
        );
      // The default of buckets that are not told otherwise (API_GetBucketLifecycleConfiguration).
      return { Rules: [...lifecycle], TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' };
    },
    PutBucketLifecycleConfiguration: ({ Bucket, LifecycleConfiguration }) => {
      const rules = LifecycleConfiguration?.Rules ?? [];
      if (rules.length === 0) throw malformed();
      settingsOf(world, Bucket).lifecycle = rules;
      return {};
    },
    DeleteBucketLifecycle: ({ Bucket }) => {
      delete settingsOf(world, Bucket).lifecycle;
      return {};
    },
    GetBucketReplication: ({ Bucket }) => {
      const { replication } = settingsOf(world, Bucket);
      if (replication === undefined)
        throw new WireError(
          'ReplicationConfigurationNotFoundError',
          'The replication configuration was not found',
          404,
        );
      return { ReplicationConfiguration: replication };
    },
    PutBucketReplication: ({ Bucket, ReplicationConfiguration }) => {
      if (bucketOf(world, Bucket).versioning !== 'Enabled')
        throw new WireError(
          'InvalidRequest',
          "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
        );
      if (ReplicationConfiguration === undefined) throw malformed();
      settingsOf(world, Bucket).replication = ReplicationConfiguration;
      return {};
    },
    DeleteBucketReplication: ({ Bucket }) => {
      delete settingsOf(world, Bucket).replication;
      return {};
    },
    GetBucketEncryption: ({ Bucket }) => ({
      ServerSideEncryptionConfiguration: settingsOf(world, Bucket).encryption ?? DEFAULT_ENCRYPTION,
    }),
    PutBucketEncryption: ({ Bucket, ServerSideEncryptionConfiguration }) => {
      const rules = ServerSideEncryptionConfiguration?.Rules ?? [];
      if (rules.length !== 1) throw malformed();
      settingsOf(world, Bucket).encryption = { Rules: rules };
      return {};
    },
    // The default comes back (API_DeleteBucketEncryption).
    DeleteBucketEncryption: ({ Bucket }) => {
      delete settingsOf(world, Bucket).encryption;
      return {};
    },
    GetBucketNotificationConfiguration: ({ Bucket }) => ({ ...settingsOf(world, Bucket).notification }),
    PutBucketNotificationConfiguration: ({ Bucket, NotificationConfiguration }) => {
      settingsOf(world, Bucket).notification = NotificationConfiguration ?? {};
      return {};
    },
  };
}

function settingsOf(world: World, name: string | undefined) {
  const bucket = bucketOf(world, name);
  return (bucket.settings ??= {});
}

function malformed(): WireError {
  return new WireError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}
