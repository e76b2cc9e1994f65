import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScenarioAccount } from '../../src/simulator/scenarios/scenario.ts';
import { leakedCredentialAccount } from '../../src/simulator/scenarios/leaked-credential.ts';
import { openAccounts } from '../../src/simulator/account/accounts.ts';
import { newBucket } from '../../src/simulator/services/s3/buckets.ts';
import { listen } from '../../src/simulator/wire/http-server.ts';
import type { Dispatch, WireRequest } from '../../src/simulator/wire/message.ts';
import type { Bucket } from '../../src/simulator/world/s3-state.ts';
import { type MemberAccount, memberAccount } from './member-account.ts';

export const HOME = '111122223333';
export const VAULT_BUCKET = 'example-evidence';
const OPEN_BUCKET = 'example-unlocked';

/** The leaked-credential account, and beside it at the same place an account that evidence may go to. */
export interface VaultAccounts {
  readonly home: ScenarioAccount;
  readonly vault: MemberAccount;
  /** Has Object Lock, with 365 days of COMPLIANCE. */
  readonly locked: Bucket;
  /** Has none, and no versions. */
  readonly unlocked: Bucket;
  /** For the program: the responder's keys, and the profiles `vault` and `suspect`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Called for each request before it is answered, and with its answer's status after. */
  watch: { before: (request: WireRequest) => void; after: (request: WireRequest) => void };
  readonly close: () => Promise<void>;
}

export async function vaultAccounts(root: string): Promise<VaultAccounts> {
  const clock = { now: () => Date.now() };
  const home = leakedCredentialAccount({
    ...{ seed: 'vault', clock, realNow: clock.now, backgroundEvents: 60 },
    lookupsPerSecond: 1000,
  });
  const vault = memberAccount(clock, HOME);
  const locked = newBucket(VAULT_BUCKET, 'eu-west-1', clock.now());
  locked.versioning = 'Enabled';
  locked.objectLock = {
    ObjectLockEnabled: 'Enabled',
    Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } },
  };
  const unlocked = newBucket(OPEN_BUCKET, 'us-east-1', clock.now());
  for (const bucket of [locked, unlocked]) vault.world.s3.buckets.set(bucket.name, bucket);
  home.world.s3.buckets.set('example-own', newBucket('example-own', 'us-east-1', clock.now()));
  const watch: VaultAccounts['watch'] = { before: () => undefined, after: () => undefined };
  const dispatch = openAccounts(home.world, vault.world);
  const server = await listen(watched(dispatch, watch), 0);
  return {
    ...{ home, vault, locked, unlocked, watch },
    environment: { AWS_ENDPOINT_URL: server.url, AWS_REGION: 'us-east-1', ...profiles(root, home, vault) },
    close: () => server.close(),
  };
}

function watched(dispatch: Dispatch, watch: VaultAccounts['watch']): Dispatch {
  return async (request) => {
    watch.before(request);
    const response = await dispatch(request);
    watch.after(request);
    return response;
  };
}

function profiles(
  root: string,
  { responder }: ScenarioAccount,
  { admin }: MemberAccount,
): Readonly<Record<string, string>> {
  const file = join(root, 'credentials');
  const lines = (name: string, { accessKeyId, secretAccessKey, sessionToken }: typeof responder): string =>
    [
      `[${name}]`,
      `aws_access_key_id = ${accessKeyId}`,
      `aws_secret_access_key = ${secretAccessKey}`,
      ...(sessionToken === undefined ? [] : [`aws_session_token = ${sessionToken}`]),
    ].join('\n');
  writeFileSync(file, `${lines('vault', admin)}\n${lines('suspect', responder)}\n`);
  return {
    AWS_SHARED_CREDENTIALS_FILE: file,
    AWS_CONFIG_FILE: join(root, 'no-config'),
    AWS_ACCESS_KEY_ID: responder.accessKeyId,
    AWS_SECRET_ACCESS_KEY: responder.secretAccessKey,
    AWS_SESSION_TOKEN: responder.sessionToken ?? '',
  };
}
