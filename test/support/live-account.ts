import { STSClient } from '@aws-sdk/client-sts';
import { openAccount } from '../../src/simulator/account/account.ts';
import { leakedCredentialAccount } from '../../src/simulator/scenarios/leaked-credential.ts';
import type { Credentials, ScenarioAccount } from '../../src/simulator/scenarios/scenario.ts';
import { listen } from '../../src/simulator/wire/http-server.ts';
import type { Dispatch } from '../../src/simulator/wire/message.ts';

/** The leaked-credential account over HTTP on the real clock, so that the program itself can work in it. */
export interface LiveAccount extends ScenarioAccount {
  /** What the program needs to find the account. */
  readonly environment: Readonly<Record<string, string>>;
  readonly settings: (credentials: Credentials) => object;
  readonly sts: (credentials: Credentials | undefined) => STSClient;
  /** The names of the calls that heptad made, as the account's own log has them. */
  readonly calledBySelf: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** @param between stands between the wire and the account, and may answer for it */
export async function liveAccount(
  backgroundEvents = 200,
  between: (account: Dispatch) => Dispatch = (account) => account,
): Promise<LiveAccount> {
  const clock = { now: () => Date.now() };
  const opened = leakedCredentialAccount({
    seed: 'live',
    clock,
    realNow: clock.now,
    backgroundEvents,
    lookupsPerSecond: 1000,
  });
  const { url, close } = await listen(between(openAccount(opened.world)), 0);
  const { responder } = opened;
  const settings = (credentials: Credentials): object => ({
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
    endpoint: url,
    forcePathStyle: true,
  });
  return {
    ...opened,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: responder.accessKeyId,
      AWS_SECRET_ACCESS_KEY: responder.secretAccessKey,
      AWS_SESSION_TOKEN: responder.sessionToken ?? '',
      AWS_REGION: 'us-east-1',
    },
    settings,
    sts: (credentials) => new STSClient(settings(credentials ?? responder)),
    calledBySelf: () =>
      opened.world.trail.events.flatMap(({ record }) =>
        record.userAgent.includes('heptad/') ? [record.eventName] : [],
      ),
    close,
  };
}
