import * as s3 from '@aws-sdk/client-s3';
import { type AccountState, statusOf } from './account-state.ts';
import { type Carried, nothingLeft, without } from './carried.ts';
import { ACCOUNT, type MotoAccount } from './moto-account.ts';

const Bucket = 'example-records-111122223333';
const EVIDENCE = 'example-evidence-111122223333';
const Key = 'reviews/2024.csv';
const OPERATOR = `arn:aws:iam::${ACCOUNT}:user/responder`;

async function put({ clients }: MotoAccount, Body: string): Promise<string> {
  const { VersionId } = await clients.s3.send(new s3.PutObjectCommand({ Bucket, Key, Body }));
  return VersionId ?? 'null';
}

async function textOf(
  { clients }: MotoAccount,
  place: { readonly Bucket: string; readonly Key: string },
): Promise<string> {
  const { Body } = await clients.s3.send(new s3.GetObjectCommand(place));
  return (await Body?.transformToString()) ?? '';
}

async function withVersions(account: MotoAccount, options: object = {}): Promise<void> {
  const { clients } = account;
  await clients.s3.send(new s3.CreateBucketCommand({ Bucket, ...options }));
  await clients.s3.send(
    new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
}

/** A bucket without what stays on for good. */
function withoutLock(state: AccountState): unknown {
  const {
    versioning: _versioning,
    lock: _lock,
    ...bucket
  } = (state['s3'] ?? {})[Bucket] as Record<string, unknown>;
  return { ...state, s3: { ...state['s3'], [Bucket]: bucket } };
}

/** The actions on S3. */
export const CARRIED_S3: readonly Carried[] = [
  {
    id: 's3/keep-versions',
    setup: async ({ clients }) => {
      await clients.s3.send(new s3.CreateBucketCommand({ Bucket }));
      return { bucket: Bucket };
    },
    calls: ['PutBucketVersioning'],
    proof: {
      of: 'effect',
      act: async (account) => (await put(account, 'again')) !== 'null',
      before: false,
      inForce: true,
      // Suspended: new objects have the version id null again.
      undone: false,
    },
    // Once on, versioning is only ever suspended; the proof puts objects.
    undo: without('s3', 'versioning', 'versions'),
  },
  {
    id: 's3/lock-bucket',
    setup: async ({ clients }) => {
      await clients.s3.send(new s3.CreateBucketCommand({ Bucket }));
      await clients.s3.send(new s3.PutObjectCommand({ Bucket, Key, Body: 'good' }));
      return { bucket: Bucket, allow: [OPERATOR] };
    },
    calls: ['PutBucketPolicy', 'PutPublicAccessBlock'],
    proof: {
      of: 'effect',
      act: async ({ withKey }) =>
        withKey.s3
          .send(new s3.PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }))
          .then(({ $metadata }) => $metadata.httpStatusCode, statusOf),
      before: 200,
      // moto does not read the condition: whoever is let alone by it is refused as well.
      inForce: 403,
    },
    undo: nothingLeft,
  },
  {
    id: 's3/hold-objects',
    setup: async (account) => {
      await withVersions(account, { ObjectLockEnabledForBucket: true });
      await put(account, 'first');
      await put(account, 'second');
      return { bucket: Bucket, prefix: '' };
    },
    calls: ['PutObjectLegalHold', 'PutObjectLegalHold'],
    proof: {
      of: 'effect',
      act: async (account) => {
        const { Versions = [] } = await account.clients.s3.send(new s3.ListObjectVersionsCommand({ Bucket }));
        const holds = [];
        for (const { VersionId } of Versions) {
          const held = await account.clients.s3
            .send(new s3.GetObjectLegalHoldCommand({ Bucket, Key, VersionId }))
            .catch(() => null);
          holds.push(held?.LegalHold?.Status ?? 'OFF');
        }
        return holds;
      },
      before: ['OFF', 'OFF'],
      inForce: ['ON', 'ON'],
    },
    undo: withoutLock,
  },
  {
    id: 's3/restore-object',
    setup: async (account) => {
      await withVersions(account);
      const versionId = await put(account, 'good');
      await put(account, 'poisoned');
      return { bucket: Bucket, key: Key, versionId };
    },
    calls: ['CopyObject'],
    proof: {
      of: 'effect',
      act: (account) => textOf(account, { Bucket, Key }),
      before: 'poisoned',
      inForce: 'good',
    },
    undo: nothingLeft,
  },
  {
    id: 's3/copy-evidence',
    setup: async (account) => {
      await withVersions(account);
      await account.clients.s3.send(new s3.CreateBucketCommand({ Bucket: EVIDENCE }));
      return { bucket: Bucket, key: Key, versionId: await put(account, 'poisoned'), to: EVIDENCE };
    },
    calls: ['CopyObject'],
    proof: {
      of: 'effect',
      act: async (account) => {
        const { Contents = [] } = await account.clients.s3.send(
          new s3.ListObjectsV2Command({ Bucket: EVIDENCE }),
        );
        return Promise.all(Contents.map((one) => textOf(account, { Bucket: EVIDENCE, Key: one.Key ?? '' })));
      },
      before: [],
      inForce: ['poisoned'],
    },
    undo: /a copy kept as evidence is not deleted/,
  },
  {
    id: 's3/set-up-bucket',
    on: 'one that is there, for one writer',
    setup: async ({ clients }) => {
      await clients.s3.send(new s3.CreateBucketCommand({ Bucket }));
      return { bucket: Bucket, writers: [OPERATOR] };
    },
    calls: ['PutBucketVersioning', 'PutPublicAccessBlock', 'PutBucketPolicy'],
    proof: {
      of: 'effect',
      act: async ({ withKey }) =>
        withKey.s3
          .send(new s3.PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }))
          .then(({ $metadata }) => $metadata.httpStatusCode, statusOf),
      before: 200,
      // moto does not read the condition: whoever is let alone by it is refused as well.
      inForce: 403,
    },
    // Once on, versioning stays.
    undo: without('s3', 'versioning'),
  },
];
