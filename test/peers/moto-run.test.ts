import { GetModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { ListAccessKeysCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { type ProgramEnded, startProgram } from '../support/live-program.ts';
import { refused } from '../support/simulated-account.ts';
import { motoHas } from './moto/moto-has.ts';
import { type Snapshot, takenSnapshot } from './moto/taken-snapshot.ts';
import { motoClients } from './moto/moto-account.ts';
import { FUNCTION, INVOCATION_BUCKET, type StoryAccount, storyAccount } from './moto/story-account.ts';
import { type MotoServer, startMoto } from './moto-server.ts';

const ANSWERS = `account: "111122223333"
inputs: { invocation_log_bucket: ${INVOCATION_BUCKET} }
actions: { "*": approve }
default: unknown-and-decline
`;

describe('a live incident in an account of moto', () => {
  let root = '';
  let folder = '';
  let moto: MotoServer;
  let account: StoryAccount;
  let ran: ProgramEnded;
  let resumed: ProgramEnded;
  let report: Report;
  let snapshot: Snapshot;
  let before: Readonly<Record<string, readonly string[]>>;
  /** What becomes of two calls with each of the intruder's credentials. */
  const replayed = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
    const all: [string, readonly string[]][] = [];
    for (const [name, credentials] of Object.entries(account.held)) {
      const { s3, iam } = motoClients(account.url, credentials);
      const outcomes = [
        await refused(s3.send(new ListBucketsCommand({}))),
        await refused(iam.send(new ListUsersCommand({}))),
      ];
      all.push([name, outcomes]);
    }
    return Object.fromEntries(all);
  };
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
    before = await replayed();
    snapshot = await takenSnapshot(account);
    const [answers, org] = [join(root, 'answers.yaml'), join(root, 'org.yaml')];
    writeFileSync(answers, ANSWERS);
    // moto does not say that it is no real account.
    writeFileSync(org, 'breakGlass: none\n');
    ran = await heptad(
      ...[
        'run',
        'genai-workload',
        '--case',
        folder,
        '--region',
        'us-east-1',
        '--answers',
        answers,
        '--org',
        org,
      ],
    );
    resumed = await heptad('resume', folder, '--answers', answers, '--org', org);
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

  it('finds what the intruder did from the trail’s files alone', () => {
    expect(account.files).toBeGreaterThan(50);
    const found = report.findings.map(({ id }) => id);
    for (const id of ['A2', 'A3', 'A5', 'A7', 'I6', 'M1', 'G8', 'D5']) expect(found).toContain(id);
  });

  it('says what moto could not tell, and never none found over it', () => {
    const of = (source: string) => report.coverage.find((row) => row.source === source);
    expect(of('cloudtrail.management')).toMatchObject({
      status: 'partial',
      detail: expect.stringMatching(/ForeignAnswer for cloudtrail:LookupEvents.*no digest proves/) as string,
    });
    expect(of('bedrock.batch')).toMatchObject({ status: 'not-readable' });
    expect(of('bedrock.invocations')).toMatchObject({ status: 'not-collected' });
    const steps = report.elements.flatMap((element) => element.steps);
    const unread = steps.filter(({ coverage }) => coverage.status === 'not-readable');
    expect(unread.length).toBeGreaterThan(2);
    for (const step of steps.filter(({ coverage }) => coverage.status !== 'complete'))
      expect([step.id, step.text]).not.toEqual([step.id, 'none found']);
  });

  it('tells of a plan that moto cannot carry whenever it is tried, and carries out the others when resumed', () => {
    expect({ code: ran.code, stderr: ran.stderr.slice(-500) }).toMatchObject({ code: 7 });
    expect(ran.stderr).toContain('cloudwatch-logs PutLogGroupDeletionProtection in us-east-1: ForeignAnswer');
    // The log group is still to be held: it is tried again, behind what contains.
    expect({ code: resumed.code, stderr: resumed.stderr.slice(-500) }).toMatchObject({ code: 7 });
    expect(resumed.stderr).toContain('is applied and read back');
    const failed = report.actions.filter(({ status }) => status === 'failed');
    expect([...new Set(failed.map(({ action }) => action))]).toEqual(['cloudwatch-logs/hold-logs']);
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

  it('has moto refuse the intruder’s calls, which went through before', async () => {
    expect(await replayed()).toEqual(
      Object.fromEntries(Object.keys(account.held).map((name) => [name, ['AccessDenied', 'AccessDenied']])),
    );
    expect(Object.values(before).flat()).toEqual(Array.from({ length: 10 }, () => 'went through'));
  });

  it('keeps a journal that verifies', async () => {
    expect((await heptad('verify', folder)).code).toBe(0);
  });
});
