import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Overview } from '../../src/model/overview.ts';
import { type LiveAccount, liveAccount } from '../support/live-account.ts';
import { printedJson, type ProgramEnded, startProgram } from '../support/live-program.ts';

describe('the overview of a live account', () => {
  let root = '';
  let answers = '';
  let account: LiveAccount;
  const heptad = (...args: readonly string[]) =>
    startProgram(args, { ...account.environment, XDG_DATA_HOME: root });
  const live = (...args: readonly string[]) =>
    heptad('overview', '--live', '--region', 'us-east-1', '--format', 'json', ...args);
  const blocks = (ran: ProgramEnded) => {
    const { panels } = printedJson(ran) as Overview;
    return panels.find(({ id }) => id === 'guardrail-blocks');
  };

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'heptad-overview-'));
    answers = join(root, 'answers.yaml');
    writeFileSync(answers, 'account: "111122223333"\n');
    account = await liveAccount();
  });
  afterAll(async () => {
    await account.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('waits for the identity to be confirmed, like everything that reaches an account', async () => {
    const { code, stderr } = await live();
    expect({ code, stderr }).toMatchObject({ code: 3 });
    expect(account.calledBySelf()).toEqual(['GetCallerIdentity']);
  });

  it('opens a case that is not walked, and then brings in what is new', { timeout: 300_000 }, async () => {
    const first = await live('--answers', answers);
    expect({ code: first.code, stderr: first.stderr.slice(-500) }).toMatchObject({ code: 0 });
    const folder = /^case {3}(\S+)/m.exec(first.stderr)?.[1] ?? '';
    expect(blocks(first)?.value).toBeGreaterThan(10);
    const status = await heptad('status', folder, '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({ closed: null, findings: { critical: 0, high: 0 } });
    const again = await live('--case', folder, '--answers', answers);
    expect({ code: again.code, stderr: again.stderr.slice(-500) }).toMatchObject({ code: 0 });
    expect(blocks(again)?.value).toBe(blocks(first)?.value);
    expect((await heptad('verify', folder)).code).toBe(0);
  });

  it('does not take files at the same time', async () => {
    const { code, stderr } = await live('--logs', root);
    expect({ code, stderr }).toMatchObject({ code: 2 });
    expect(stderr).toContain('--live looks at an account');
  });
});
