import {
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  UpdateGuardrailCommand,
} from '@aws-sdk/client-bedrock';
import { PutEventSelectorsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateServiceSpecificCredentialCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, DeletePublicAccessBlockCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Json, JsonObject } from '../../src/base/json.ts';
import type { ActionCase } from './action-case.ts';

import { ADMIN_ROLE, ANALYST, colleague, OPERATOR, still } from './action-checks.ts';
import type { ActionExample } from './action-example.ts';
import { LEAKED_KEY, PHANTOM } from './story-keys.ts';

const HELD = 'example-held-bucket';
const RECORDS = 'example-hr-records-111122223333';
const EVIDENCE = 'example-evidence';
const GUARDRAIL = {
  guardrailId: 'gone',
  name: 'support',
  blockedInputMessaging: 'No.',
  blockedOutputsMessaging: 'No.',
  wordPolicy: { words: [{ text: 'password' }], managedWordLists: [] },
};

const makeKey = (open: ActionCase) =>
  colleague(open).iam.send(
    new CreateServiceSpecificCredentialCommand({
      UserName: 'marta.silva',
      ServiceName: 'bedrock.amazonaws.com',
    }),
  );

async function giveRights(open: ActionCase): Promise<void> {
  const { iam } = colleague(open);
  const UserName = 'marta.silva';
  await iam.send(new CreateGroupCommand({ GroupName: 'analysts' }));
  await iam.send(new AddUserToGroupCommand({ UserName, GroupName: 'analysts' }));
  await iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: 'ssh-rsa EXAMPLE' }));
  await iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: 'EXAMPLE' }));
  const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
}

function withoutLogin({ login, ...observed }: JsonObject): Json {
  return still({ ...observed, login: login !== null });
}

async function weakenGuardrail(open: ActionCase): Promise<void> {
  const { bedrock } = colleague(open);
  const guardrailIdentifier = 'grexample002';
  await bedrock.send(
    new UpdateGuardrailCommand({
      guardrailIdentifier,
      name: 'hr-portal',
      blockedInputMessaging: 'Weakened.',
      blockedOutputsMessaging: 'Weakened.',
    }),
  );
  await bedrock.send(new CreateGuardrailVersionCommand({ guardrailIdentifier }));
}

async function weakenTrail(open: ActionCase): Promise<void> {
  const { cloudtrail } = colleague(open);
  await cloudtrail.send(new StopLoggingCommand({ Name: 'organization' }));
  await cloudtrail.send(
    new PutEventSelectorsCommand({
      TrailName: 'organization',
      EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: [] }],
    }),
  );
}

async function heldObjects(open: ActionCase): Promise<void> {
  const { s3 } = colleague(open);
  await s3.send(new CreateBucketCommand({ Bucket: HELD, ObjectLockEnabledForBucket: true }));
  for (const Key of ['a', 'a', 'b']) await s3.send(new PutObjectCommand({ Bucket: HELD, Key, Body: 'text' }));
}

/** Overwrites an object of a bucket that kept no versions: the good one is a copy elsewhere in it. */
async function poisoned(open: ActionCase): Promise<void> {
  const bucket = open.account.world.s3.buckets.get(RECORDS);
  const [good] = bucket?.objects.get('reviews/2024.csv') ?? [];
  if (bucket === undefined || good?.content === undefined) throw new Error('the account has no such object');
  bucket.objects.set('reviews/2024.csv', [
    { ...good, versionId: 'good' },
    { ...good, versionId: 'null', content: { ...good.content, bytes: Buffer.from('bad'), etag: '"bad"' } },
  ]);
  bucket.versioning = 'Suspended';
  await Promise.resolve();
}

/** The actions on IAM, on Bedrock’s and CloudTrail’s settings and on S3, on an account where they have all of their calls to make. */
export const ACCOUNT_EXAMPLES: readonly ActionExample[] = [
  { id: 'iam/deny-all', params: { principal: ADMIN_ROLE }, kept: still },
  { id: 'iam/deny-all', params: { principal: ANALYST, managed: true }, kept: still },
  { id: 'iam/quarantine-principal', params: { principal: ANALYST }, kept: still },
  { id: 'iam/disable-access-key', params: { accessKeyId: LEAKED_KEY }, kept: still },
  { id: 'iam/disable-bedrock-key', params: PHANTOM, kept: still },
  { id: 'iam/remove-console-access', params: { userName: 'marta.silva' }, kept: withoutLogin },
  { id: 'iam/revoke-sessions', params: { principal: ADMIN_ROLE }, kept: still },
  { id: 'iam/sweep-user', params: { userName: 'marta.silva' }, prepare: makeKey, kept: withoutLogin },
  {
    id: 'iam/sweep-user',
    params: { userName: 'marta.silva', rights: true },
    prepare: giveRights,
    kept: withoutLogin,
  },
  { id: 'iam/limit-trust', params: { role: ADMIN_ROLE }, kept: still },
  {
    id: 'iam/detach-policy',
    params: { principal: ADMIN_ROLE, policy: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    kept: still,
  },
  { id: 'iam/limit-role', params: { principal: ADMIN_ROLE, actions: ['ses:*'] }, kept: still },
  {
    id: 'iam/set-permissions-boundary',
    params: { principal: ADMIN_ROLE, boundary: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' },
    kept: still,
  },
  { id: 'iam/stop-inference', params: { principal: ADMIN_ROLE }, kept: still },
  {
    id: 'bedrock/restore-guardrail',
    params: { guardrail: 'grexample002', version: '1' },
    prepare: weakenGuardrail,
    kept: ({ draft }) => draft ?? null,
  },
  {
    id: 'bedrock/restore-guardrail',
    params: { guardrail: 'gone', body: GUARDRAIL },
    prepare: (open) =>
      colleague(open).bedrock.send(new DeleteGuardrailCommand({ guardrailIdentifier: 'grexample002' })),
    kept: null,
  },
  {
    id: 'bedrock/restore-invocation-logging',
    params: { bucket: 'example-bedrock-logs-111122223333' },
    kept: still,
  },
  {
    id: 'cloudtrail/restore-logging',
    params: { trail: 'organization', dataTypes: ['AWS::S3::Object'] },
    prepare: weakenTrail,
    kept: ({ lastDelivery: _lastDelivery, ...observed }) => still(observed),
  },
  {
    id: 's3/lock-bucket',
    params: { bucket: RECORDS, allow: [OPERATOR] },
    prepare: (open) => colleague(open).s3.send(new DeletePublicAccessBlockCommand({ Bucket: RECORDS })),
    kept: still,
  },
  {
    id: 's3/restore-object',
    params: { bucket: RECORDS, key: 'reviews/2024.csv', versionId: 'good' },
    prepare: poisoned,
    kept: still,
  },
  { id: 's3/hold-objects', params: { bucket: HELD, prefix: '' }, prepare: heldObjects, kept: still },
  {
    id: 's3/retain-objects',
    params: { bucket: HELD, prefix: '', until: '2027-01-15T00:00:00Z' },
    prepare: heldObjects,
    kept: still,
  },
  // Once on, versioning is only ever suspended.
  {
    id: 's3/keep-versions',
    params: { bucket: RECORDS },
    kept: ({ versioning }) => versioning === 'Enabled',
  },
  {
    id: 's3/copy-evidence',
    params: { bucket: RECORDS, key: 'reviews/2024.csv', versionId: 'null', to: EVIDENCE },
    prepare: (open) => colleague(open).s3.send(new CreateBucketCommand({ Bucket: EVIDENCE })),
    kept: null,
  },
];
