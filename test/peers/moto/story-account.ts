import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import { openAccount } from '../../../src/simulator/account/account.ts';
import {
  incidentStart,
  leakedCredentialAccount,
} from '../../../src/simulator/scenarios/leaked-credential.ts';
import { dataOf } from '../../../src/simulator/scenarios/leaked-credential-trail.ts';
import type { Credentials } from '../../../src/simulator/scenarios/scenario.ts';
import { leakedCredential, type Story } from '../../../src/simulator/story/leaked-credential.ts';
import { inProcess } from '../../../src/simulator/wire/in-process.ts';
import { TRAIL_BUCKET } from '../../support/delivered-logs.ts';
import { copyLogs, type CopiedLogs } from './copied-logs.ts';
import { storyServices, type StoryServices } from './story-services.ts';
import type { MotoServer } from '../moto-server.ts';
import {
  type MotoAccount,
  type MotoClients,
  newAccount,
  serviceRole,
  sessionOf,
  userWithKey,
} from './moto-account.ts';

export const KNOWLEDGE_BUCKET = 'example-support-kb-111122223333';
export const INVOCATION_BUCKET = 'example-bedrock-logs-111122223333';
export const FUNCTION = 'support-assistant-notify';
export const GROUP = '/example/bedrock/invocations';
const FUNCTIONS = [FUNCTION, 'support-assistant'];
const BUCKETS = [TRAIL_BUCKET, INVOCATION_BUCKET, KNOWLEDGE_BUCKET, 'example-hr-records-111122223333'];
const STORY = { seed: 'live', backgroundEvents: 3000 };
const DAY = 86_400_000;
/** Noon of yesterday: ordinary work, against which callers are new, is another at every hour of a day. */
const noonOfYesterday = (): number => Math.floor(Date.now() / DAY) * DAY - DAY / 2;
/** Data events that the trail in moto writes; the story's own writes those of knowledge bases too. */
const DATA_TYPES = [
  'AWS::S3::Object',
  'AWS::Lambda::Function',
  'AWS::Bedrock::AgentAlias',
  'AWS::SES::EmailIdentity',
];
/** Calls whose events the trail in moto does not write. */
export const UNLOGGED = ['Retrieve', 'RetrieveAndGenerate'];

/** The account of the leaked-credential story as far as moto has its services, set up by plain calls. */
export interface StoryAccount extends MotoAccount, StoryServices {
  /** The intruder's credentials, as moto gave them, by the name the story gives them. */
  readonly held: Readonly<Record<string, Credentials>>;
  /** The log files that were put into its buckets, and the events in them. */
  readonly logs: CopiedLogs;
  /** What happened, and which of it is the intruder's doing. */
  readonly story: Story;
  /** The story's key ids of the intruder, by the name of whose credentials in moto stand for them. */
  readonly told: Readonly<Record<string, string>>;
}

/**
 * Sets the account up: whose credentials the story tells of, the buckets, functions, a log group, a trail. The log
 * files are those that the simulated account delivered, with the ids of moto's credentials in them, and without the
 * events that this trail has no selector for.
 */
export async function storyAccount(server: MotoServer): Promise<StoryAccount> {
  const account = await newAccount(server);
  const { clients } = account;
  const at = noonOfYesterday();
  const clock = { now: () => at };
  const simulated = leakedCredentialAccount({ ...STORY, clock, realNow: clock.now, lookupsPerSecond: 1000 });
  const told = Object.fromEntries(
    Object.entries(simulated.intruder).map(([name, { accessKeyId }]) => [name, accessKeyId]),
  );
  const phantom = ownerOf(simulated.world, simulated.intruder['phantomKey']);
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
    credentials: simulated.responder,
    requestHandler: inProcess(openAccount(simulated.world)),
    systemClockOffset: at - Date.now(),
  });
  const ids = Object.entries(held).map(([name, { accessKeyId }]) => [told[name] ?? '', accessKeyId] as const);
  const copied = await copyLogs({
    from: source,
    to: clients.s3,
    buckets: [TRAIL_BUCKET, INVOCATION_BUCKET],
    ids,
    without: UNLOGGED,
  });
  source.destroy();
  const story = leakedCredential({ ...STORY, start: new Date(incidentStart(at)) });
  return { ...account, ...(await storyServices(account)), held, told, story, logs: copied };
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
  const Role = await serviceRole(account);
  for (const FunctionName of FUNCTIONS)
    await clients.lambda.send(
      new lambda.CreateFunctionCommand({
        FunctionName,
        Role,
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
  const management = { Field: 'eventCategory', Equals: ['Management'] };
  await client.send(
    new cloudtrail.PutEventSelectorsCommand({
      TrailName: Name,
      AdvancedEventSelectors: [
        { Name: 'Management events', FieldSelectors: [management] },
        ...DATA_TYPES.map(dataOf),
      ],
    }),
  );
}
