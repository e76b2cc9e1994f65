import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey } from '../../src/case/seal.ts';
import { canariesIn } from '../support/canaries.ts';
import { type LiveAccount, liveAccount } from '../support/live-account.ts';
import { startProgram } from '../support/live-program.ts';

/** Long enough that nobody else says the same by chance. */
const WORDS = 24;

describe('a sealed case in an account', () => {
  let root = '';
  let account: LiveAccount;
  let recipient = '';
  const heptad = (...args: readonly string[]) => startProgram(args, account.environment);

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'heptad-sealed-'));
    account = await liveAccount(60);
    recipient = (await newKey()).recipient;
  });
  afterAll(async () => {
    await account.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('keeps what was said out of everything that lies open', { timeout: 300_000 }, async () => {
    const said = saidIn(account);
    expect(said.length).toBeGreaterThan(5);
    const answers = join(root, 'answers.yaml');
    const bucket = 'inputs: { invocation_log_bucket: example-bedrock-logs-111122223333 }';
    writeFileSync(answers, `account: "111122223333"\n${bucket}\ndefault: unknown-and-decline\n`);
    const folder = join(root, 'case');
    const where = ['--case', folder, '--region', 'us-east-1', '--answers', answers];
    const run = await heptad('run', 'genai-workload', ...where, '--seal', recipient);
    expect({ code: run.code, stderr: run.stderr.slice(-500) }).toMatchObject({ code: 0 });
    const checked = JSON.parse((await heptad('verify', folder, '--json')).stdout) as {
      readonly sealed: number;
    };
    expect(checked).toMatchObject({ ok: true });
    expect(checked.sealed).toBeGreaterThan(0);
    const find = (text: string): readonly string[] => said.filter((one) => text.includes(one));
    expect(await canariesIn(folder, find)).toEqual([]);
    expect(find(run.stdout + run.stderr)).toEqual([]);
  });
});

/** What people asked the models of the account, and what they answered, as the invocation log has it. */
function saidIn({ world }: LiveAccount): readonly string[] {
  const texts = new Set<string>();
  const gather = (value: unknown): void => {
    if (typeof value === 'string' && value.length >= WORDS && value.includes(' '))
      texts.add(value.slice(0, 200));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(gather);
  };
  for (const { record } of world.invocations.records) {
    const { input, output } = record as { readonly input?: unknown; readonly output?: unknown };
    gather(input);
    gather(output);
  }
  return [...texts].filter((text) => !text.startsWith('arn:') && !text.startsWith('s3:'));
}
