import { BedrockClient } from '@aws-sdk/client-bedrock';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { STSClient } from '@aws-sdk/client-sts';
import { openAccount } from '../../src/simulator/account/account.ts';
import type { CloudTrailRecord } from '../../src/simulator/story/cloudtrail-record.ts';
import { leakedCredentialAccount } from '../../src/simulator/scenarios/leaked-credential.ts';
import type {
  Credentials,
  ScenarioAccount,
  ScenarioOptions,
} from '../../src/simulator/scenarios/scenario.ts';
import { controlledClock, type ControlledClock } from '../../src/simulator/world/clock.ts';
import { listen } from '../../src/simulator/wire/http-server.ts';
import { inProcess, type RequestHandler } from '../../src/simulator/wire/in-process.ts';
import type { Dispatch } from '../../src/simulator/wire/message.ts';
import type { World } from '../../src/simulator/world/world.ts';

/** When the tests' accounts are opened: three hours after the incident began. */
export const OPENED = Date.parse('2026-01-15T12:00:00Z');
export const FIVE_MINUTES = 300_000;

/** The clients of one identity. */
export interface Clients {
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly cloudtrail: CloudTrailClient;
  readonly s3: S3Client;
  readonly bedrock: BedrockClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudwatch: CloudWatchClient;
  readonly lambda: LambdaClient;
  readonly kms: KMSClient;
  readonly ses: SESClient;
  readonly sesv2: SESv2Client;
  readonly guardduty: GuardDutyClient;
}

export interface ClientSettings {
  readonly region: string;
  readonly credentials: Credentials;
  readonly maxAttempts: number;
  readonly requestHandler?: RequestHandler;
  readonly endpoint?: string;
}

export interface TestAccount extends ScenarioAccount {
  readonly world: World;
  readonly clock: ControlledClock;
  readonly dispatch: Dispatch;
  /** What any client of the SDK is made with to call this account. */
  readonly settings: (credentials: Credentials, region?: string) => ClientSettings;
  readonly as: (credentials: Credentials, region?: string) => Clients;
  readonly close: () => Promise<void>;
}

/** The leaked-credential account on a clock of the test's own, reached in process or over HTTP. */
export async function testAccount(
  over: 'in process' | 'over HTTP' = 'in process',
  options: Partial<ScenarioOptions> = {},
): Promise<TestAccount> {
  const clock = controlledClock(OPENED, () => 0);
  const opened = leakedCredentialAccount({
    seed: 'test',
    clock,
    realNow: () => Date.now(),
    backgroundEvents: 300,
    lookupsPerSecond: 1000,
    ...options,
  });
  const dispatch = openAccount(opened.world);
  const server = over === 'in process' ? undefined : await listen(dispatch, 0);
  const settings = (credentials: Credentials, region = 'us-east-1'): ClientSettings => ({
    region,
    credentials,
    maxAttempts: 1,
    ...(server === undefined
      ? { requestHandler: inProcess(dispatch, '192.0.2.55') }
      : { endpoint: server.url, forcePathStyle: true }),
  });
  const as = (credentials: Credentials, region = 'us-east-1'): Clients => {
    const own = settings(credentials, region);
    return {
      iam: new IAMClient(own),
      sts: new STSClient(own),
      cloudtrail: new CloudTrailClient(own),
      s3: new S3Client(own),
      bedrock: new BedrockClient(own),
      logs: new CloudWatchLogsClient(own),
      cloudwatch: new CloudWatchClient(own),
      lambda: new LambdaClient(own),
      kms: new KMSClient(own),
      ses: new SESClient(own),
      sesv2: new SESv2Client(own),
      guardduty: new GuardDutyClient(own),
    };
  };
  return { ...opened, clock, dispatch, settings, as, close: async () => server?.close() };
}

/** The last event of that name that a call left in the account's CloudTrail. */
export function lastTrack({ world }: TestAccount, eventName: string): CloudTrailRecord | undefined {
  return world.trail.events.findLast(
    ({ record, time }) => record.eventName === eventName && time <= world.clock.now(),
  )?.record;
}

/** What a call was refused with: the name of the error and the status. */
export async function refused(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'went through',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}
