import { it } from 'vitest';
import { compiledWorker } from '/work/main/test/support/compiled-worker.ts';
import { Sandbox } from '/work/main/src/lake/sandbox.ts';
import { checkDialect } from '/work/main/src/dialect/check.ts';
import fs from 'node:fs';
it('tries', async () => {
  const s = new Sandbox({ setup: ["create table cloudtrail as select '2026-01-01T00:00:00Z' as eventtime, 'a' as eventname, {'arn':'x'} as useridentity, [{'arn':'r1','accountid':'1','type':'t'}] as resources, '{\"a\":{\"b\":[1,2]},\"c d\":\"q\"}' as requestparameters, timestamp '2026-01-01' as event_ts, 'false' as readonly"], allowedPaths: [], memoryLimit: '500MB', tempDirectory: null }, { workerFile: compiledWorker() });
  for (const sql of fs.readFileSync('/tmp/sqlx/try.sql', 'utf8').split('\n').filter((x) => x.trim())) {
    const t = performance.now();
    const r = await s.query(sql, [], {timeoutMs: 3000}).then((r) => JSON.stringify(r.rows).slice(0,300) + ' ' + r.columns.map((c) => c.type), (e) => '!! ' + e.message + ' | ' + e.why + ' | ' + e.fix);
    const ms = (performance.now()-t).toFixed(0);
    const c = await s.check(sql); const d = [...(c.ok ? c.differs ?? [] : []), ...await checkDialect(sql)];
    console.log(sql.slice(0, 200), '\n   ', ms, r, d.length ? '\n   DIFF ' + JSON.stringify(d) : '');
  }
  await s.close();
}, 120000);
