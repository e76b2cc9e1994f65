import { beforeAll, describe, expect, it } from 'vitest';
import { CloudError } from '../../src/model/cloud-error.ts';
import type { CoverageEntry } from '../../src/model/coverage.ts';
import { coverageEntries } from '../../src/app/case-coverage.ts';
import { type CollectCase } from '../support/collect-case.ts';
import { type FaultName, PASSING } from '../support/faulty-wire.ts';
import { opened, openedForAll } from '../support/opened-case.ts';

const FROM = '2026-01-15T08:00:00.000Z';
const LONG = { timeout: 240_000 };

/** Places of what came from logs and from the account's answers, each once; listings name their own time. */
async function kept(own: CollectCase): Promise<readonly string[]> {
  const records = await own.custody();
  return [...new Set(records.map(({ source, collector }) => `${collector} ${source}`))].toSorted();
}

const textOf = (entry: CoverageEntry): string =>
  `${entry.source} ${entry.region} ${entry.status} ${entry.detail}`;
describe('every call of a collection', () => {
  const calls = new Set<string>();
  let evidence: readonly string[] = [];
  let coverage: readonly string[] = [];
  beforeAll(async () => {
    const { own: whole, close } = await openedForAll({ backgroundEvents: 50 });
    await whole.collect({
      from: FROM,
      faults: (call) => {
        calls.add(call);
        return undefined;
      },
    });
    evidence = await kept(whole);
    coverage = coverageEntries(whole.book.state).map(textOf);
    // Whose identity it is, is asked before anything is collected.
    calls.delete('sts:GetCallerIdentity');
    await close();
  });

  it('pauses when it goes wrong for now, and the end is the same', LONG, async () => {
    const { own } = await opened({ backgroundEvents: 50 });
    const met = new Map<string, FaultName[]>();
    const strike = (call: string): FaultName | undefined => {
      const before = met.get(call) ?? [];
      const fault = calls.has(call) ? PASSING[before.length] : undefined;
      if (fault !== undefined) met.set(call, [...before, fault]);
      return fault;
    };
    let ended: unknown = await own.collect({ from: FROM, faults: strike }).catch((error: unknown) => error);
    let pauses = 0;
    while (ended instanceof CloudError) {
      expect(ended.exitCode).toBe(5);
      pauses += 1;
      ended = await own.goOn(strike).catch((error: unknown) => error);
    }
    expect(ended).toBeUndefined();
    expect(new Set(met.keys())).toEqual(calls);
    expect([...met].filter(([, faults]) => faults.length < PASSING.length)).toEqual([]);
    // Calls that are under way together pause it once.
    expect(pauses).toBeGreaterThan(200);
    expect(coverageEntries(own.book.state).map(textOf)).toEqual(coverage);
    expect(await kept(own)).toEqual(evidence);
  });
});
