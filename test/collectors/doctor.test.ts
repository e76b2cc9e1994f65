import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { readerOf } from '../../src/app/actions/account-desk.ts';
import { examine } from '../../src/app/doctor/examine.ts';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import { connectAccount } from '../../src/aws/connect.ts';
import { createPacer } from '../../src/aws/pacer.ts';
import type { Checkup } from '../../src/model/checkup.ts';
import { NO_ORGANIZATION } from '../../src/model/organization.ts';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { faultyWire } from '../support/faulty-wire.ts';
import { testAccount, type TestAccount } from '../support/simulated-account.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function checkups(
  account: TestAccount,
  credentials: Credentials,
  { ahead = 0, denied = [] }: { readonly ahead?: number; readonly denied?: readonly string[] } = {},
): Promise<readonly Checkup[]> {
  const clock = { now: () => new Date(account.clock.now()).toISOString() };
  const access = { profile: null, region: 'us-east-1', endpoint: null, organization: NO_ORGANIZATION };
  return examine(access, {
    clock,
    nodeVersion: 'v20.19.0',
    folder: tmpdir(),
    playbook: findPlaybook('genai-workload').playbook,
    buckets: [],
    connect: async () => {
      const cloud = await connectAccount({
        ...access,
        endpoint: 'http://127.0.0.1',
        token: 'no-case',
        pacer: createPacer({ now: () => 0, wait: () => Promise.resolve() }),
        // Answers carry the real time, whatever the account's own clock says.
        now: () => new Date(Date.now() + ahead).toISOString(),
        onCall: () => undefined,
        credentials,
        requestHandler: faultyWire(account, (call) => (denied.includes(call) ? 'access denied' : undefined))
          .way.requestHandler,
      });
      return {
        cloud,
        reader: readerOf(cloud),
        organization: NO_ORGANIZATION,
        clock,
        wait: () => Promise.resolve(),
        footprints: [],
      };
    },
  });
}

describe('doctor', () => {
  it('finds the responder ready, and changes nothing', async () => {
    const account = await testAccount();
    open.push(account.close);
    const before = new Set(account.world.trail.events);
    const checks = await checkups(account, account.responder);
    expect(checks.filter(({ status }) => status === 'not-ready')).toEqual([]);
    expect(checks.find(({ check }) => check === 'identity')?.detail).toContain('SIMULATED 111122223333');
    const made = account.world.trail.events.filter((event) => !before.has(event)).map(({ record }) => record);
    expect(made.length).toBeGreaterThan(10);
    expect(made.filter(({ readOnly }) => !readOnly)).toEqual([]);
  });

  it("says how this machine's clock stands beside the account's", async () => {
    const account = await testAccount();
    open.push(account.close);
    const clock = (checks: readonly Checkup[]) => checks.find(({ check }) => check === 'clock');
    expect(clock(await checkups(account, account.responder))).toMatchObject({
      status: 'ok',
      detail: "within a second of the account's",
    });
    const wrong = clock(await checkups(account, account.responder, { ahead: 600_000 }));
    expect(wrong?.status).toBe('not-ready');
    expect(wrong?.detail).toMatch(/^(599|600)\.\d s ahead of the account's$/);
  });

  it('names each read that an identity with some of the rights may not make, and changes nothing', async () => {
    const account = await testAccount();
    open.push(account.close);
    const before = new Set(account.world.trail.events);
    const denied = ['cloudtrail:LookupEvents', 'guardduty:ListDetectors'];
    const checks = await checkups(account, account.responder, { denied });
    expect(checks.filter(({ status }) => status === 'not-ready')).toEqual(
      denied.map((check) => ({ check, part: 'read', status: 'not-ready', detail: 'AccessDeniedException' })),
    );
    expect(checks.find(({ check }) => check === 'iam:ListUsers')?.status).toBe('ok');
    const made = account.world.trail.events.filter((event) => !before.has(event)).map(({ record }) => record);
    expect(made.filter(({ readOnly }) => !readOnly)).toEqual([]);
  });

  it('names what an identity may not do, and refused credentials', async () => {
    const account = await testAccount();
    open.push(account.close);
    const none = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' };
    const checks = await checkups(account, none);
    const refused = checks.find(({ check }) => check === 'credentials');
    expect(refused).toMatchObject({ status: 'not-ready', detail: expect.stringContaining('aws sso login') });
  });
});
