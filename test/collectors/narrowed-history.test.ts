import { describe, expect, it } from 'vitest';
import type { Narrowing } from '../../src/model/collection.ts';
import { type CollectCase } from '../support/collect-case.ts';
import { OPENED, type TestAccount } from '../support/simulated-account.ts';
import { opened } from '../support/opened-case.ts';

const collectors = ['cloudtrail-events-of-one'];
const WINDOW = {
  from: new Date(OPENED - 6 * 3_600_000).toISOString(),
  to: new Date(OPENED).toISOString(),
};

interface Looked {
  readonly Events: readonly { readonly EventId: string; readonly AccessKeyId?: string }[];
}

async function eventsOf(own: CollectCase, part: string): Promise<Looked['Events']> {
  const kept = (await own.custody()).filter(({ source }) => source.includes(part));
  const pages = await Promise.all(
    kept.map(async ({ sha256 }) => JSON.parse(await own.book.kept(sha256)) as Looked),
  );
  return pages.flatMap(({ Events }) => Events);
}

/** Management events of a key in the account's own records, in the Region and the window. */
function eventsBy({ world }: TestAccount, key: string): number {
  return world.trail.events.filter(
    ({ record, time }) =>
      record.userIdentity['accessKeyId'] === key &&
      record.managementEvent &&
      record.awsRegion === 'us-east-1' &&
      time >= Date.parse(WINDOW.from) &&
      time <= Date.parse(WINDOW.to),
  ).length;
}

const narrowed = (value: string): Narrowing => ({ attribute: 'AccessKeyId', value });

describe('event history of one key', () => {
  it('is every event of the key and no other, and is of no time the whole', async () => {
    const { account, own } = await opened();
    const key =
      account.intruder['leaked']?.accessKeyId ?? Object.values(account.intruder)[0]?.accessKeyId ?? '';
    const wanted = eventsBy(account, key);
    expect(wanted).toBeGreaterThan(5);
    await own.collect({ collectors, ...WINDOW, narrowing: narrowed(key) });
    const events = await eventsOf(own, `LookupEvents-AccessKeyId=${key}/`);
    expect(events).toHaveLength(wanted);
    expect(new Set(events.map(({ AccessKeyId }) => AccessKeyId))).toEqual(new Set([key]));
    expect(own.coverage('cloudtrail.management')).toMatchObject([
      {
        status: 'partial',
        records: wanted,
        stretches: [],
        detail: expect.stringContaining(`AccessKeyId ${key} alone`) as unknown,
      },
    ]);
  });

  it('is looked up for each key, in the same window too', async () => {
    const { account, own } = await opened();
    const [first = '', second = ''] = [
      ...new Set(
        account.world.trail.events.flatMap(({ record }) =>
          typeof record.userIdentity['accessKeyId'] === 'string' ? [record.userIdentity['accessKeyId']] : [],
        ),
      ),
    ];
    await own.collect({ collectors, ...WINDOW, narrowing: narrowed(first) });
    await own.collect({ collectors, ...WINDOW, narrowing: narrowed(second) });
    expect(await eventsOf(own, `AccessKeyId=${first}/`)).toHaveLength(eventsBy(account, first));
    expect(await eventsOf(own, `AccessKeyId=${second}/`)).toHaveLength(eventsBy(account, second));
    const [entry] = own.coverage('cloudtrail.management');
    expect(entry).toMatchObject({ status: 'partial', stretches: [] });
    for (const key of [first, second]) expect(entry?.detail).toContain(`AccessKeyId ${key} alone`);
  });

  it('takes nothing from what the whole history covers', async () => {
    const { own } = await opened();
    await own.collect({ collectors: ['cloudtrail-event-history'], ...WINDOW });
    const whole = own.coverage('cloudtrail.management');
    expect(whole).toMatchObject([{ status: 'complete' }]);
    await own.collect({ collectors, ...WINDOW, narrowing: narrowed('AKIAIOSFODNN7EXAMPLE') });
    expect(own.coverage('cloudtrail.management')).toEqual(whole);
  });

  it('asks nothing where nothing is named', async () => {
    const { own } = await opened();
    await own.collect({ collectors });
    expect(own.calls.filter(({ operation }) => operation === 'LookupEvents')).toEqual([]);
    expect(own.coverage('cloudtrail.management')).toEqual([]);
  });
});
