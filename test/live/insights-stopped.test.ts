import { BedrockClient, PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntries } from '../../src/case/case-folder.ts';
import { INSIGHTS_QUERIES } from '../../src/collectors/insights-queries.ts';
import type { Dispatch, WireResponse } from '../../src/simulator/wire/message.ts';
import { type LiveAccount, liveAccount } from '../support/live-account.ts';
import { startProgram } from '../support/live-program.ts';

const GROUP = '/example/bedrock/prompts';

/** What becomes of StopQuery. */
type Stopping = 'stopped' | 'denied' | 'not answered';

/** The account, whose queries run on from the second one while somebody presses Ctrl-C. */
class LongQueries {
  stopping: Stopping = 'stopped';
  pressing: AbortController | null = null;
  readonly calls: string[] = [];

  between(account: Dispatch): Dispatch {
    return (request) => {
      const name = request.headers['x-amz-target']?.split('.').at(-1) ?? '';
      if (/Query/.test(name)) this.calls.push(name);
      if (this.pressing !== null && name === 'GetQueryResults' && this.started() > 1) {
        this.pressing.abort();
        return Promise.resolve(answer(200, { status: 'Running', results: [] }));
      }
      if (name !== 'StopQuery' || this.stopping === 'stopped') return account(request);
      if (this.stopping === 'not answered') return new Promise(() => undefined);
      return Promise.resolve(answer(400, { __type: 'AccessDeniedException', message: 'not allowed' }));
    };
  }

  started(): number {
    return this.calls.filter((name) => name === 'StartQuery').length;
  }
}

function answer(status: number, body: object): WireResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status, headers, body: Buffer.from(JSON.stringify(body)) };
}

describe('Ctrl-C while a query of Logs Insights runs', { timeout: 120_000 }, () => {
  const long = new LongQueries();
  let root = '';
  let answers = '';
  let account: LiveAccount;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'heptad-insights-'));
    answers = join(root, 'answers.yaml');
    writeFileSync(answers, 'account: "111122223333"\n');
    account = await liveAccount(20, (dispatch) => long.between(dispatch));
    const settings = account.settings(account.responder);
    await new CloudWatchLogsClient(settings).send(new CreateLogGroupCommand({ logGroupName: GROUP }));
    const roleArn = 'arn:aws:iam::111122223333:role/example-bedrock-logs';
    const cloudWatchConfig = { logGroupName: GROUP, roleArn };
    await new BedrockClient(settings).send(
      new PutModelInvocationLoggingConfigurationCommand({ loggingConfig: { cloudWatchConfig } }),
    );
  });
  afterAll(async () => {
    await account.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function openCase(name: string): Promise<string> {
    const folder = join(root, name);
    const opened = await startProgram(['run', 'genai-workload', '--case', folder], account.environment);
    expect(opened).toMatchObject({ code: 3 });
    return folder;
  }

  const insights = (folder: string, stop?: Parameters<typeof startProgram>[2]) =>
    startProgram(
      ['logs', 'insights', '--live', '--case', folder, '--region', 'us-east-1', '--answers', answers],
      account.environment,
      stop,
    );

  async function pressed(folder: string, stopping: Stopping): ReturnType<typeof insights> {
    long.stopping = stopping;
    long.pressing = new AbortController();
    long.calls.length = 0;
    const ended = await insights(folder, { at: long.pressing.signal, by: 'SIGINT' });
    long.pressing = null;
    return ended;
  }

  it('stops it, journals the call, and asks it again later, not what was answered', async () => {
    const folder = await openCase('stopped');
    const { code, stderr } = await pressed(folder, 'stopped');
    expect({ code, stderr }).toMatchObject({ code: 130 });
    expect(stderr).toContain('stopping what runs in the account');
    expect(stderr).toContain(`high_token_consumers over ${GROUP} in us-east-1 was stopped`);
    expect(long.calls.slice(-3)).toContain('StopQuery');
    expect(long.started()).toBe(2);
    const journaled = readEntries(folder).flatMap((entry) =>
      entry.kind === 'calls-made' ? entry.data.calls.map(({ operation }) => operation) : [],
    );
    expect(journaled).toContain('StopQuery');
    expect((await startProgram(['verify', folder], account.environment)).code).toBe(0);
    const resumed = await startProgram(['resume', folder, '--answers', answers], account.environment);
    expect({ code: resumed.code, stderr: resumed.stderr }).toMatchObject({ code: 3 });
    expect(long.started()).toBe(2 + INSIGHTS_QUERIES.length - 1);
  });

  it.each([
    ['denied', 'AccessDeniedException for cloudwatch-logs:StopQuery'],
    ['not answered', 'no answer came in time'],
  ] as const)('says that it could not be stopped where that is %s', async (stopping, why) => {
    const { code, stderr } = await pressed(await openCase(stopping), stopping);
    expect({ code, stderr }).toMatchObject({ code: 130 });
    expect(stderr).toContain('could not be stopped');
    expect(stderr).toContain(why);
    expect(stderr).toContain('AWS bills what it scans');
  });
});
