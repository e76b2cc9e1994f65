// How fast the simulated account answers, how soon it is there, and how fast heptad reads what it delivered.
// npm run build && npm run bench:simulator
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measure.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const require = createRequire(import.meta.url);
const { CloudTrailClient, LookupEventsCommand } = require('@aws-sdk/client-cloudtrail');
const { IAMClient, ListAccessKeysCommand } = require('@aws-sdk/client-iam');
const { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3');
const { GetCallerIdentityCommand, STSClient } = require('@aws-sdk/client-sts');
const { leakedCredentialAccount } = await import(join(DIST, 'simulator/scenarios/leaked-credential.js'));
const { openAccount } = await import(join(DIST, 'simulator/account/account.js'));
const { controlledClock } = await import(join(DIST, 'simulator/world/clock.js'));
const { listen } = await import(join(DIST, 'simulator/wire/http-server.js'));
const { inProcess } = await import(join(DIST, 'simulator/wire/in-process.js'));

const BACKGROUND = 20_000;
const CALLS = 300;
const BUCKET = 'example-hr-records-111122223333';
const TRAIL_BUCKET = 'example-cloudtrail-111122223333';
const OPENED = Date.parse('2026-01-15T12:00:00Z');

const open = (backgroundEvents) => {
  const clock = controlledClock(OPENED, () => 0);
  const { world, responder } = leakedCredentialAccount({
    seed: 'bench',
    clock,
    realNow: () => Date.now(),
    backgroundEvents,
    // The quota would be what is measured.
    lookupsPerSecond: 1e9,
  });
  return { clock, dispatch: openAccount(world), responder };
};

console.log(
  `load ${loadavg()[0].toFixed(1)} on this machine; ${BACKGROUND.toLocaleString('en')} background events`,
);
await startUp();
const account = open(BACKGROUND);
const server = await listen(account.dispatch, 0);
await latencies('in process', { requestHandler: inProcess(account.dispatch) });
await latencies('over HTTP', { endpoint: server.url, forcePathStyle: true });
await server.close();
await delivery(50_000);

/** From the start of the program until it says where it listens. */
async function startUp() {
  const times = [];
  for (let run = 0; run < 5; run += 1) {
    const began = performance.now();
    const child = spawn(process.execPath, [join(DIST, 'main.js'), 'simulate', 'leaked-credential'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    times.push(performance.now() - began);
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  console.log(`start-up of leaked-credential: ${median(times).toFixed(0)} ms, median of ${times.length}`);
}

async function latencies(name, transport) {
  const settings = { region: 'us-east-1', credentials: account.responder, maxAttempts: 1, ...transport };
  const [trail, iam, sts, s3] = [CloudTrailClient, IAMClient, STSClient, S3Client].map(
    (Client) => new Client(settings),
  );
  const calls = {
    'LookupEvents(50)': () => trail.send(new LookupEventsCommand({ MaxResults: 50 })),
    ListAccessKeys: () => iam.send(new ListAccessKeysCommand({ UserName: 'ci-deployer' })),
    GetCallerIdentity: () => sts.send(new GetCallerIdentityCommand({})),
    'PutObject(1 KB)': () =>
      s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'x'.repeat(1024) })),
    'GetObject(1 KB)': async () =>
      (await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k' }))).Body.transformToByteArray(),
  };
  for (const [call, send] of Object.entries(calls)) {
    for (let warm = 0; warm < 50; warm += 1) await send();
    const times = [];
    for (let run = 0; run < CALLS; run += 1) {
      const began = performance.now();
      await send();
      times.push(performance.now() - began);
    }
    const perSecond = (CALLS / times.reduce((sum, time) => sum + time, 0)) * 1000;
    console.log(
      `${name}  ${call}: p50 ${median(times).toFixed(2)} ms, ${perSecond.toFixed(0)} calls/s one after another`,
    );
  }
}

/** Downloads all that the trail delivered and has heptad count it. */
async function delivery(events) {
  const lap = stopwatch();
  const { clock, dispatch, responder } = open(events);
  clock.advance(3 * 3_600_000);
  const s3 = new S3Client({
    region: 'us-east-1',
    credentials: responder,
    requestHandler: inProcess(dispatch),
  });
  const folder = mkdtempSync(join(tmpdir(), 'heptad-bench-'));
  const opened = lap();
  let files = 0;
  let ContinuationToken;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: TRAIL_BUCKET, ContinuationToken }));
    for (const { Key } of page.Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: TRAIL_BUCKET, Key }));
      mkdirSync(dirname(join(folder, Key)), { recursive: true });
      writeFileSync(join(folder, Key), await Body.transformToByteArray());
      files += 1;
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  const downloaded = lap();
  const sql = `SELECT (SELECT count(*) FROM cloudtrail) AS events, (SELECT count(*) FROM ingest_problems) AS problems`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(DIST, 'main.js'), 'logs', 'query', sql, '--logs', folder, '--format', 'json'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  const [row] = JSON.parse(stdout);
  console.log(
    `${events.toLocaleString('en')} background events: opened in ${opened} s, ${files} files made and downloaded in ${downloaded} s, read by heptad in ${lap()} s: ${row.events} events, ${row.problems} problems`,
  );
  rmSync(folder, { recursive: true });
}

function stopwatch() {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const seconds = ((now - last) / 1000).toFixed(1);
    last = now;
    return seconds;
  };
}
