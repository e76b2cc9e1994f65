import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CoverageEntry } from '../../src/model/coverage.ts';
import { statementOf } from '../../src/simulator/services/lambda/permissions.ts';
import {
  type LambdaFunction,
  type LayerVersion,
  newFunction,
  newLayerVersion,
  replaceCode,
} from '../../src/simulator/world/lambda-state.ts';
import { type CollectCase, type Faults } from '../support/collect-case.ts';
import { type TestAccount } from '../support/simulated-account.ts';
import { opened } from '../support/opened-case.ts';

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
      { status: 'complete', records: 4, detail: '4 archives of 2 functions and 1 layer kept' },
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
      /^1 archive of 2 functions and 1 layer kept; .*AccessDeniedException for lambda:GetFunction/,
    ],
    [
      { operation: 'GetLayerVersionByArn' },
      'partial',
      /^3 archives of 2 functions and 1 layer kept; layer support-common:3: AccessDeniedException for lambda:GetLayerVersionByArn$/,
    ],
    [
      { service: 's3', operation: 'GetObject' },
      'partial',
      /: AccessDenied for lambda:GetFunction;.*: AccessDenied for lambda:GetLayerVersionByArn/,
    ],
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
    expect(entry).toMatchObject({ status: 'complete', records: 4 });
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
    expect((await codesOf(own)).size).toBe(4);
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

  it('is named where it is too large or an image', async () => {
    const { account, own } = await opened();
    const assistant = functionIn(account);
    assistant.configuration = { ...assistant.configuration, CodeSize: 60 * 1024 * 1024 };
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
    expect(entry?.detail).toContain(`${FUNCTION}: 60 MB, fetch it by hand`);
    expect(entry?.detail).toContain('in-an-image: an image, which stays in its registry');
    const [, answer] = [...(await codesOf(own))].find(([source]) => source.includes('in-an-image')) ?? [];
    expect(answer).toContain(`dkr.ecr.us-east-1.amazonaws.com/tool@sha256:`);
  });
});

const COMMON = 'arn:aws:lambda:us-east-1:111122223333:layer:support-common:3';
const FOREIGN = '444455556666';
const FOREIGN_LAYER = `arn:aws:lambda:us-east-1:${FOREIGN}:layer:helper:7`;
const FOREIGN_CODE = 'PK\u0003\u0004from elsewhere';

/** A layer of another account, open to everybody. */
function foreignLayer({ clock }: TestAccount): LayerVersion {
  const code = Buffer.from(FOREIGN_CODE);
  const now = clock.now();
  const layer = newLayerVersion({
    name: 'helper',
    version: 7,
    region: 'us-east-1',
    accountId: FOREIGN,
    now,
    code,
  });
  const all = { StatementId: 'all', Action: 'lambda:GetLayerVersion', Principal: '*' };
  layer.statements.set('all', statementOf(layer, all));
  return layer;
}

function layersIn({ world }: TestAccount): Map<string, LayerVersion> {
  return world.lambda('us-east-1').layers;
}

/** Gives a published version of the function these layers: what is there now does not use them. */
function useInVersion(account: TestAccount, layers: readonly { Arn: string; CodeSize?: number }[]): void {
  const { versions } = functionIn(account);
  versions.set('1', { ...versions.get('1'), Layers: [...layers] });
}

describe('the code of layers', () => {
  const asked = ({ calls }: CollectCase): number =>
    calls.filter(({ operation }) => operation === 'GetLayerVersionByArn').length;
  const layersOf = async (own: CollectCase): Promise<readonly (readonly [string, string])[]> =>
    [...(await codesOf(own))].filter(([source]) => source.includes('/code/layer/'));

  it('is fetched once, however many functions share it, and not again', async () => {
    const { account, own } = await opened();
    await own.collect({ collectors });
    const [record] = (await own.custody()).filter(({ source }) => source.includes('/code/layer/'));
    const folder = 'aws://111122223333/us-east-1/code/layer';
    expect(record?.source).toBe(`${folder}/support-common/3-${record?.sha256}.zip`);
    expect(record?.modified).toBe('2025-11-16T09:00:00.000Z');
    expect((await layersOf(own)).map(([, code]) => code)).toEqual([
      'PK\u0003\u0004support-common as its pipeline built it',
    ]);
    account.clock.advance(60_000);
    await own.collect({ collectors });
    expect(own.calls.filter(({ operation }) => operation === 'ListFunctions')).toHaveLength(2);
    expect(asked(own)).toBe(1);
    const detail = '4 archives of 2 functions and 1 layer kept';
    expect(own.coverage('lambda.code').at(-1)).toMatchObject({ status: 'complete', detail });
  });

  it('is kept under the account that it comes from, though only an old version used it', async () => {
    const { account, own } = await opened();
    const layer = foreignLayer(account);
    layersIn(account).set(layer.arn, layer);
    useInVersion(account, [{ Arn: FOREIGN_LAYER }]);
    expect(await covered(own, [])).toMatchObject({
      status: 'complete',
      detail: '5 archives of 2 functions and 2 layers kept',
    });
    const [source, code] = (await layersOf(own)).find(([name]) => name.includes('helper')) ?? [];
    expect(source).toMatch(
      new RegExp(`^aws://111122223333/us-east-1/code/layer/${FOREIGN}/helper/7-[0-9a-f]{64}\\.zip$`),
    );
    expect(code).toBe(FOREIGN_CODE);
    const journal = readFileSync(join(own.book.store.folder, 'journal.jsonl'), 'utf8');
    expect(journal).not.toMatch(/X-Amz-Signature/i);
  });

  it('is named where it cannot be had, and the rest goes on', async () => {
    const { account, own } = await opened();
    const layer = foreignLayer(account);
    layer.statements.clear();
    layersIn(account).set(layer.arn, layer);
    useInVersion(account, [
      { Arn: FOREIGN_LAYER },
      { Arn: COMMON.replace(':3', ':2') },
      { Arn: COMMON.replace(':3', ':1'), CodeSize: 60 * 1024 * 1024 },
      { Arn: 'arn:aws:lambda:::awslayer:AmazonLinux1803' },
    ]);
    const entry = await covered(own, []);
    expect(entry).toMatchObject({ status: 'partial', records: 4 });
    expect(entry?.detail.split('; ').toSorted()).toEqual([
      '4 archives of 2 functions and 5 layers kept',
      'arn:aws:lambda:::awslayer:AmazonLinux1803: no ARN of a layer version, and not fetched',
      `layer helper:7 of account ${FOREIGN}: AccessDeniedException for lambda:GetLayerVersionByArn`,
      'layer support-common:1: 60 MB, fetch it by hand (aws lambda get-layer-version-by-arn)',
      'layer support-common:2: ResourceNotFoundException for lambda:GetLayerVersionByArn',
    ]);
  });

  it('is said to differ where it does not have its hash, and is asked for again', async () => {
    const { account, own } = await opened();
    const layer = layersIn(account).get(COMMON);
    if (layer === undefined) throw new Error(`the story has no layer ${COMMON}`);
    layersIn(account).set(COMMON, { ...layer, code: Buffer.from('PK\u0003\u0004something else') });
    const entry = await covered(own, []);
    expect(entry?.detail).toContain(
      'layer support-common:3: what was fetched does not have the hash that Lambda tells',
    );
    expect((await layersOf(own)).map(([, code]) => code)).toEqual(['PK\u0003\u0004something else']);
    layersIn(account).set(COMMON, layer);
    account.clock.advance(60_000);
    expect(await covered(own, [])).toMatchObject({ status: 'complete' });
    expect(asked(own)).toBe(2);
  });
});
