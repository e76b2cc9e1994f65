import type {
  LifecycleRule,
  NotificationConfiguration,
  ObjectLockConfiguration,
  ObjectLockRetention,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  /** Versions of each key, the newest last. */
  readonly objects: Map<string, ObjectVersion[]>;
  versioning: 'Enabled' | 'Suspended' | undefined;
  /** The policy's JSON, as given. */
  policy: string | undefined;
  /** When a call last changed the policy; absent while none did. */
  policyChangedAt?: number;
  publicAccessBlock: PublicAccessBlockConfiguration | undefined;
  /** Once on, on for good. */
  objectLock: ObjectLockConfiguration | undefined;
  settings?: BucketSettings;
}

/** What a bucket would do by itself. */
export interface BucketSettings {
  lifecycle?: readonly LifecycleRule[];
  replication?: ReplicationConfiguration;
  notification?: NotificationConfiguration;
  encryption?: ServerSideEncryptionConfiguration;
}

export interface ObjectVersion {
  /** `null` where versioning was off or suspended. */
  readonly versionId: string;
  readonly modifiedAt: number;
  /** A delete marker has no content. */
  readonly content: ObjectContent | undefined;
  /** A held version cannot be deleted. */
  legalHold?: 'ON' | 'OFF';
  /** Nor can one that is retained, until the time is over. */
  retention?: ObjectLockRetention | undefined;
}

export interface ObjectContent {
  readonly bytes: Uint8Array;
  /** With its quotes. */
  readonly etag: string;
  readonly contentType: string | undefined;
  readonly contentEncoding?: string | undefined;
  /** What it was uploaded with; CRC-32 unless told. */
  readonly checksum?: 'SHA256' | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface S3State {
  readonly buckets: Map<string, Bucket>;
}
