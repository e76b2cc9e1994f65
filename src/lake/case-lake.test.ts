import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../base/hashing.ts';
import type { FileAccount, LakeSummary, SourceBatch } from '../ports/lake.ts';
import type { Reader } from '../ports/reader.ts';
import { CaseLake } from './case-lake.ts';

// The readers are units of another floor: the lake is given plain ones here.
const CLOUDTRAIL: Reader = {
  id: 'cloudtrail',
  title: 'CloudTrail events',
  table: 'cloudtrail',
  recognise: ({ text }) => text.includes('"eventName"'),
};
const DIGEST: Reader = {
  id: 'digest',
  title: 'digest',
  table: null,
  recognise: ({ text }) => text.includes('"digestStartTime"'),
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heptad-lake-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function batchOf(files: Readonly<Record<string, Buffer>>): SourceBatch {
  const all = Object.entries(files);
  const seen = new Set<string>();
  const taken = new Map<number, { readonly sha256: string; readonly seen: boolean }>();
  const take = (index: number): { readonly sha256: string; readonly seen: boolean } => {
    const hash = sha256(all[index]?.[1] ?? '');
    const known = taken.get(index) ?? { sha256: hash, seen: seen.has(hash) };
    seen.add(hash);
    taken.set(index, known);
    return known;
  };
  return {
    files: all.map(([path, bytes]) => ({ path, size: bytes.length, modified: '' })),
    open: (index) => ({ ...take(index), bytes: all[index]?.[1] ?? Buffer.alloc(0) }),
    keep: (index) => Promise.resolve(take(index)),
    async *stream(index) {
      yield all[index]?.[1] ?? Buffer.alloc(0);
    },
    commit: () => Promise.resolve(),
  };
}

/** 6.9 MB of packed files, more than is brought in at once; unpacked they are 20 times as much. */
function largeBatch(name: string): Readonly<Record<string, Buffer>> {
  const files = Array.from({ length: 1700 }, (_, file) => {
    const records = Array.from({ length: 40 }, (__, own) => {
      const id = `${name} ${file} ${own}`;
      const note = createHash('sha512').update(id).digest('base64').repeat(8);
      return event(id, { requestParameters: { note }, responseElements: { note, credentials: null } });
    });
    return [`${name}-${file}.json.gz`, gzipSync(JSON.stringify({ Records: records }), { level: 1 })] as const;
  });
  return Object.fromEntries(files);
}

async function lakeOf(files: Readonly<Record<string, Buffer>>): Promise<{
  readonly summary: LakeSummary;
  readonly files: Readonly<Record<string, FileAccount>>;
  readonly ask: (sql: string) => Promise<readonly (readonly unknown[])[]>;
}> {
  const originals = async function* (hash: string): AsyncGenerator<Uint8Array> {
    for (const bytes of Object.values(files)) if (sha256(bytes) === hash) yield bytes;
  };
  const lake = new CaseLake({ folder, readers: [DIGEST, CLOUDTRAIL], originals });
  await lake.ingest(one(batchOf(files)), () => undefined);
  const summary = await lake.settle();
  const accounts = Object.fromEntries((await lake.files()).map((account) => [account.path, account]));
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const { viewStatements } = await import('./views.ts');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const statement of viewStatements((table) => lake.parts.paths(table), {
    from: null,
    to: null,
    account: null,
  }))
    await connection.run(statement);
  lake.close();
  return {
    summary,
    files: accounts,
    ask: async (sql) => (await connection.runAndReadAll(sql)).getRowsJson(),
  };
}

async function* one(batch: SourceBatch): AsyncGenerator<SourceBatch> {
  yield batch;
}

function event(
  id: string | null,
  over: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/a' },
    eventTime: '2026-01-15T10:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    eventID: id,
    recipientAccountId: '111122223333',
    ...over,
  };
}
const records = (...events: readonly object[]): Buffer => Buffer.from(JSON.stringify({ Records: events }));
const PROBLEMS = 'SELECT path, record, problem FROM ingest_problems ORDER BY 1, 2, 3';

describe('CaseLake', () => {
  it('reads gz and plain, any framing, and leads back to the original bytes', async () => {
    const text = records(event('e1'), event('e2'));
    const { summary, ask } = await lakeOf({
      'a.gz': gzipSync(text),
      'b.json': Buffer.from(JSON.stringify([event('e3')])),
      'c.ndjson': Buffer.from(`${JSON.stringify(event('e4'))}\n${JSON.stringify(event('e5'))}\n`),
    });
    expect(summary).toMatchObject({ events: 5, problems: 0, files: 3 });
    const rows = await ask(
      `SELECT eventid, record, byte_offset, byte_length FROM cloudtrail WHERE eventid IN ('e1', 'e2') ORDER BY 1`,
    );
    for (const [id, , offset, length] of rows)
      expect(JSON.parse(text.toString('utf8', Number(offset), Number(offset) + Number(length)))).toEqual(
        event(String(id)),
      );
  });

  it('counts the same event once, keeps different events with one id, and never merges a null id', async () => {
    const reordered = Object.fromEntries(Object.entries(event('e1')).toReversed());
    const { summary } = await lakeOf({
      a: records(event('e1'), event('e2'), event(null)),
      b: records(reordered, event('e2', { eventName: 'DeleteUser' }), event(null)),
    });
    expect(summary.events).toBe(5);
  });

  it('accounts for every file and drops nothing silently', async () => {
    const good = records(event('e1'));
    const cut = gzipSync(
      records(
        ...Array.from({ length: 400 }, (_, index) => event(`cut-${index}`, { note: sha256(String(index)) })),
      ),
    );
    const { files, ask, summary } = await lakeOf({
      empty: Buffer.from('{"Records":[]}'),
      'also-empty': Buffer.from('[]'),
      nothing: Buffer.alloc(0),
      digest: Buffer.from('{"digestStartTime":"x","logFiles":[]}'),
      text: Buffer.from('a licence'),
      good,
      same: good,
      truncated: cut.subarray(0, cut.length - 400),
      'half.json': good.subarray(0, good.length - 30),
      'latin1.json': Buffer.concat([
        Buffer.from(`${JSON.stringify(event('u1'))}\n{"eventName":"`),
        Buffer.from([0xff]),
        Buffer.from(`","x":1}\n${JSON.stringify(event('u2'))}\n`),
      ]),
      'bad.json': Buffer.from(
        `{"Records":[${JSON.stringify(event('b1'))},{"eventVersion":"1.1",nonsense},${JSON.stringify(event('b2'))}]}`,
      ),
    });
    const status = Object.fromEntries(Object.entries(files).map(([path, account]) => [path, account.status]));
    expect(status).toEqual({
      empty: 'empty',
      'also-empty': 'empty',
      nothing: 'empty',
      digest: 'set-aside',
      text: 'unrecognised',
      good: 'read',
      same: 'identical',
      truncated: 'partial',
      'half.json': 'unreadable',
      'latin1.json': 'partial',
      'bad.json': 'partial',
    });
    const ids = (await ask('SELECT eventid FROM cloudtrail ORDER BY 1')).map(([id]) => String(id));
    expect(ids.filter((id) => !id.startsWith('cut-'))).toEqual(['b1', 'b2', 'e1', 'u1', 'u2']);
    expect(ids.filter((id) => id.startsWith('cut-')).length).toBeGreaterThan(100);
    const problems = (await ask(PROBLEMS)).map((row) => `${String(row[0])}: ${String(row[2])}`);
    for (const path of ['truncated', 'half.json', 'latin1.json', 'bad.json'])
      expect(problems.some((problem) => problem.startsWith(path))).toBe(true);
    expect(summary.problems).toBe(problems.length);
    expect(summary.coverage.map(({ source, detail }) => `${source}: ${detail}`)).toContain(
      'cloudtrail.management: as supplied; 4 files not read to the end',
    );
  });

  it('tells of a source of which only an unreadable file came', async () => {
    const { summary } = await lakeOf({ 'half.json': Buffer.from('{"Records":[{"eventName":"GetObject","x') });
    expect(summary.coverage).toEqual([
      {
        source: 'cloudtrail.management',
        status: 'not-readable',
        detail: '1 file not read to the end',
        account: null,
        region: null,
        from: null,
        to: null,
        records: 0,
        stretches: [],
      },
    ]);
  });

  it('gives odd values a problem and the column NULL, or the time its proper form', async () => {
    const odd = records(
      event('e1', { eventTime: '2026-01-15 10:00:00' }),
      event('e2', { eventTime: 'noon' }),
      event('e3', { eventTime: undefined }),
      event('e4', { userIdentity: 'root' }),
      event('e5', { eventName: { a: 1 } }),
      event('e6', { userAgent: '[S3Console/0.4, aws-internal/3]' }),
      event('e7', { userAgent: ['x'] }),
      event('e8', { resources: 'x' }),
      event('e9', { sourceIPAddress: '300.1.1.1', awsRegion: 'moon-1' }),
      event('f1', { requestParameters: { a: { b: 1 } } }),
    );
    const { ask } = await lakeOf({ odd });
    expect(
      await ask(`SELECT eventid, eventtime FROM cloudtrail WHERE eventid IN ('e1', 'e2', 'e3') ORDER BY 1`),
    ).toEqual([
      ['e1', '2026-01-15T10:00:00Z'],
      ['e2', 'noon'],
      ['e3', null],
    ]);
    expect(
      await ask(
        `SELECT eventid, useridentity.type, eventname, useragent, resources FROM cloudtrail WHERE eventid IN ('e4', 'e5', 'e6', 'e7', 'e8') ORDER BY 1`,
      ),
    ).toEqual([
      ['e4', null, 'CreateUser', null, null],
      ['e5', 'IAMUser', null, null, null],
      ['e6', 'IAMUser', 'CreateUser', '[S3Console/0.4, aws-internal/3]', null],
      ['e7', 'IAMUser', 'CreateUser', null, null],
      ['e8', 'IAMUser', 'CreateUser', null, null],
    ]);
    expect(await ask(`SELECT requestparameters FROM cloudtrail WHERE eventid = 'f1'`)).toEqual([
      ['{"a":{"b":1}}'],
    ]);
    const problems = (await ask('SELECT record, problem FROM ingest_problems'))
      .map((row) => `${String(row[0])} ${String(row[1])}`)
      .toSorted();
    expect(problems).toEqual(
      [
        '0 eventTime is not in ISO 8601 form; the column holds it in that form',
        '1 eventTime is not a time',
        '2 eventTime is missing',
        '3 useridentity holds an object, an array or a text where it cannot; the column is NULL',
        '4 eventname holds an object, an array or a text where it cannot; the column is NULL',
        '6 useragent holds an object, an array or a text where it cannot; the column is NULL',
        '7 resources holds an object, an array or a text where it cannot; the column is NULL',
        '8 awsRegion is no Region: moon-1',
        '8 sourceIPAddress is no address and no service name: 300.1.1.1',
      ].toSorted(),
    );
  });

  it('hides no event behind half of a surrogate pair', async () => {
    const text = JSON.stringify({ Records: [event('s1', { userAgent: 'X' }), event('s2')] }).replace(
      '"X"',
      String.raw`"a\ud800b"`,
    );
    const { ask, summary } = await lakeOf({ a: Buffer.from(text) });
    expect(await ask('SELECT eventid, useragent FROM cloudtrail ORDER BY 1')).toEqual([
      ['s1', 'a\ufffdb'],
      ['s2', null],
    ]);
    expect(summary.problems).toBe(1);
  });

  it('ends a stretch at a silence and cuts one where logging was stopped', async () => {
    const at = (minute: number): object =>
      event(`m${minute}`, {
        eventTime: new Date(Date.parse('2026-01-15T10:00:00Z') + minute * 60_000)
          .toISOString()
          .replace('.000Z', 'Z'),
      });
    const stop = {
      ...at(95),
      eventName: 'StopLogging',
      eventSource: 'cloudtrail.amazonaws.com',
      eventID: 'stop',
    };
    const { summary } = await lakeOf({ a: records(at(0), at(5), at(30), at(90), stop, at(99)) });
    expect(summary.coverage).toEqual([
      expect.objectContaining({
        source: 'cloudtrail.management',
        account: '111122223333',
        region: 'us-east-1',
        status: 'partial',
        records: 6,
        stretches: [
          { from: '2026-01-15T10:00:00Z', to: '2026-01-15T10:05:00Z' },
          { from: '2026-01-15T10:30:00Z', to: '2026-01-15T10:30:00Z' },
          { from: '2026-01-15T11:30:00Z', to: '2026-01-15T11:35:00Z' },
        ],
      }),
    ]);
  });
});

describe('memory', () => {
  it('suffices for batches as large as they come, two at a time', async () => {
    const batches = ['a', 'b'].map((name) => batchOf(largeBatch(name)));
    const packed = batches.map(({ files }) => files.reduce((sum, { size }) => sum + size, 0));
    expect(Math.min(...packed)).toBeGreaterThan(6 * 1024 * 1024);
    const lake = new CaseLake({ folder, readers: [DIGEST, CLOUDTRAIL], originals: async function* () {} });
    try {
      await lake.ingest(
        (async function* () {
          yield* batches;
        })(),
        () => undefined,
      );
      expect((await lake.settle()).events).toBe(2 * 1700 * 40);
    } finally {
      lake.close();
    }
  });
});
