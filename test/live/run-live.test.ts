import {
  BedrockClient,
  DeleteGuardrailCommand,
  GetGuardrailCommand,
  ListGuardrailsCommand,
} from '@aws-sdk/client-bedrock';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { type LiveAccount, liveAccount } from '../support/live-account.ts';
import { printedJson, startProgram } from '../support/live-program.ts';
import { refused } from '../support/simulated-account.ts';

/** The guardrail that the intruder deletes, as GetGuardrail gave it before. */
const GUARDRAIL = {
  guardrailId: 'grexample001',
  name: 'support-assistant',
  blockedInputMessaging: 'I can not help with that.',
  blockedOutputsMessaging: 'I can not answer that.',
  contentPolicy: {
    filters: [
      { type: 'HATE', inputStrength: 'HIGH', outputStrength: 'HIGH' },
      { type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' },
    ],
  },
};
const ANSWERS = `account: "111122223333"
inputs: { invocation_log_bucket: example-bedrock-logs-111122223333, guardrail_body: '${JSON.stringify(GUARDRAIL)}' }
actions: { "*": approve }
default: unknown-and-decline
`;

describe('a live incident in the simulated account', () => {
  let root = '';
  let account: LiveAccount;
  let folder = '';
  const heptad = (...args: readonly string[]) => startProgram(args, account.environment);

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'heptad-live-'));
    folder = join(root, 'case');
    account = await liveAccount();
  });
  afterAll(async () => {
    await account.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('asks whose account it is before anything else is called', async () => {
    const { code, stderr } = await heptad('run', 'genai-workload', '--case', join(root, 'unconfirmed'));
    expect({ code, stderr }).toMatchObject({ code: 3 });
    expect(stderr).toContain('SIMULATED account 111122223333');
    expect(account.calledBySelf()).toEqual(['GetCallerIdentity']);
  });

  it('refuses an answers file that allows another account', async () => {
    const file = join(root, 'other.yaml');
    writeFileSync(file, 'account: "444455556666"\n');
    const { code, stderr } = await heptad(
      'run',
      'genai-workload',
      '--case',
      join(root, 'o'),
      '--answers',
      file,
    );
    expect({ code, stderr }).toMatchObject({ code: 2 });
    expect(stderr).toContain('allows account 444455556666 only');
  });

  it('collects, finds, contains by approved plans and reads back', { timeout: 300_000 }, async () => {
    const answers = join(root, 'answers.yaml');
    writeFileSync(answers, ANSWERS);
    const run = await heptad(
      ...['run', 'genai-workload', '--case', folder, '--region', 'us-east-1', '--answers', answers],
    );
    expect({ code: run.code, stderr: run.stderr }).toMatchObject({ code: 0 });
    const report = printedJson(await heptad('report', folder, '--format', 'json')) as Report;
    expect(report.case.label).toBe('SIMULATED 111122223333 us-east-1');
    const found = report.findings.map(({ id }) => id);
    for (const id of ['A2', 'A3', 'A5', 'A7', 'I6', 'M1']) expect(found).toContain(id);
    const applied = report.actions.filter(({ status }) => status === 'applied').map(({ action }) => action);
    expect([...new Set(applied)].toSorted()).toEqual(
      expect.arrayContaining([
        'bedrock-agent/disable-action-group',
        'bedrock/restore-guardrail',
        'bedrock/restore-invocation-logging',
        'cloudwatch-logs/hold-logs',
        'iam/disable-access-key',
        'iam/disable-bedrock-key',
        'iam/revoke-sessions',
        'lambda/stop-function',
      ]),
    );
    for (const { status, verification } of report.actions)
      if (status === 'applied') expect(verification).toContain('read back as planned');
  });

  it('has the guardrail back, and lets no credential of the intruder take it away again', async () => {
    const own = new BedrockClient(account.settings(account.responder));
    const { guardrails = [] } = await own.send(new ListGuardrailsCommand({}));
    const guardrailIdentifier = guardrails.find(({ name }) => name === GUARDRAIL.name)?.id;
    expect(await own.send(new GetGuardrailCommand({ guardrailIdentifier }))).toMatchObject({
      contentPolicy: { filters: GUARDRAIL.contentPolicy.filters },
    });
    for (const [name, credentials] of Object.entries(account.intruder)) {
      const bedrock = new BedrockClient(account.settings(credentials));
      const outcome = await refused(bedrock.send(new DeleteGuardrailCommand({ guardrailIdentifier })));
      expect([name, outcome]).not.toEqual([name, 'went through']);
    }
  });

  it('leaves the intruder with nothing that works', async () => {
    const { intruder } = account;
    for (const [name, credentials] of Object.entries(intruder)) {
      const s3 = new S3Client(account.settings(credentials));
      const outcome = await refused(s3.send(new ListBucketsCommand({})));
      expect([name, outcome]).not.toEqual([name, 'went through']);
    }
    expect(await refused(account.sts(intruder.leakedKey).send(new GetCallerIdentityCommand({})))).not.toBe(
      'went through',
    );
  });

  it('says what could not be seen, and never none found over it', async () => {
    const report = printedJson(await heptad('report', folder, '--format', 'json')) as Report;
    const off = report.coverage.filter(({ status }) => status === 'not-enabled').map(({ source }) => source);
    expect(off).toContain('cloudtrail.data.mantle');
    const blind = report.elements
      .flatMap(({ steps }) => steps)
      .filter(({ coverage }) => coverage.status !== 'complete' && coverage.records === 0);
    expect(blind.length).toBeGreaterThan(0);
    for (const step of blind) expect(step.text).not.toBe('none found');
  });

  it('keeps a journal that verifies, and takes containment back from it', { timeout: 60_000 }, async () => {
    expect((await heptad('verify', folder)).code).toBe(0);
    const { inForce } = printedJson(await heptad('status', folder, '--json')) as {
      readonly inForce: readonly string[];
    };
    const entry = /^entry (\d+): iam\/disable-access-key/.exec(
      inForce.find((line) => line.includes('iam/disable-access-key')) ?? '',
    )?.[1];
    const answers = join(root, 'answers.yaml');
    const asked = await heptad('undo', folder, entry ?? '', '--answers', answers);
    // Access is given back by its own confirmation only, not by a word for everything.
    expect({ code: asked.code, stderr: asked.stderr }).toMatchObject({ code: 3 });
    const hash = /approve: ([0-9a-f]{64})/.exec(asked.stderr)?.[1] ?? '';
    const undone = await heptad('undo', folder, entry ?? '', '--approve', hash);
    expect({ code: undone.code, stderr: undone.stderr }).toMatchObject({ code: 0 });
    expect((await heptad('verify', folder)).code).toBe(0);
  });
});
