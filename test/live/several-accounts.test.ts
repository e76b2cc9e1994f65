import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/model/case-event.ts';
import type { Report } from '../../src/model/report.ts';
import { openAccounts } from '../../src/simulator/account/accounts.ts';
import { leakedCredentialAccount } from '../../src/simulator/scenarios/leaked-credential.ts';
import { readAuthorization } from '../../src/simulator/wire/sigv4.ts';
import { listen, type Listening } from '../../src/simulator/wire/http-server.ts';
import type { Dispatch } from '../../src/simulator/wire/message.ts';
import { contentOf } from '../../src/simulator/services/s3/objects.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { TRAIL_BUCKET } from '../support/delivered-logs.ts';
import { printedJson, startProgram } from '../support/live-program.ts';
import { MEMBER, MEMBER_ROLE, type MemberAccount, memberAccount } from '../support/member-account.ts';

const HOME = '111122223333';
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'];
const PLAYBOOK = new URL('../fixtures/playbooks/small.yaml', import.meta.url).pathname;

const DELIVERED = new Date(Date.now() - 2 * 3_600_000);
let organization = '';

/** Where the organization's trail writes of the member. */
function memberLog(): string {
  const [day = '', time = ''] = DELIVERED.toISOString().split('T');
  const stamp = `${day.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  return `AWSLogs/${organization}/${MEMBER}/CloudTrail/us-east-1/${day.replaceAll('-', '/')}/${MEMBER}_CloudTrail_us-east-1_${stamp}_0123456789abcdef.json.gz`;
}

/** The member sees the trail of the organization, whose files lie in the bucket of the first account. */
function organizationTrail(home: World, member: World): void {
  const [own] = home.trail.trails.values();
  if (own === undefined) throw new Error('the account has no trail');
  const trail = structuredClone(own);
  const settings = trail.changes.map((change) => ({
    ...change,
    settings: { ...change.settings, isOrganization: true },
  }));
  member.trail.trails.set(trail.name, { ...trail, changes: settings });
  organization = member.organization.id;
  const bytes = gzipSync(JSON.stringify({ Records: [] }));
  home.s3.buckets
    .get(TRAIL_BUCKET)
    ?.objects.set(memberLog(), [
      { versionId: 'null', modifiedAt: DELIVERED.getTime(), content: contentOf(bytes) },
    ]);
}

describe('several accounts in one case', () => {
  let root = '';
  let server: Listening;
  let member: MemberAccount;
  let environment: Record<string, string> = {};
  let attackerKey = '';
  /** Sessions of the member account end at their next search of the event history while this is set. */
  let expiring = false;
  const heptad = (...args: readonly string[]) => startProgram(args, environment);
  const folder = (): string => join(root, 'case');
  const answers = (text: string): string => {
    const file = join(root, 'answers.yaml');
    writeFileSync(file, text);
    return file;
  };
  const journal = (): readonly JournalEntry[] =>
    readFileSync(join(folder(), 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalEntry);
  const run = (answersText: string, ...more: readonly string[]) =>
    heptad(
      ...['run', PLAYBOOK, '--case', folder(), ...REGIONS.flatMap((region) => ['--region', region])],
      ...['--account', MEMBER_ROLE, '--answers', answers(answersText), ...more],
    );

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'heptad-accounts-'));
    const clock = { now: () => Date.now() };
    const home = leakedCredentialAccount({
      ...{ seed: 'several', clock, realNow: clock.now, backgroundEvents: 120 },
      lookupsPerSecond: 1000,
    });
    member = memberAccount(clock, HOME);
    const dispatch = openAccounts(home.world, member.world);
    const expire: Dispatch = (request) => {
      const key = readAuthorization(request)?.accessKeyId ?? '';
      const session = member.world.sessions.get(key);
      if (
        expiring &&
        session !== undefined &&
        request.headers['x-amz-target']?.endsWith('LookupEvents') === true
      )
        member.world.sessions.set(key, { ...session, expiresAt: 0 });
      return dispatch(request);
    };
    server = await listen(expire, 0);
    const { accessKeyId, secretAccessKey, sessionToken = '' } = home.responder;
    environment = {
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_REGION: 'us-east-1',
    };
    organizationTrail(home.world, member.world);
    const settings = { endpoint: server.url, credentials: member.admin };
    const iam = new IAMClient({ ...settings, region: 'us-east-1' });
    await iam.send(new CreateUserCommand({ UserName: 'backdoor' }));
    const made = await iam.send(new CreateAccessKeyCommand({ UserName: 'backdoor' }));
    attackerKey = made.AccessKey?.AccessKeyId ?? '';
    for (const region of REGIONS)
      await new STSClient({ ...settings, region }).send(new GetCallerIdentityCommand({}));
  });
  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('does nothing in an account that was not allowed', async () => {
    const before = member.world.trail.events.length;
    const { code, stderr } = await run(`account: "${HOME}"\ndefault: unknown-and-decline\n`);
    expect({ code, stderr }).toMatchObject({ code: 2 });
    expect(stderr).toContain(`these credentials are of account ${MEMBER}`);
    const made = member.world.trail.events.slice(before).map(({ record }) => record.eventName);
    expect(made).toEqual(['GetCallerIdentity']);
  });

  it('pauses where the credentials of one account end in the middle', async () => {
    expiring = true;
    const { code, stderr } = await run(`account: ["${HOME}", "${MEMBER}"]\ndefault: unknown-and-decline\n`);
    expiring = false;
    expect({ code, stderr }).toMatchObject({ code: 5 });
    expect(stderr).toContain('heptad resume');
    expect(journal().filter(({ kind }) => kind === 'case-finished')).toEqual([]);
  });

  it('goes on after renewal, with every account and Region covered', async () => {
    const kept = journal().filter(({ kind }) => kind === 'evidence-stored').length;
    const { code, stderr } = await heptad('resume', folder(), '--answers', join(root, 'answers.yaml'));
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(kept).toBeGreaterThan(0);
    const report = printedJson(await heptad('report', folder(), '--format', 'json')) as Report;
    expect(report.case.label).toBe(`SIMULATED ${HOME}, ${MEMBER} us-east-1`);
    const covered = report.coverage
      .filter(({ source, from }) => source === 'cloudtrail.management' && from !== null)
      .map(({ account, region }) => `${account} ${region}`);
    expect(covered).toEqual(
      expect.arrayContaining(
        [HOME, MEMBER].flatMap((account) => REGIONS.map((region) => `${account} ${region}`)),
      ),
    );
    const pages = report.evidence.filter(({ collector }) => collector === 'cloudtrail-event-history');
    expect(pages.filter(({ source }) => source.startsWith(`aws://${MEMBER}/`)).length).toBeGreaterThanOrEqual(
      3,
    );
    expect(new Set(pages.map(({ source }) => source)).size).toBe(pages.length);
    expect(report.integrity.clocks?.map(({ account }) => account)).toEqual([HOME, MEMBER]);
    for (const { offsetMs } of report.integrity.clocks ?? []) expect(Math.abs(offsetMs)).toBeLessThan(5000);
  });

  it('reads a member’s part of the organization’s trail in the bucket of another account', async () => {
    const report = printedJson(await heptad('report', folder(), '--format', 'json')) as Report;
    const files = report.evidence.filter(
      ({ collector, source }) =>
        collector === 'cloudtrail-trail-files' && source.includes(`/${organization}/${MEMBER}/`),
    );
    expect(files.map(({ source }) => source)).toEqual([`s3://${TRAIL_BUCKET}/${memberLog()}`]);
  });

  it('journals whose identity it was in each account, and by which role', () => {
    const connected = journal().flatMap((entry) => (entry.kind === 'account-connected' ? [entry.data] : []));
    expect(connected.map(({ account, via }) => [account, via])).toEqual([
      [HOME, null],
      [MEMBER, MEMBER_ROLE],
    ]);
    const [token] = connected.map((one) => one.token);
    expect(connected[1]?.arn).toBe(`arn:aws:sts::${MEMBER}:assumed-role/responders/heptad-${token}`);
    const assumed = journal()
      .flatMap((entry) => (entry.kind === 'calls-made' ? entry.data.calls : []))
      .filter(({ operation }) => operation === 'AssumeRole');
    expect(assumed.length).toBeGreaterThanOrEqual(2);
    expect(readFileSync(join(folder(), 'journal.jsonl'), 'utf8')).not.toContain('SecretAccessKey');
  });

  it('contains in the account that has the target, through its own credentials', async () => {
    const applied = await heptad(
      ...['action', 'apply', folder(), 'iam/disable-access-key', '--input', `accessKeyId=${attackerKey}`],
      ...['--input', 'userName=backdoor'],
      ...['--answers', answers(`account: ["${HOME}", "${MEMBER}"]\nactions: { "*": approve }\n`)],
    );
    expect({ code: applied.code, stderr: applied.stderr }).toMatchObject({ code: 0 });
    const planned = journal().flatMap((entry) => (entry.kind === 'action-planned' ? [entry.data] : []));
    // What is kept before the first change is kept in the account the case began in.
    expect(planned.find(({ action }) => action === 'iam/disable-access-key')).toMatchObject({
      account: MEMBER,
    });
    const iam = new IAMClient({ endpoint: server.url, region: 'us-east-1', credentials: member.admin });
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName: 'backdoor' }));
    expect(AccessKeyMetadata.map(({ Status }) => Status)).toEqual(['Inactive']);
  });

  it('refuses the same folder with other accounts', async () => {
    const other = await heptad('run', PLAYBOOK, '--case', folder(), '--region', 'us-east-1');
    expect({ code: other.code, stderr: other.stderr }).toMatchObject({ code: 2 });
    expect(other.stderr).toContain('the accounts');
  });
});

describe('every account of the organization', () => {
  it('enters those that let it, and says which did not', async () => {
    const root = mkdtempSync(join(tmpdir(), 'heptad-organization-'));
    const clock = { now: () => Date.now() };
    const home = leakedCredentialAccount({
      ...{ seed: 'organization', clock, realNow: clock.now, backgroundEvents: 20 },
      lookupsPerSecond: 1000,
    });
    const [unit] = [...home.world.organization.nodes.values()].filter(({ kind }) => kind === 'ROOT');
    home.world.organization.nodes.set(MEMBER, {
      ...{ id: MEMBER, kind: 'ACCOUNT', name: 'billing', joinedAt: 0, attached: new Set<string>() },
      ...{ arn: `arn:aws:organizations::123456789012:account/o-exampleorgid/${MEMBER}`, parent: unit?.id },
    });
    const server = await listen(openAccounts(home.world, memberAccount(clock, HOME).world), 0);
    try {
      const file = join(root, 'answers.yaml');
      writeFileSync(file, `account: ["${HOME}", "${MEMBER}"]\ndefault: unknown-and-decline\n`);
      const { accessKeyId, secretAccessKey, sessionToken = '' } = home.responder;
      const environment = {
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        AWS_REGION: 'us-east-1',
      };
      const folder = join(root, 'case');
      const ran = await startProgram(
        [
          'run',
          PLAYBOOK,
          '--case',
          folder,
          '--region',
          'us-east-1',
          '--organization-role',
          'responders',
          '--answers',
          file,
        ],
        environment,
      );
      expect({ code: ran.code, stderr: ran.stderr }).toMatchObject({ code: 0 });
      const report = printedJson(
        await startProgram(['report', folder, '--format', 'json'], environment),
      ) as Report;
      expect(report.case.label).toBe(`SIMULATED ${HOME}, ${MEMBER} us-east-1`);
      const refused = report.coverage.filter(({ account }) => account === '123456789012');
      expect(refused.map(({ status }) => status)).toEqual(['not-readable', 'not-readable', 'not-readable']);
      expect(refused[0]?.detail).toContain('could not be entered: AccessDenied');
    } finally {
      await server.close();
      rmSync(root, { recursive: true, force: true });
    }
  });
});
