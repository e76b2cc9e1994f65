import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedCli, runCli, type Ran } from './aws-cli.ts';
import { startSimulation, type SimulateProcess } from './simulate-process.ts';

const TRAIL = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/organization';
const BUCKET = 'example-cloudtrail-111122223333';
const LOGS = 'AWSLogs/111122223333/CloudTrail/us-east-1/';
const HOUR = 3_600_000;

describe('the AWS CLI against the simulated account', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heptad-peers-'));
  let cli: string;
  let simulation: SimulateProcess;
  beforeAll(async () => {
    cli = installedCli();
    simulation = await startSimulation('leaked-credential');
  });
  afterAll(() => {
    simulation.close();
    rmSync(folder, { recursive: true });
  });

  const run = (args: readonly string[], environment = simulation.environment): Promise<Ran> =>
    runCli(cli, args, environment);
  /** With `--endpoint-url` and without the variable that would say the same. */
  const told = async <T>(...args: string[]): Promise<T> => {
    const { AWS_ENDPOINT_URL = '', ...environment } = simulation.environment;
    const ran = await run(['--endpoint-url', AWS_ENDPOINT_URL, '--output', 'json', ...args], environment);
    expect([ran.stderr, ran.code]).toEqual(['', 0]);
    return JSON.parse(ran.stdout) as T;
  };

  it('lists access keys', async () => {
    const { AccessKeyMetadata } = await told<{
      AccessKeyMetadata: { AccessKeyId: string; Status: string }[];
    }>(...['iam', 'list-access-keys', '--user-name', 'ci-deployer']);
    expect(AccessKeyMetadata.length).toBeGreaterThan(0);
    expect(AccessKeyMetadata.every(({ AccessKeyId }) => /^AKIA[A-Z2-7]{9}EXAMPLE$/.test(AccessKeyId))).toBe(
      true,
    );
  });

  it('looks up events, over several pages', async () => {
    const { Events } = await told<{ Events: { EventId: string; CloudTrailEvent: string }[] }>(
      ...['cloudtrail', 'lookup-events', '--max-items', '70'],
      ...['--lookup-attributes', 'AttributeKey=EventSource,AttributeValue=bedrock.amazonaws.com'],
    );
    expect(Events).toHaveLength(70);
    expect(new Set(Events.map(({ EventId }) => EventId)).size).toBe(70);
    expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '')).toMatchObject({
      eventSource: 'bedrock.amazonaws.com',
    });
  });

  it('lists guardrails and gets one', async () => {
    const { guardrails } = await told<{ guardrails: { id: string }[] }>('bedrock', 'list-guardrails');
    expect(guardrails).toMatchObject([{ id: 'grexample002', name: 'hr-portal' }]);
    const guardrail = await told<object>(
      'bedrock',
      'get-guardrail',
      '--guardrail-identifier',
      'grexample002',
    );
    expect(guardrail).toMatchObject({ status: 'READY', contentPolicy: { filters: [{ type: 'HATE' }, {}] } });
  });

  it('lists objects and gets one', async () => {
    const { file, records } = await oneLog('got.json.gz');
    expect(file.Key).toMatch(/_CloudTrail_us-east-1_\d{8}T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/);
    expect(records.length).toBeGreaterThan(0);
  });

  it('validates the logs, until one byte of one log is changed', async () => {
    const start = new Date(Date.now() - 8 * HOUR).toISOString();
    const validate = (): Promise<Ran> =>
      run(['cloudtrail', 'validate-logs', '--trail-arn', TRAIL, '--start-time', start]);
    const whole = await validate();
    expect([whole.stderr, whole.code]).toEqual(['', 0]);
    const [, digests, logs] =
      /(\d+)\/\1 digest files valid\s+(\d+)\/\2 log files valid/.exec(whole.stdout) ?? [];
    expect(Number(digests)).toBeGreaterThan(3);
    expect(Number(logs)).toBeGreaterThan(30);

    const { file, text } = await oneLog('before.json.gz');
    const changed = join(folder, 'changed.json.gz');
    writeFileSync(changed, gzipSync(text.replace('"eventVersion":"1.11"', '"eventVersion":"1.10"')));
    await told('s3api', 'put-object', '--bucket', BUCKET, '--key', file.Key, '--body', changed);
    const tampered = await validate();
    expect(tampered.code).toBe(1);
    expect(tampered.stdout + tampered.stderr).toContain(
      `s3://${BUCKET}/${file.Key}\tINVALID: hash value doesn't match`,
    );
    const [, valid, all] =
      /(\d+)\/(\d+) log files valid, 1\/\2 log files INVALID/.exec(tampered.stdout) ?? [];
    expect(Number(valid)).toBe(Number(all) - 1);
  });

  async function oneLog(
    name: string,
  ): Promise<{ readonly file: { Key: string }; readonly text: string; readonly records: readonly object[] }> {
    const { Contents } = await told<{ Contents: { Key: string }[] }>(
      ...['s3api', 'list-objects-v2', '--bucket', BUCKET, '--prefix', LOGS, '--max-items', '5'],
    );
    const file = Contents[3] ?? { Key: '' };
    const path = join(folder, name);
    await told('s3api', 'get-object', '--bucket', BUCKET, '--key', file.Key, path);
    const text = gunzipSync(readFileSync(path)).toString('utf8');
    return { file, text, records: (JSON.parse(text) as { Records: object[] }).Records };
  }
});
