import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CoverageEntry } from '../../src/model/coverage.ts';
import { coverageEntries } from '../../src/app/case-coverage.ts';
import { collectCase, type CollectCase, type Faults } from '../support/collect-case.ts';
import { testAccount } from '../support/simulated-account.ts';

const FROM = '2026-01-15T08:00:00.000Z';
/** Sources that another collector reads too: what the one was refused the other may have seen whole. */
const TWICE_READ: ReadonlySet<string> = new Set(['cloudtrail.management']);

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function opened(): Promise<CollectCase> {
  const account = await testAccount('in process', { backgroundEvents: 50 });
  const own = await collectCase(account);
  open.push(own.close, account.close);
  return own;
}

const textOf = (entry: CoverageEntry): string =>
  `${entry.source} ${entry.region} ${entry.status} ${entry.detail}`;
const statusesOf = ({ book }: CollectCase): readonly string[] =>
  coverageEntries(book.state)
    .map(({ source, region, status }) => `${source} ${region} ${status}`)
    .toSorted();

describe('every call of a collection', () => {
  const calls = new Set<string>();
  let coverage: readonly string[] = [];
  let statuses: readonly string[] = [];
  beforeAll(async () => {
    const whole = await opened();
    await whole.collect({
      from: FROM,
      faults: (call) => {
        calls.add(call);
        return undefined;
      },
    });
    coverage = coverageEntries(whole.book.state).map(textOf);
    statuses = statusesOf(whole);
    // Whose identity it is, is asked before anything is collected.
    calls.delete('sts:GetCallerIdentity');
  });

  it('says what is missing when it is denied, keeps the rest, and is whole once it is allowed', async () => {
    expect(calls.size).toBeGreaterThan(50);
    for (const call of calls) {
      const own = await opened();
      let denied = 0;
      const deny: Faults = (name) => {
        if (name !== call) return undefined;
        denied += 1;
        return 'access denied';
      };
      await own.collect({ from: FROM, faults: deny });
      expect([call, denied > 0]).toEqual([call, true]);
      const operation = call.split(':')[1] ?? '';
      const told = coverageEntries(own.book.state).filter(
        (entry) => !coverage.includes(textOf(entry)) && entry.detail.includes(`:${operation}`),
      );
      expect([call, told.length > 0]).toEqual([call, true]);
      const whole = told.filter(({ status, source }) => status === 'complete' && !TWICE_READ.has(source));
      expect([call, whole]).toEqual([call, []]);
      // Later, with the permission, over the same time and some more.
      await own.collect({ from: FROM, to: '2026-01-15T12:00:00.001Z' });
      expect([call, statusesOf(own)]).toEqual([call, statuses]);
      await Promise.all(open.splice(0).map((close) => close()));
    }
  });
});
