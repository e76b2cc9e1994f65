import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openAccount } from '../../../src/simulator/account/account.ts';
import { leakedCredentialAccount } from '../../../src/simulator/scenarios/leaked-credential.ts';
import type { Credentials } from '../../../src/simulator/scenarios/scenario.ts';
import { inProcess } from '../../../src/simulator/wire/in-process.ts';
import { keysBelow, LOGS, TRAIL_BUCKET } from '../../support/delivered-logs.ts';
import type { MotoServer } from '../moto-server.ts';
import {
  type MotoAccount,
  type MotoClients,
  newAccount,
  serviceRole,
  sessionOf,
  userWithKey,
} from './moto-account.ts';

export const INVOCATION_BUCKET = 'example-bedrock-logs-111122223333';
export const FUNCTION = 'support-assistant-notify';
export const GROUP = '/example/bedrock/invocations';
const BUCKETS = [
  TRAIL_BUCKET,
  INVOCATION_BUCKET,
  'example-support-kb-111122223333',
  'example-hr-records-111122223333',
];

/** The account of the leaked-credential story as far as moto has its services, set up by plain calls. */
export interface StoryAccount extends MotoAccount {
  /** The intruder's credentials, as moto gave them, by the name the story gives them. */
  readonly held: Readonly<Record<string, Credentials>>;
  /** Log files of the trail that were put into its bucket. */
  readonly files: number;
}

/**
 * Sets the account up: whose credentials the story tells of, the buckets, a function, a log group, a trail. The log
 * files are those that the simulated account's trail delivered, with the ids of moto's credentials in them.
 */
export async function storyAccount(server: MotoServer): Promise<StoryAccount> {
  const account = await newAccount(server);
  const { clients } = account;
  const clock = { now: () => Date.now() };
  const story = leakedCredentialAccount({
    seed: 'live',
    clock,
    realNow: clock.now,
    backgroundEvents: 200,
    lookupsPerSecond: 1000,
  });
  const phantom = ownerOf(story.world, story.intruder['phantomKey']);
  const held = {
    leakedKey: await userWithKey(clients.iam, 'ci-deployer'),
    secondKey: await userWithKey(clients.iam, 'marta.silva'),
    phantomKey: await userWithKey(clients.iam, phantom),
    adminSession: await sessionOf(clients, 'data-platform-admin'),
    stolenSession: await sessionOf(clients, 'support-assistant-exec'),
  };
  for (const Bucket of BUCKETS) await clients.s3.send(new s3.CreateBucketCommand({ Bucket }));
  await otherThings(account);
  const source = new s3.S3Client({
    region: 'us-east-1',
    credentials: story.responder,
    requestHandler: inProcess(openAccount(story.world)),
  });
  const ids = Object.entries(held).map(
    ([name, { accessKeyId }]) => [story.intruder[name]?.accessKeyId ?? '', accessKeyId] as const,
  );
  const files = await copyFiles({ from: source, to: clients.s3, ids });
  source.destroy();
  return { ...account, held, files };
}

/** Whose long-term key it is. */
function ownerOf(
  { iam }: ReturnType<typeof leakedCredentialAccount>['world'],
  credentials: Credentials | undefined,
): string {
  for (const { name, accessKeys } of iam.users.values())
    if (accessKeys.has(credentials?.accessKeyId ?? '')) return name;
  throw new Error('the story has no such key');
}

async function otherThings(account: MotoAccount): Promise<void> {
  const { clients } = account;
  await clients.lambda.send(
    new lambda.CreateFunctionCommand({
      FunctionName: FUNCTION,
      Role: await serviceRole(account),
      Runtime: 'python3.12',
      Handler: 'main.handler',
      Code: { ZipFile: Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64') },
    }),
  );
  await clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName: GROUP }));
  await trailOf(clients);
}

async function trailOf({ cloudtrail: client }: MotoClients): Promise<void> {
  const Name = 'organization';
  await client.send(
    new cloudtrail.CreateTrailCommand({ Name, S3BucketName: TRAIL_BUCKET, IsMultiRegionTrail: true }),
  );
  await client.send(new cloudtrail.StartLoggingCommand({ Name }));
  const data = ['AWS::S3::Object', 'AWS::Lambda::Function'].map((Type) => ({
    Type,
    Values: [Type === 'AWS::S3::Object' ? 'arn:aws:s3' : 'arn:aws:lambda'],
  }));
  await client.send(
    new cloudtrail.PutEventSelectorsCommand({
      TrailName: Name,
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: data }],
    }),
  );
}

interface Copying {
  readonly from: s3.S3Client;
  readonly to: s3.S3Client;
  /** What stands for what. */
  readonly ids: readonly (readonly [string, string])[];
}

async function copyFiles({ from, to, ids }: Copying): Promise<number> {
  const keys = await keysBelow(from, `${LOGS}us-east-1/`);
  for (const Key of keys) {
    const { Body } = await from.send(new s3.GetObjectCommand({ Bucket: TRAIL_BUCKET, Key }));
    const text = gunzipSync((await Body?.transformToByteArray()) ?? Buffer.of()).toString('utf8');
    const renamed = ids.reduce((own, [told, real]) => own.replaceAll(told, real), text);
    await to.send(new s3.PutObjectCommand({ Bucket: TRAIL_BUCKET, Key, Body: gzipSync(renamed) }));
  }
  return keys.length;
}
