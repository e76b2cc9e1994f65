import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CoverageEntry } from '../../src/model/coverage.ts';
import { type LambdaFunction, newFunction, replaceCode } from '../../src/simulator/world/lambda-state.ts';
import { collectCase, type CollectCase, type Faults } from '../support/collect-case.ts';
import { type TestAccount, testAccount } from '../support/simulated-account.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function opened(): Promise<{ readonly account: TestAccount; readonly own: CollectCase }> {
  const account = await testAccount();
  const own = await collectCase(account);
  open.push(own.close, account.close);
  return { account, own };
}

const FUNCTION = 'support-assistant';
const collectors = ['function-code'];

function functionIn(account: TestAccount): LambdaFunction {
  const found = account.world.lambda('us-east-1').functions.get(FUNCTION);
  if (found === undefined) throw new Error(`the story has no function ${FUNCTION}`);
  return found;
}

async function codesOf(own: CollectCase): Promise<ReadonlyMap<string, string>> {
  const kept = (await own.custody()).filter(({ collector }) => collector === 'function-code');
  return new Map(
    await Promise.all(kept.map(async ({ source, sha256 }) => [source, await own.book.kept(sha256)] as const)),
  );
}

async function covered(own: CollectCase, faults: Faults): Promise<CoverageEntry | undefined> {
  await own.collect({ collectors, faults });
  return own.coverage('lambda.code').at(-1);
}

describe('the code of functions', () => {
  it('is kept as it is and as it was published, under the hash that Lambda tells', async () => {
    const { own } = await opened();
    await own.collect({ collectors });
    const records = (await own.custody()).filter(({ source }) => source.includes('/code/lambda/'));
    expect(records.map(({ source }) => source.replace(/-[0-9a-f]{64}/, '')).toSorted()).toEqual([
      'aws://111122223333/us-east-1/code/lambda/support-assistant-notify/LATEST.zip',
      'aws://111122223333/us-east-1/code/lambda/support-assistant/1.zip',
      'aws://111122223333/us-east-1/code/lambda/support-assistant/LATEST.zip',
    ]);
    for (const { source, sha256, modified } of records) {
      expect(source).toContain(`-${sha256}.zip`);
      expect(modified).toMatch(/^\d{4}-.*Z$/);
    }
    const codes = [...(await codesOf(own))];
    const codeOf = (name: string): string | undefined => codes.find(([source]) => source.includes(name))?.[1];
    expect(codeOf('support-assistant/LATEST')).toContain('as the intruder left it');
    expect(codeOf('support-assistant/1')).toContain('as its pipeline built it');
    expect(own.coverage('lambda.code')).toMatchObject([
      { status: 'complete', records: 3, detail: '3 archives of 2 functions kept' },
    ]);
  });

  it('leaves the signed address nowhere', async () => {
    const { own } = await opened();
    await own.collect({ collectors: [...collectors, 'region-snapshot'] });
    const journal = readFileSync(join(own.book.store.folder, 'journal.jsonl'), 'utf8');
    const kept = await Promise.all((await own.custody()).map(({ sha256 }) => own.book.kept(sha256)));
    expect(kept.length).toBeGreaterThan(20);
    for (const text of [journal, ...kept]) expect(text).not.toMatch(/X-Amz-Signature/i);
  });

  it('is not fetched again unless it changed', async () => {
    const { account, own } = await opened();
    await own.collect({ collectors });
    const fetched = (): number =>
      own.calls.filter(({ operation, error }) => operation === 'GetFunction' && error === null).length;
    expect(fetched()).toBe(3);
    account.clock.advance(60_000);
    await own.collect({ collectors });
    expect(own.calls.filter(({ operation }) => operation === 'ListFunctions')).toHaveLength(2);
    expect(fetched()).toBe(3);
    replaceCode(functionIn(account), Buffer.from('PK\u0003\u0004newer'), account.clock.now());
    account.clock.advance(60_000);
    await own.collect({ collectors });
    expect(fetched()).toBe(4);
    expect([...(await codesOf(own)).values()]).toContain('PK\u0003\u0004newer');
  });
});

describe('code that cannot be had', () => {
  it.each([
    [{ operation: 'ListFunctions' }, 'not-readable', /^AccessDeniedException for lambda:ListFunctions$/],
    [
      { operation: 'GetFunction' },
      'partial',
      /^0 archives of 2 functions kept; .*AccessDeniedException for lambda:GetFunction/,
    ],
    [{ service: 's3', operation: 'GetObject' }, 'partial', /: AccessDenied for lambda:GetFunction/],
  ] as const)('%o denied: %s', async (match, status, detail) => {
    const { own } = await opened();
    const entry = await covered(own, [{ match, fault: { kind: 'access-denied' } }]);
    expect(entry?.status).toBe(status);
    expect(entry?.detail).toMatch(detail);
  });

  it('is tried again where the way to it fails for now', async () => {
    const { own } = await opened();
    const entry = await covered(own, [
      { match: { service: 's3', operation: 'GetObject', nth: 1 }, fault: { kind: 'server-error' } },
      { match: { service: 's3', operation: 'GetObject', nth: 2 }, fault: { kind: 'dropped' } },
      { match: { service: 's3', operation: 'GetObject', nth: 3 }, fault: { kind: 'truncated' } },
    ]);
    expect(entry).toMatchObject({ status: 'complete', records: 3 });
  });

  it('pauses the case where credentials end, and goes on with what is left', async () => {
    const { own } = await opened();
    const ended = [
      {
        match: { service: 'lambda', operation: 'GetFunction', nth: 2 },
        fault: { kind: 'expired-credentials' },
      },
    ] as const;
    await expect(own.collect({ collectors, faults: ended })).rejects.toMatchObject({ exitCode: 5 });
    expect((await codesOf(own)).size).toBe(1);
    await own.goOn();
    expect((await codesOf(own)).size).toBe(3);
    const went = own.calls.filter(({ operation, error }) => operation === 'GetFunction' && error === null);
    expect(went).toHaveLength(3);
  });

  it('is said to differ where its bytes are not those that Lambda tells the hash of', async () => {
    const { account, own } = await opened();
    const { codes, configuration } = functionIn(account);
    codes.set(configuration.CodeSha256 ?? '', Buffer.from('PK\u0003\u0004something else'));
    const entry = await covered(own, []);
    expect(entry?.status).toBe('partial');
    expect(entry?.detail).toContain(`${FUNCTION}: what was fetched does not have the hash that Lambda tells`);
    expect([...(await codesOf(own)).values()]).toContain('PK\u0003\u0004something else');
  });

  it('is named where it is too large, an image or a layer', async () => {
    const { account, own } = await opened();
    const assistant = functionIn(account);
    assistant.configuration = {
      ...assistant.configuration,
      CodeSize: 60 * 1024 * 1024,
      Layers: [{ Arn: 'arn:aws:lambda:us-east-1:111122223333:layer:helper:3' }],
    };
    const { functions } = account.world.lambda('us-east-1');
    const image = newFunction({
      name: 'in-an-image',
      region: 'us-east-1',
      accountId: '111122223333',
      now: account.clock.now(),
      code: Buffer.from('111122223333.dkr.ecr.us-east-1.amazonaws.com/tool:latest'),
      configuration: { PackageType: 'Image' },
    });
    functions.set(image.name, image);
    const entry = await covered(own, []);
    expect(entry?.detail).toContain('the code of 1 layer is not fetched');
    expect(entry?.detail).toContain(`${FUNCTION}: 60 MB, fetch it by hand`);
    expect(entry?.detail).toContain('in-an-image: an image, which stays in its registry');
    const [, answer] = [...(await codesOf(own))].find(([source]) => source.includes('in-an-image')) ?? [];
    expect(answer).toContain(`dkr.ecr.us-east-1.amazonaws.com/tool@sha256:`);
  });
});
