import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseLake } from '../../src/app/case-lake.ts';
import { collectLogs, restoreLake, settle } from '../../src/app/collect-logs.ts';
import { findLogFiles, logBatches } from '../../src/app/log-files.ts';
import { holdCase } from '../../src/case/case-folder.ts';
import type { CaseLake } from '../../src/lake/case-lake.ts';
import type { CaseStore } from '../../src/ports/case-store.ts';
import { writeDurableLogs } from '../support/durable-logs.ts';

const BY = { human: 'Ada Byron', identity: null };
const FIRST = '111122223333_CloudTrail_us-east-1_20260115T0901Z_first.json';
const AGAIN = '111122223333_CloudTrail_us-east-1_20260115T0906Z_again.json';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'heptad-cut-off-'));
  mkdirSync(join(root, 'logs'));
  writeDurableLogs(join(root, 'all'), { large: false });
  for (const name of [FIRST, AGAIN]) cpSync(join(root, 'all', name), join(root, 'logs', name));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Two files of the same bytes in batches side by side: the second counts on the first to bring the content. */
describe('content that was told to come with another batch', () => {
  it('is read after all when that batch was cut off before it was kept', async () => {
    await inCase(async (store, lake) => {
      await secondCountsOnFirst(store, lake, false);
    });
    expect(await collected()).toEqual({ events: 3, files: ['identical', 'read'] });
  });

  it('is read after all when that batch was cut off between evidence and lake', async () => {
    await inCase((store, lake) => secondCountsOnFirst(store, lake, true));
    expect(await collected()).toEqual({ events: 3, files: ['identical', 'read'] });
  });

  it('is read once when nothing was cut off', async () => {
    expect(await collected()).toEqual({ events: 3, files: ['identical', 'read'] });
    expect(await collected()).toEqual({ events: 3, files: ['identical', 'read'] });
  });
});

describe('a lake that was lost', () => {
  it('is made again from the evidence, the same', async () => {
    const before = await collected();
    rmSync(join(root, 'case', 'lake'), { recursive: true });
    rmSync(join(root, 'logs'), { recursive: true });
    await inCase(async (store, lake) => {
      await restoreLake({ store, lake, by: BY, onProgress: () => undefined });
      await settle({ store, lake, by: BY, onProgress: () => undefined });
      expect(await countsOf(lake)).toEqual(before);
    });
  });
});

/** The first batch has taken its content in when the second is read and published; then the process ends. */
async function secondCountsOnFirst(store: CaseStore, lake: CaseLake, kept: boolean): Promise<void> {
  const [first, again] = await findLogFiles([join(root, 'logs', FIRST), join(root, 'logs', AGAIN)]);
  if (first === undefined || again === undefined) throw new Error('the logs are not there');
  for await (const batch of logBatches([first], () => store.openEvidence('local-files', BY))) {
    expect(batch.open(0)).toMatchObject({ seen: false });
    await lake.ingest(
      logBatches([again], () => store.openEvidence('local-files', BY)),
      () => undefined,
    );
    if (kept) await batch.commit();
  }
}

async function collected(): Promise<object> {
  return inCase(async (store, lake) => {
    await collectLogs([join(root, 'logs')], { store, lake, by: BY, onProgress: () => undefined });
    return countsOf(lake);
  });
}

async function countsOf(lake: CaseLake): Promise<object> {
  const { events } = await lake.settle();
  return { events, files: (await lake.files()).map(({ status }) => status).toSorted() };
}

async function inCase<T>(work: (store: CaseStore, lake: CaseLake) => Promise<T>): Promise<T> {
  const store = await holdCase(join(root, 'case'), {
    by: BY,
    clock: { now: () => new Date().toISOString() },
  });
  const lake = caseLake(store);
  try {
    return await work(store, lake);
  } finally {
    lake.close();
    await store.close();
  }
}
