import { describe, expect, it } from 'vitest';
import { planLines } from '../../src/app/collecting/plan-lines.ts';
import { COLLECTORS } from '../../src/collectors/registry.ts';
import type { CollectorForecast } from '../../src/model/collection.ts';
import { opened } from '../support/opened-case.ts';

const REGIONS = ['us-east-1', 'us-west-2'];

const rowOf = (rows: readonly CollectorForecast[], id: string): CollectorForecast => {
  const row = rows.find(({ collector }) => collector === id);
  if (row === undefined) throw new Error(`${id} was not told`);
  return row;
};

describe('what a collection takes', () => {
  it('is told of every collector, and keeps nothing', async () => {
    const { own } = await opened();
    const rows = await own.forecast({ regions: REGIONS });
    expect(rows.map(({ collector }) => collector)).toEqual(COLLECTORS.map(({ id }) => id));
    expect(await own.custody()).toEqual([]);
    expect(own.book.state.collections).toEqual([]);
  });

  it('is what then comes, where it was counted', async () => {
    const { own } = await opened();
    const rows = await own.forecast({ regions: REGIONS });
    const looked = own.calls.length;
    await own.collect({ regions: REGIONS });
    const custody = await own.custody();
    const came = (id: string): { readonly pieces: number; readonly bytes: number } => {
      const kept = custody.filter(({ collector }) => collector === id);
      return { pieces: kept.length, bytes: kept.reduce((sum, { size }) => sum + size, 0) };
    };
    const files = rowOf(rows, 'cloudtrail-trail-files');
    expect(files).toMatchObject({ exact: true, ...came('cloudtrail-trail-files') });
    expect(files.pieces).toBeGreaterThan(60);
    for (const id of ['bedrock-invocation-logs', 'function-code']) {
      const { pieces, bytes } = rowOf(rows, id);
      expect({ id, pieces, bytes }).toEqual({ id, ...came(id) });
    }
    const history = rowOf(rows, 'cloudtrail-event-history');
    const pages = came('cloudtrail-event-history');
    expect(history.pieces / pages.pieces).toBeGreaterThan(0.6);
    expect(history.pieces / pages.pieces).toBeLessThan(1.7);
    expect((history.bytes ?? 0) / pages.bytes).toBeGreaterThan(0.6);
    expect((history.bytes ?? 0) / pages.bytes).toBeLessThan(1.7);
    const all = rows.reduce((sum, { calls }) => sum + calls, 0);
    const made = own.calls.length - looked;
    expect(all / made).toBeGreaterThan(0.7);
    expect(all / made).toBeLessThan(1.5);
  });

  it('has the time that the quota of event history takes, in the Region with most of it', async () => {
    const { own } = await opened();
    const collectors = ['cloudtrail-event-history'];
    const one = rowOf(await own.forecast({ collectors }), 'cloudtrail-event-history');
    const both = rowOf(await own.forecast({ collectors, regions: REGIONS }), 'cloudtrail-event-history');
    expect(one.milliseconds).toBe(one.calls * 500);
    expect(both.calls).toBeGreaterThan(one.calls);
    expect(both.milliseconds).toBeLessThan(both.calls * 500);
  });

  it('is only what is new, where the case has the rest', async () => {
    const { own } = await opened();
    const collectors = ['cloudtrail-trail-files', 'bedrock-invocation-logs', 'function-code'];
    await own.collect({ collectors });
    for (const row of await own.forecast({ collectors })) expect(row).toMatchObject({ pieces: 0, bytes: 0 });
  });

  it('says what is refused, and what answers in its place', async () => {
    const { own } = await opened();
    const rows = await own.forecast({
      regions: REGIONS,
      faults: (call) =>
        /:(LookupEvents|ListDetectors|ListFunctions)$/.test(call) ? 'access denied' : undefined,
    });
    expect(rowOf(rows, 'cloudtrail-event-history')).toMatchObject({
      calls: 0,
      exact: false,
      bytes: null,
      notes: [expect.stringMatching(/^AccessDenied\w* for cloudtrail:LookupEvents; trail files tell/)],
    });
    expect(rowOf(rows, 'guardduty-findings').notes.join()).toContain('CloudTrail answers in its place');
    expect(rowOf(rows, 'function-code').notes.join()).toContain('lambda:ListFunctions');
    expect(rowOf(rows, 'cloudtrail-trail-files').pieces).toBeGreaterThan(60);
  });

  it.each(['throttling', 'server error', 'timeout'] as const)(
    'does not fail where a look does: %s',
    async (fault) => {
      const { own } = await opened();
      const rows = await own.forecast({
        faults: (call) => (call.endsWith(':LookupEvents') ? fault : undefined),
      });
      const history = rowOf(rows, 'cloudtrail-event-history');
      expect(history).toMatchObject({ calls: 0, bytes: null, exact: false });
      expect(history.notes.join()).toContain('what it takes could not be told');
      expect(rowOf(rows, 'cloudtrail-trail-files').pieces).toBeGreaterThan(30);
    },
  );

  it('is not told with credentials that ended', async () => {
    const { own } = await opened();
    await expect(
      own.forecast({
        faults: (call) => (call.endsWith(':LookupEvents') ? 'expired credentials' : undefined),
      }),
    ).rejects.toMatchObject({ exitCode: 5 });
  });
});

describe('the lines of a plan', () => {
  it('are a table of 80 columns with a sum, and what there is to know under it', () => {
    const row = { pieces: 1, notes: [], exact: true };
    const forecast: readonly CollectorForecast[] = [
      { ...row, collector: 'logging-state', calls: 18, milliseconds: 900, bytes: null },
      {
        ...row,
        collector: 'cloudtrail-event-history',
        calls: 6800,
        milliseconds: 200_000,
        bytes: 593_000_000,
        exact: false,
        notes: ['AccessDenied for cloudtrail:LookupEvents (in us-west-2)'],
      },
      { ...row, collector: 'cloudtrail-trail-files', calls: 312, milliseconds: 9_960_000, bytes: 3_100_000 },
    ];
    const lines = planLines({
      account: '111122223333',
      alias: 'example-support',
      regions: ['us-east-1', 'us-west-2'],
      from: '2026-01-01T12:00:00.000Z',
      to: '2026-01-15T12:00:00.000Z',
      collectors: forecast.map(({ collector }) => collector),
      limits: ['only the Regions given: us-east-1, us-west-2'],
      forecast,
    });
    const table = lines.slice(
      lines.findIndex((line) => line.startsWith('  what')),
      -1,
    );
    expect(table.every(({ length }) => length <= 80)).toBe(true);
    expect(lines).toMatchInlineSnapshot(`
      [
        "collecting from account 111122223333 (example-support), 2 Regions, 2026-01-01T12:00:00.000Z to 2026-01-15T12:00:00.000Z",
        "  only the Regions given: us-east-1, us-west-2",
        "  what it takes, by a look at each source (~ = reckoned from a part of it):",
        "  what                                 calls       bytes          time",
        "  logging-state                           18           -           1 s",
        "  cloudtrail-event-history            ~6,800   ~593.0 MB    3 min 20 s",
        "  cloudtrail-trail-files                 312      3.1 MB    2 h 46 min",
        "  together, in this order             ~7,130   ~596.1 MB    2 h 49 min",
        "  cloudtrail-event-history: AccessDenied for cloudtrail:LookupEvents (in us-west-2)",
      ]
    `);
  });

  it('name the collectors of cases that were planned before forecasts were made', () => {
    expect(
      planLines({
        account: '111122223333',
        regions: ['us-east-1'],
        from: '2026-01-01T12:00:00.000Z',
        to: '2026-01-15T12:00:00.000Z',
        collectors: ['logging-state', 'function-code'],
        limits: [],
      }).at(-1),
    ).toBe('  logging-state, function-code');
  });
});
