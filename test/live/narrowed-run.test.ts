import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEntries } from '../../src/case/case-folder.ts';
import { type LiveAccount, liveAccount } from '../support/live-account.ts';
import { startProgram } from '../support/live-program.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';

let root = '';
let account: LiveAccount;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'heptad-narrowed-'));
  account = await liveAccount(60);
});
afterAll(async () => {
  await account.close();
  rmSync(root, { recursive: true, force: true });
});

it('keeps to one key when the identity is confirmed only at resume', { timeout: 120_000 }, async () => {
  const folder = join(root, 'case');
  const answers = join(root, 'answers.yaml');
  writeFileSync(answers, 'account: "111122223333"\ndefault: unknown-and-decline\n');
  const heptad = (...args: readonly string[]) => startProgram(args, account.environment);
  const where = ['--case', folder, '--region', 'us-east-1'];
  const asked = await heptad('run', 'genai-workload', ...where, '--narrow', `access-key=${KEY}`);
  expect(asked).toMatchObject({ code: 3 });
  const resumed = await heptad('resume', folder, '--answers', answers);
  expect({ code: resumed.code, stderr: resumed.stderr.slice(-400) }).toMatchObject({ code: 0 });
  const planned = readEntries(folder).flatMap((entry) =>
    entry.kind === 'collection-planned' ? [entry.data] : [],
  );
  expect(planned).toMatchObject([{ narrowing: { attribute: 'AccessKeyId', value: KEY } }]);
  expect(planned[0]?.collectors).not.toContain('cloudtrail-event-history');
});
