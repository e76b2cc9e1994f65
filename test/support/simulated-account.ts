import { BedrockClient } from '@aws-sdk/client-bedrock';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { openAccount } from '../../src/simulator/account/account.ts';
import { leakedCredentialAccount } from '../../src/simulator/scenarios/leaked-credential.ts';
import type { Credentials, ScenarioAccount } from '../../src/simulator/scenarios/scenario.ts';
import { controlledClock, type ControlledClock } from '../../src/simulator/world/clock.ts';
import { listen } from '../../src/simulator/wire/http-server.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
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
}

export interface TestAccount extends ScenarioAccount {
  readonly world: World;
  readonly clock: ControlledClock;
  readonly dispatch: Dispatch;
  readonly as: (credentials: Credentials, region?: string) => Clients;
  readonly close: () => Promise<void>;
}

/** The leaked-credential account on a clock of the test's own, reached in process or over HTTP. */
export async function testAccount(over: 'in process' | 'over HTTP' = 'in process'): Promise<TestAccount> {
  const clock = controlledClock(OPENED, () => 0);
  const opened = leakedCredentialAccount({
    seed: 'test',
    clock,
    realNow: () => Date.now(),
    backgroundEvents: 300,
    lookupsPerSecond: 1000,
  });
  const dispatch = openAccount(opened.world);
  const server = over === 'in process' ? undefined : await listen(dispatch, 0);
  const as = (credentials: Credentials, region = 'us-east-1'): Clients => {
    const settings = {
      region,
      credentials,
      maxAttempts: 1,
      ...(server === undefined
        ? { requestHandler: inProcess(dispatch, '192.0.2.55') }
        : { endpoint: server.url, forcePathStyle: true }),
    };
    return {
      iam: new IAMClient(settings),
      sts: new STSClient(settings),
      cloudtrail: new CloudTrailClient(settings),
      s3: new S3Client(settings),
      bedrock: new BedrockClient(settings),
    };
  };
  return { ...opened, clock, dispatch, as, close: async () => server?.close() };
}

/** What a call was refused with: the name of the error and the status. */
export async function refused(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'went through',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}
