import { GetModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { ListPoliciesForTargetCommand } from '@aws-sdk/client-organizations';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { type ProgramEnded, startProgram } from '../support/live-program.ts';
import { motoHas } from './moto/moto-has.ts';
import { type Snapshot, takenSnapshot } from './moto/taken-snapshot.ts';
import {
  FUNCTION,
  INVOCATION_BUCKET,
  KNOWLEDGE_BUCKET,
  type StoryAccount,
  storyAccount,
  UNLOGGED,
} from './moto/story-account.ts';
import { replayed, storyCalls } from './moto/story-calls.ts';
import { type MotoServer, startMoto } from './moto-server.ts';

const ANSWERS = `account: "111122223333"
inputs: { invocation_log_bucket: ${INVOCATION_BUCKET}, kb_bucket: ${KNOWLEDGE_BUCKET} }
actions: { "*": approve }
default: unknown-and-decline
`;

/** Where the story's calls were made. */
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2'];

/** Signals of the story that this walk does not raise, and why. */
const UNRAISED: Readonly<Record<string, string>> = {
  P1: 'no selector of the trail takes the events of knowledge bases',
  D11: 'knowledge-base-poisoning raises it, not genai-workload',
};
/** Steps of the story no event of which a finding cites, though they were logged, and why. */
const UNCITED: Readonly<Record<string, string>> = {
  ListAttachedUserPolicies: 'A7 cites the calls that list the whole account',
  DeleteObject: 'D5 asks for many deletions or a long-term key; it cites the versioning that was suspended',
  UpdateFunctionCode20150331v2: 'I4 asks for a long-term key; that the function was opened is cited',
  UpdateFunctionConfiguration20150331v2: 'as UpdateFunctionCode',
};
const INACTIVE =
  'moto lets an inactive key through (AWS refuses it), and the quarantine policy of AWS does not name this call';
/** Calls that moto lets through after containment, and why that is moto's doing. */
const LET_THROUGH: Readonly<Record<string, string>> = {
  'leakedKey iam:ListRoles': INACTIVE,
  'leakedKey iam:GetAccountAuthorizationDetails': INACTIVE,
  'leakedKey iam:ListAttachedUserPolicies': INACTIVE,
};

describe('a live incident in an account of moto', () => {
  let root = '';
  let folder = '';
  let given: readonly string[];
  let moto: MotoServer;
  let account: StoryAccount;
  let ran: ProgramEnded;
  let report: Report;
  let snapshot: Snapshot;
  let before: Readonly<Record<string, string>>;
  const heptad = (...args: readonly string[]) =>
    startProgram(args, {
      AWS_ENDPOINT_URL: account.url,
      AWS_ACCESS_KEY_ID: account.responder.accessKeyId,
      AWS_SECRET_ACCESS_KEY: account.responder.secretAccessKey,
      AWS_REGION: 'us-east-1',
    });

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'heptad-moto-'));
    folder = join(root, 'case');
    moto = await startMoto('111122223333');
    account = await storyAccount(moto);
    await moto.enforce();
    before = await replayed(account, storyCalls(account));
    snapshot = await takenSnapshot(account);
    const [answers, org] = [join(root, 'answers.yaml'), join(root, 'org.yaml')];
    writeFileSync(answers, ANSWERS);
    // moto does not say that it is no real account.
    writeFileSync(org, 'breakGlass: none\n');
    given = ['--answers', answers, '--org', org];
    const regions = REGIONS.flatMap((region) => ['--region', region]);
    ran = await heptad('run', 'genai-workload', '--case', folder, ...regions, ...given);
    report = JSON.parse((await heptad('report', folder, '--format', 'json')).stdout) as Report;
  });
  afterAll(async () => {
    await moto.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('snapshots hold what plain calls of the SDK show, and name what moto does not have', async () => {
    expect(snapshot.documents.length).toBeGreaterThan(40);
    const services = new Set(snapshot.documents.map(({ service }) => service));
    expect([...services]).toEqual(
      expect.arrayContaining(['iam', 's3', 'lambda', 'bedrock', 'cloudwatch-logs']),
    );
    // The credential report is a text that tells when each key was used last, which moves with every call.
    const still = snapshot.documents.filter(({ name }) => !name.includes('/GetCredentialReport/'));
    expect(still.length).toBeGreaterThanOrEqual(snapshot.documents.length - 1);
    for (const { name, collected, shown } of still) expect([name, collected]).toEqual([name, shown]);
    const refusals = [...new Set(snapshot.refused)];
    expect(refusals).toContain('bedrock:ListGuardrails');
    expect(motoHas(refusals)).toEqual(Object.fromEntries(refusals.map((name) => [name, false])));
  });

  it('finds every planted step that was logged, from the files in the buckets alone', () => {
    expect(account.logs.trail).toBeGreaterThan(100);
    expect(account.logs.invocations).toBeGreaterThan(5);
    const steps = account.story.key.events.filter(({ signals }) => signals.length > 0);
    expect(steps.length).toBeGreaterThan(1000);
    const found = new Set(report.findings.map(({ id }) => id));
    const signals = [...new Set(steps.flatMap((step) => step.signals))];
    expect(signals.filter((id) => !found.has(id)).toSorted()).toEqual(Object.keys(UNRAISED).toSorted());
    const cited = new Set(report.findings.flatMap(({ events }) => events));
    const citedNames = new Set(steps.filter(({ eventId }) => cited.has(eventId)).map(({ name }) => name));
    const uncited = steps.map(({ name }) => name).filter((name) => !citedNames.has(name));
    expect([...new Set(uncited)].toSorted()).toEqual([...Object.keys(UNCITED), ...UNLOGGED].toSorted());
  });

  it('says of the steps that were not logged which source did not take them', () => {
    const lost = account.story.key.events.filter(({ eventId }) => !account.logs.events.has(eventId));
    expect([...new Set(lost.map(({ name }) => name))].toSorted()).toEqual([...UNLOGGED].toSorted());
    const step = report.elements.flatMap(({ steps }) => steps).find(({ id }) => id === 'private-retrievals');
    expect(step).toMatchObject({ rows: 0, coverage: { status: 'not-readable' } });
    expect(step?.text).toContain('trail organization: selected are the events of AWS::Bedrock::AgentAlias');
  });

  it('says what moto could not tell, and never none found over it', () => {
    const of = (source: string) =>
      report.coverage.find((row) => row.source === source && row.region === 'us-east-1');
    expect(of('cloudtrail.management')).toMatchObject({
      status: 'partial',
      detail: expect.stringMatching(/ForeignAnswer for cloudtrail:LookupEvents.*no digest proves/) as string,
    });
    expect(of('bedrock.batch')).toMatchObject({ status: 'not-readable' });
    expect(of('bedrock.invocations')).toMatchObject({
      status: 'partial',
      detail: expect.stringContaining('logging is off now') as string,
    });
    const steps = report.elements.flatMap((element) => element.steps);
    const unread = steps.filter(({ coverage }) => coverage.status === 'not-readable');
    expect(unread.length).toBeGreaterThan(2);
    for (const step of steps.filter(({ coverage }) => coverage.status !== 'complete'))
      expect([step.id, step.text]).not.toEqual([step.id, 'none found']);
  });

  it('goes on in the same run when a log group cannot be held, and tells of it at its end', () => {
    expect({ code: ran.code, stderr: ran.stderr.slice(-500) }).toMatchObject({ code: 7 });
    const refusal = 'cloudwatch-logs PutLogGroupDeletionProtection in us-east-1: ForeignAnswer';
    const [held, contained, ended] = [
      'FAILED, the others have their turn: call 1 of plan',
      'is applied and read back',
      'heptad: not everything that was approved is done',
    ].map((text) => ran.stderr.indexOf(text));
    expect(ran.stderr.slice(ended)).toContain(refusal);
    expect([held, contained, ended]).toEqual([held, contained, ended].toSorted((a = 0, b = 0) => a - b));
    expect(held).toBeGreaterThan(0);
    const failed = report.actions.filter(({ status }) => status === 'failed');
    expect([...new Set(failed.map(({ action }) => action))]).toEqual(['cloudwatch-logs/hold-logs']);
    expect(report.actions.filter(({ status }) => status === 'planned')).toEqual([]);
    const why = report.actions.filter(({ verification }) => verification?.includes('ForeignAnswer') === true);
    expect(why.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'iam/disable-bedrock-key',
        'ses/stop-sending',
        'bedrock-agent/disable-action-group',
      ]),
    );
  });

  it('contains by approved plans, read back, and moto shows it', async () => {
    const applied = report.actions.filter(({ status }) => status === 'applied');
    expect([...new Set(applied.map(({ action }) => action))].toSorted()).toEqual([
      'bedrock/restore-invocation-logging',
      'iam/disable-access-key',
      'iam/quarantine-principal',
      'iam/revoke-sessions',
      'lambda/stop-function',
      's3/keep-versions',
    ]);
    for (const { verification } of applied) expect(verification).toContain('read back as planned');
    const { bedrock, iam, lambda } = account.clients;
    const { loggingConfig } = await bedrock.send(new GetModelInvocationLoggingConfigurationCommand({}));
    expect(loggingConfig?.s3Config?.bucketName).toBe(INVOCATION_BUCKET);
    const concurrency = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: FUNCTION }));
    expect(concurrency.ReservedConcurrentExecutions).toBe(0);
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: 'ci-deployer' }));
    expect(AccessKeyMetadata?.map(({ Status }) => Status)).toEqual(['Inactive']);
  });

  it('has moto refuse the calls of the story, which went through before', async () => {
    expect(Object.keys(before).length).toBeGreaterThan(20);
    const services = new Set(Object.keys(before).map((name) => name.replace(/^\w+ ([\w-]+):.*$/, '$1')));
    expect([...services].toSorted()).toEqual(['cloudwatch-logs', 'iam', 'lambda', 's3', 'sts']);
    expect([...new Set(Object.values(before))]).toEqual(['let through']);
    const after = await replayed(account, storyCalls(account));
    const through = Object.keys(after).filter((name) => after[name] !== 'refused');
    expect(through.toSorted()).toEqual(Object.keys(LET_THROUGH).toSorted());
  });

  it('restores the key and denies the member of the organization, each by an approved plan', async () => {
    const { kms, organizations } = account.clients;
    const apply = async (id: string, inputs: Readonly<Record<string, string>>) => {
      const words = Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`]);
      return heptad('action', 'apply', folder, id, ...words, ...given);
    };
    const restored = await apply('kms/restore-key', { key: account.key });
    expect({ code: restored.code, stderr: restored.stderr }).toMatchObject({ code: 0 });
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: account.key }));
    expect(KeyMetadata?.KeyState).toBe('Enabled');
    const denied = await apply('organizations/attach-deny-policy', {
      target: account.member,
      name: 'no-inference',
      actions: 'bedrock:InvokeModel',
      except: 'arn:aws:iam::111122223333:user/responder',
    });
    expect({ code: denied.code, stderr: denied.stderr }).toMatchObject({ code: 0 });
    const { Policies = [] } = await organizations.send(
      new ListPoliciesForTargetCommand({ TargetId: account.member, Filter: 'SERVICE_CONTROL_POLICY' }),
    );
    expect(Policies.map(({ Name }) => Name)).toContain('no-inference');
  });

  it('keeps a journal that verifies', async () => {
    expect((await heptad('verify', folder)).code).toBe(0);
  });
});
