import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { Sandbox } from '../../src/lake/sandbox.ts';
import { DIST } from '../support/built.ts';
import { smallSandbox, writePart } from '../support/small-lake.ts';
import { ATHENA_EVENTS } from './athena-events.ts';

const ENDLESS = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r';
const COUNT = 'SELECT count(*) AS n FROM cloudtrail';

let folder: string;
let part: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heptad-sandbox-'));
  part = await writePart(folder, ATHENA_EVENTS);
  sandbox = smallSandbox(part);
});

afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

async function errorOf(promise: Promise<unknown>): Promise<UserError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error;
  throw new Error('expected a UserError');
}

/** The processes that this one started, by their ids. */
function children(): readonly string[] {
  return execFileSync('ps', ['-o', 'pid=', '--ppid', String(process.pid), '-C', 'node'], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

describe('a query', () => {
  it('gives columns in lower case, plain values, and says when it was cut', async () => {
    const result = await sandbox.query(
      'SELECT EventName, event_ts, record AS N FROM cloudtrail ORDER BY record',
      [],
      { rowLimit: 2 },
    );

    expect(result.columns).toEqual([
      { name: 'eventname', type: 'VARCHAR' },
      { name: 'event_ts', type: 'TIMESTAMP' },
      { name: 'n', type: 'INTEGER' },
    ]);
    expect(result.rows).toEqual([
      { eventname: 'ConsoleLogin', event_ts: '2026-03-01T08:00:00.000Z', n: 0 },
      { eventname: 'ConsoleLogin', event_ts: '2026-03-01T08:05:00.000Z', n: 1 },
    ]);
    expect(result.truncated).toBe(true);
  });

  it('binds values of every kind, and never as SQL', async () => {
    const sql = 'SELECT ? AS a, ? AS b, ? AS c, ? AS d, ? AS e';
    const { rows } = await sandbox.query(sql, ["'; DROP VIEW cloudtrail; --", 12, 1.5, true, null]);
    expect(rows).toEqual([{ a: "'; DROP VIEW cloudtrail; --", b: 12, c: 1.5, d: true, e: null }]);
  });

  it('wants a value for each parameter', async () => {
    expect((await errorOf(sandbox.query('SELECT ?', []))).message).toContain(
      'has 1 parameter, and 0 values were given',
    );
  });

  it('says where a fault is, in the text as it was written', async () => {
    const sql = "SELECT approx_distinct(eventname),\n  'é🙂', nosuch FROM cloudtrail";
    expect((await errorOf(sandbox.query(sql, []))).message).toMatch(
      /^SQL line 2, column 10: Referenced column "nosuch"/,
    );
    expect((await errorOf(sandbox.query(`${sql} WHERE`, []))).message).toContain('syntax error');
    expect(await sandbox.check(sql)).toMatchObject({
      ok: false,
      faults: [{ offset: sql.indexOf('nosuch') }],
    });
  });

  it('waits for the one before it', async () => {
    const counts = await Promise.all([
      sandbox.query(COUNT, []),
      errorOf(sandbox.query('SELECT 1 FROM nowhere', [])),
      sandbox.query(COUNT, []),
    ]);
    expect([counts[0].rows, counts[2].rows]).toEqual([[{ n: 15 }], [{ n: 15 }]]);
  });
});

describe('a check', () => {
  it('gives the columns without running the statement, parameters open', async () => {
    const checked = await sandbox.check(
      'SELECT eventname, ? AS what, count(*) FROM cloudtrail WHERE eventtime > ? GROUP BY 1',
    );
    expect(checked).toMatchObject({
      ok: true,
      columns: [{ name: 'eventname', type: 'VARCHAR' }, { name: 'what' }, { name: '_col2', type: 'BIGINT' }],
    });
  });

  it.each([
    ['SELECT 1 FROM cloudtrail WHERE readonly = false', "compare with the text 'true' or 'false'"],
    ['SELECT 1 FROM cloudtrail WHERE record = eventname', 'write the value between single quotes'],
    ["SELECT 1 FROM cloudtrail WHERE event_ts > '2026-01-01'", 'from_iso8601_timestamp'],
    ["SELECT 1 FROM cloudtrail WHERE json_extract(requestparameters, '$.a') = 'x'", 'json_extract_scalar'],
    ['SELECT 100.0 * count(*) / 3 FROM cloudtrail', '100e0'],
    ['SELECT eventname AS e FROM cloudtrail GROUP BY e', 'GROUP BY 1'],
    ["SELECT eventname AS e FROM cloudtrail WHERE e = 'x'", 'inner SELECT'],
    ['SELECT record + 1 AS r, r * 2 AS s FROM cloudtrail', 'inner SELECT'],
    ["SELECT contains(eventname, 'x') FROM cloudtrail", 'strpos'],
    ['SELECT eventname || record FROM cloudtrail', 'CAST it to VARCHAR'],
    ["SELECT lower(json_extract(requestparameters, '$.a')) FROM cloudtrail", 'json_extract_scalar'],
    ['SELECT CAST(eventtime AS TIMESTAMP) FROM cloudtrail', 'from_iso8601_timestamp'],
    ['SELECT CAST(requestparameters AS JSON) FROM cloudtrail', 'json_parse'],
    ["SELECT DATE '2026-01-01' + 1", 'date_add'],
    ['SELECT coalesce(errorcode, event_ts) FROM cloudtrail', 'from_iso8601_timestamp'],
    ["SELECT CASE WHEN record = 1 THEN record ELSE 'x' END FROM cloudtrail", 'between single quotes'],
  ])('names what Athena would read otherwise: %s', async (sql, fix) => {
    const checked = await sandbox.check(sql);
    const differs = checked.ok ? checked.differs : checked.faults;
    expect(differs?.[0]?.fix).toContain(fix);
    expect(differs?.[0]?.offset).toBeGreaterThan(0);
  });

  it('leaves alone what only looks alike', async () => {
    const sql = `WITH hours AS (SELECT date_trunc('hour', event_ts) AS hr, count(*) AS n FROM cloudtrail GROUP BY 1)
      SELECT date_format(hr, '%H') AS hr, n FROM hours WHERE hr > timestamp '2026-01-01 00:00:00' AND n / 2 > 0 ORDER BY hr`;
    expect(await sandbox.check(sql)).toMatchObject({ ok: true, differs: [] });
  });
});

describe('a statement that does not end', () => {
  it('is stopped when its time is up, and the next one runs in the same process', async () => {
    const error = await errorOf(sandbox.query(ENDLESS, [], { timeoutMs: 300 }));
    expect(error.message).toContain('took longer than 0.3 seconds');
    expect((await sandbox.query(COUNT, [])).rows).toEqual([{ n: 15 }]);
  });

  it('is stopped by the signal', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    expect((await errorOf(sandbox.query(ENDLESS, [], { signal: stop.signal }))).message).toBe(
      'the query was stopped',
    );
    expect((await errorOf(sandbox.query(COUNT, [], { signal: stop.signal }))).message).toBe(
      'the query was stopped',
    );
    expect((await sandbox.query(COUNT, [])).rows).toEqual([{ n: 15 }]);
  });

  it('is killed when it does not stop, and the next one runs in a new process', async () => {
    const impatient = smallSandbox(part, { graceMs: 0 });
    const start = performance.now();
    const error = await errorOf(impatient.query(ENDLESS, [], { timeoutMs: 200 }));
    expect(error.message).toContain('took longer than');
    expect(performance.now() - start).toBeLessThan(5_000);
    expect((await impatient.query(COUNT, [])).rows).toEqual([{ n: 15 }]);
    await impatient.close();
  });
});

describe('the process', () => {
  it('is started anew after it was killed under a statement', async () => {
    const other = smallSandbox(part);
    const before = new Set(children());
    await other.query(COUNT, []);
    const [worker] = children().filter((pid) => !before.has(pid));
    const running = errorOf(other.query(ENDLESS, []));
    setTimeout(() => process.kill(Number(worker), 'SIGKILL'), 100);

    expect((await running).message).toContain('the process that runs queries ended');
    expect((await other.query(COUNT, [])).rows).toEqual([{ n: 15 }]);
    await other.close();
  });

  it('says why a lake does not open, and tries again with the next statement', async () => {
    const config = {
      setup: [`CREATE VIEW cloudtrail AS SELECT * FROM read_parquet(['${folder}/gone.parquet'])`],
      allowedPaths: [],
      memoryLimit: '500MB',
      tempDirectory: null,
    };
    const broken = new Sandbox(config, { workerFile: join(DIST, 'lake/sandbox-worker.js') });
    const error = await errorOf(broken.query(COUNT, []));
    expect(error.message).toBe('the lake could not be opened');
    expect(error.why).toContain('gone.parquet');
    expect((await errorOf(broken.query(COUNT, []))).message).toBe('the lake could not be opened');
    await broken.close();
    expect((await errorOf(broken.query(COUNT, []))).message).toBe('the lake is closed');
  });

  it('asks once more in a new process where the engine failed by itself, and says so where it fails again', async () => {
    // Says of the first statements of each kind that the engine broke; each process answers one.
    const worker = (failures: number): string => {
      const [file, tally] = [join(folder, `worker-${failures}.mjs`), join(folder, `tally-${failures}`)];
      writeFileSync(
        file,
        `import { appendFileSync, readFileSync } from 'node:fs';
        process.on('message', ({ do: what, id }) => {
          if (what === 'open') return process.send({ kind: 'open' });
          appendFileSync(${JSON.stringify(tally)}, 'x');
          const broke = readFileSync(${JSON.stringify(tally)}, 'utf8').length <= ${failures};
          const rows = { columns: [], rows: [{ n: 15 }], truncated: false, ms: 1, content: { reads: false, columns: [] } };
          process.send({ kind: 'done', id, outcome: broke ? { kind: 'broken', what: 'index 0' } : { kind: 'rows', rows } });
        });`,
      );
      return file;
    };
    const config = { setup: [], allowedPaths: [], memoryLimit: '500MB', tempDirectory: null };
    const once = new Sandbox(config, { workerFile: worker(1) });
    expect((await once.query(COUNT, [])).rows).toEqual([{ n: 15 }]);
    await once.close();
    const twice = new Sandbox(config, { workerFile: worker(2) });
    expect(await errorOf(twice.query(COUNT, []))).toMatchObject({
      message: 'the engine failed under this query, and once more when it was asked anew',
      why: 'index 0',
    });
    expect((await twice.query(COUNT, [])).rows).toEqual([{ n: 15 }]);
    await twice.close();
  });

  it('ends when its parent is killed, even in the middle of a statement', async () => {
    const script = `import { Sandbox } from '${DIST}lake/sandbox.js';
      const sandbox = new Sandbox({ setup: [], allowedPaths: [], memoryLimit: '500MB', tempDirectory: null });
      await sandbox.query('SELECT 1', []);
      sandbox.query(${JSON.stringify(ENDLESS)}, []).catch(() => undefined);
      setTimeout(() => console.log('running'), 200);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    const worker = execFileSync('ps', ['-o', 'pid=', '--ppid', String(parent.pid)], {
      encoding: 'utf8',
    }).trim();
    parent.kill('SIGKILL');

    await expect.poll(() => alive(Number(worker)), { timeout: 10_000 }).toBe(false);
  });
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
