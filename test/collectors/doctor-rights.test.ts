import { afterEach, describe, expect, it } from 'vitest';
import { rightsChecks } from '../../src/app/doctor/rights-checks.ts';
import { connectAccount } from '../../src/aws/connect.ts';
import { createPacer } from '../../src/aws/pacer.ts';
import { readerOf } from '../../src/app/actions/account-desk.ts';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import { type PolicyDocument, playbookPolicies } from '../../src/app/playbook-policy.ts';
import type { Checkup } from '../../src/model/checkup.ts';
import { NO_ORGANIZATION } from '../../src/model/organization.ts';
import type { PolicyScope } from '../../src/playbook/iam-resources.ts';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { faultyWire } from '../support/faulty-wire.ts';
import { startProgram } from '../support/live-program.ts';
import { roleUnder } from '../support/role-under.ts';
import { testAccount, type TestAccount } from '../support/simulated-account.ts';

const { playbook } = findPlaybook('genai-workload');
const NARROW: PolicyScope = { account: '111122223333', regions: ['us-east-1'], buckets: ['example-trail'] };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function opened(over: 'in process' | 'over HTTP' = 'in process'): Promise<TestAccount> {
  const account = await testAccount(over);
  open.push(account.close);
  return account;
}

interface Circumstances {
  readonly denied?: readonly string[];
  /** Who the account says the caller is. */
  readonly arn?: string;
  readonly buckets?: readonly string[];
}

async function rights(
  account: TestAccount,
  credentials: Credentials,
  { denied = [], arn, buckets = [] }: Circumstances = {},
): Promise<Readonly<Record<'read' | 'contain', Checkup>>> {
  const cloud = await connectAccount({
    profile: null,
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1',
    token: 'no-case',
    pacer: createPacer({ now: () => 0, wait: () => Promise.resolve() }),
    now: () => new Date(account.clock.now()).toISOString(),
    onCall: () => undefined,
    credentials,
    requestHandler: faultyWire(account, (call) => (denied.includes(call) ? 'access denied' : undefined)).way
      .requestHandler,
  });
  const identity = arn === undefined ? cloud.identity : { ...cloud.identity, arn };
  const desk = {
    cloud: { ...cloud, identity },
    reader: readerOf(cloud),
    organization: NO_ORGANIZATION,
    clock: { now: () => new Date(account.clock.now()).toISOString() },
    wait: () => Promise.resolve(),
    footprints: [],
  };
  const [read, contain] = await rightsChecks(desk, { playbook, buckets, proved: new Set() });
  cloud.close();
  if (read === undefined || contain === undefined) throw new Error('both parts are looked at');
  return { read, contain };
}

const policies = async (
  parts: readonly ('read' | 'contain')[],
  scope: PolicyScope = NARROW,
): Promise<readonly PolicyDocument[]> =>
  (await Promise.all(parts.map((part) => playbookPolicies(playbook, part, scope)))).flat();

describe('the rights of an identity, by the simulation of IAM', () => {
  it('are all there under exactly the policies of the playbook, and looking changes nothing', async () => {
    const account = await opened();
    const credentials = await roleUnder(account, await policies(['read', 'contain']));
    const before = new Set(account.world.trail.events);
    const { read, contain } = await rights(account, credentials, { buckets: ['example-trail'] });
    expect(read).toMatchObject({ status: 'ok', detail: expect.stringMatching(/^(\d+) of \1 rights there$/) });
    expect(contain).toMatchObject({
      status: 'ok',
      detail: expect.stringMatching(/^(\d+) of \1 rights there$/),
    });
    const made = account.world.trail.events.filter((event) => !before.has(event)).map(({ record }) => record);
    expect(made.filter(({ readOnly }) => !readOnly)).toEqual([]);
    expect(made.filter(({ eventName }) => eventName === 'SimulatePrincipalPolicy').length).toBeLessThan(60);
  });

  it('are narrower in other buckets than the policy names', async () => {
    const account = await opened();
    const credentials = await roleUnder(account, await policies(['read', 'contain']));
    const { read } = await rights(account, credentials, { buckets: ['example-other'] });
    expect(read).toMatchObject({ status: 'not-ready' });
    expect(Object.keys(read.missing ?? {})).toEqual(['s3']);
  });

  it('tell an identity that can read and cannot contain, by service', async () => {
    const account = await opened();
    const credentials = await roleUnder(account, await policies(['read'], { ...NARROW, buckets: [] }));
    const { read, contain } = await rights(account, credentials);
    expect(read.status).toBe('ok');
    expect(contain.status).toBe('not-ready');
    expect(contain.missing?.['iam']).toContain('UpdateAccessKey');
    expect(contain.missing?.['lambda']).toContain('PutFunctionConcurrency');
    // It may read these, and containing reads them too.
    expect(Object.values(contain.missing ?? {}).flat()).not.toContain('LookupEvents');
  });

  it('tell an identity that may do nothing but be asked about', async () => {
    const account = await opened();
    const credentials = await roleUnder(account, [
      {
        Version: '2012-10-17',
        Statement: [{ Sid: 'Ask', Effect: 'Allow', Action: ['iam:SimulatePrincipalPolicy'], Resource: '*' }],
      },
    ]);
    const { read, contain } = await rights(account, credentials);
    expect(read).toMatchObject({
      status: 'not-ready',
      detail: expect.stringMatching(/^1 of \d+ rights there/),
    });
    expect(contain).toMatchObject({ status: 'not-ready', detail: expect.stringMatching(/^0 of \d+ rights/) });
  });

  it('name a service control policy that stands in the way of what the identity is granted', async () => {
    const account = await opened();
    const credentials = await roleUnder(
      account,
      await policies(['read', 'contain'], { ...NARROW, buckets: [] }),
    );
    for (const policy of account.world.organization.policies.values())
      policy.content = policy.content.replaceAll('role/example-incident-responder*"', 'role/nobody"');
    const { contain } = await rights(account, credentials);
    expect(contain.status).toBe('not-ready');
    expect(contain.detail).toMatch(/\d+ missing \(\d+ by a service control policy\)$/);
  });

  it('cannot be told where they hang on a condition that nobody can give', async () => {
    const account = await opened();
    const [document] = await policies(['contain'], { ...NARROW, buckets: [] });
    if (document === undefined) throw new Error('there is a policy');
    const mfa = { Bool: { 'aws:MultiFactorAuthPresent': ['true'] } };
    const withMfa = { ...document, Statement: document.Statement.map((one) => ({ ...one, Condition: mfa })) };
    const credentials = await roleUnder(account, [
      ...(await policies(['read'], { ...NARROW, buckets: [] })),
      withMfa,
    ]);
    const { contain } = await rights(account, credentials);
    expect(contain.detail).toContain('cannot be told (depends on aws:MultiFactorAuthPresent)');
    expect(contain.untold?.['bedrock']).toContain('UpdateGuardrail');
  });

  it.each([
    [
      'SimulatePrincipalPolicy denied',
      { denied: ['iam:SimulatePrincipalPolicy'] },
      /SimulatePrincipalPolicy is denied/,
    ],
    ['the root user', { arn: 'arn:aws:iam::111122223333:root' }, /does not simulate the root user/],
    ['a federated user', { arn: 'arn:aws:sts::111122223333:federated-user/ir' }, /federated user/],
    ['a role that is not there', { arn: 'arn:aws:sts::111122223333:assumed-role/gone/ir' }, /NoSuchEntity/],
  ])('are unknown, and never taken to be there: %s', async (_, circumstances, why) => {
    const account = await opened();
    const { read, contain } = await rights(account, account.responder, circumstances);
    for (const check of [read, contain]) {
      expect(check.status).toBe('unknown');
      expect(check.detail).toMatch(why);
    }
  });

  it('are asked for a role by its name alone where the role cannot be looked up', async () => {
    const account = await opened();
    const { contain } = await rights(account, account.responder, { denied: ['iam:GetRole'] });
    expect(contain.status).toBe('ok');
  });
});

describe('heptad doctor', () => {
  const doctor = (account: TestAccount, credentials: Credentials, ...args: readonly string[]) =>
    startProgram(['doctor', ...args], {
      AWS_ENDPOINT_URL: String(account.settings(credentials).endpoint),
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
      AWS_REGION: 'us-east-1',
    });

  it('ends with 5 for an identity that cannot contain, on a screen of 80 columns, and with 0 for one that can', async () => {
    const account = await opened('over HTTP');
    const credentials = await roleUnder(account, await policies(['read'], { ...NARROW, buckets: [] }));
    const partial = await doctor(account, credentials);
    expect([partial.code, partial.stdout.match(/^READ[\s\S]*(?=\nRights)/m)?.[0]]).toMatchSnapshot();
    expect(partial.stdout).toContain('NOT READY: rights to contain by genai-workload');
    expect(partial.stderr).toContain('heptad playbook policy genai-workload --part contain');
    expect(partial.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const ready = await doctor(account, account.responder);
    expect([ready.code, ready.stdout]).toEqual([0, expect.stringContaining('\nREADY, as far as')]);
    const json = await doctor(account, credentials, '--json', '--playbook', 'denial-of-wallet');
    const checks = JSON.parse(json.stdout) as readonly Checkup[];
    expect(json.code).toBe(5);
    expect(checks.find(({ part }) => part === 'contain')?.check).toBe(
      'rights to contain by denial-of-wallet',
    );
  });
});
