// How fast and how large collecting from an account is: event history against its quota, a trail's files beside
// `aws s3 sync`, and memory with 2 GB of logs. npm run build && npm run bench:collect [history] [files] [memory]
import { fork, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, median } from './measure.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const PLAYBOOK = fileURLToPath(new URL('../test/fixtures/playbooks/small.yaml', import.meta.url));
const AWSCLI = 'awscli==1.42.76';
const MB = 1e6;
const REGIONS = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1'],
  ...['ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];
const EVENTS = 20_000;
const FILES = 10_000;
const RUNS = 3;

const asked = process.argv.slice(2);
const PARTS = { history, files, memory };
for (const [name, part] of Object.entries(PARTS))
  if (asked.length === 0 || asked.includes(name)) await part();

/** 400 pages a Region at two calls a second, real time on both sides; the simulated quota refuses whatever is faster. */
async function history() {
  const ideal = EVENTS / 50 / 2;
  await withServer('history', { regions: REGIONS, events: EVENTS }, async (server) => {
    const { run, folder } = await collect(server, REGIONS);
    const { LookupEvents } = (await server.stats()).stats;
    const seconds = (LookupEvents.last - LookupEvents.first) / 1000;
    const kept = keptPages(folder);
    console.log(
      `event history: ${REGIONS.length} Regions with ${EVENTS.toLocaleString('en')} events each: ${seconds.toFixed(1)} s, ideal ${ideal} s (${(seconds / ideal).toFixed(3)} times; at most 1.05)`,
    );
    console.log(
      `  ${LookupEvents.calls} calls, ${LookupEvents.throttled} throttled (${((100 * LookupEvents.throttled) / LookupEvents.calls).toFixed(2)} %; at most 1 %), ${kept} pages kept; whole run ${run.seconds.toFixed(1)} s, peak ${megabytes(run.peakUntil(LookupEvents.last))} MB until then`,
    );
  });
}

async function files() {
  await withServer('files', { files: FILES, bytes: 20_000, compress: true }, async (server) => {
    const [ours, theirs] = [[], []];
    for (let turn = 0; turn < RUNS; turn += 1) {
      await collect(server, ['us-east-1']);
      ours.push(spanOf(await server.reset()));
      await sync(server);
      theirs.push(spanOf(await server.reset()));
    }
    const ratio = median(ours) / median(theirs);
    console.log(
      `trail: ${FILES.toLocaleString('en')} files, first listing to last byte, median of ${RUNS}: heptad ${median(ours).toFixed(1)} s, aws s3 sync ${median(theirs).toFixed(1)} s: ${ratio.toFixed(2)} times (at most 1)`,
    );
  });
}

async function memory() {
  const count = 512;
  const bytes = 4 * 1024 * 1024;
  await withServer('memory', { files: count, bytes, compress: false }, async (server) => {
    const { run } = await collect(server, ['us-east-1']);
    const { stats } = await server.stats();
    const total = stats.GetObject.bytes / MB;
    console.log(
      `memory: ${stats.GetObject.calls} files, ${total.toFixed(0)} MB of logs: peak ${megabytes(run.peakUntil(stats.GetObject.last))} MB until the last file had come (at most 600), ${megabytes(run.peakBytes)} MB over the whole run with the lake built from them; ${run.seconds.toFixed(1)} s`,
    );
  });
}

async function collect(server, regions) {
  const root = mkdtempSync(join(tmpdir(), 'heptad-bench-'));
  server.folders.push(root);
  const folder = join(root, 'case');
  const answers = join(root, 'answers.yaml');
  writeFileSync(answers, 'account: "111122223333"\ndefault: unknown-and-decline\n');
  const run = await measure(
    [
      ...[process.execPath, join(DIST, 'main.js'), 'run', PLAYBOOK, '--case', folder, '--answers', answers],
      ...regions.flatMap((region) => ['--region', region]),
    ],
    { env: environmentOf(server, root) },
  );
  return { run, folder };
}

async function sync(server) {
  const root = mkdtempSync(join(tmpdir(), 'heptad-bench-'));
  server.folders.push(root);
  const aws = join(awsCli(), 'aws');
  const from = 's3://example-bench-trail/AWSLogs/111122223333/CloudTrail/';
  await measure([aws, 's3', 'sync', from, join(root, 'files'), '--only-show-errors'], {
    env: environmentOf(server, root),
  });
}

/** Nothing of the user's own configuration. */
function environmentOf({ environment }, home) {
  const none = join(home, 'none');
  return {
    ...{ PATH: process.env.PATH, HOME: home, AWS_CONFIG_FILE: none, AWS_SHARED_CREDENTIALS_FILE: none },
    ...{ AWS_EC2_METADATA_DISABLED: 'true', NO_COLOR: '1' },
    ...environment,
  };
}

/** From the first listing of the trail's files to the last byte of the last one, as the account saw it. */
function spanOf({ stats: { ListObjectsV2, GetObject } }) {
  // The trail also writes what these calls themselves leave in it.
  if (GetObject.calls < FILES) throw new Error(`${GetObject.calls} files were fetched, not ${FILES}`);
  return (GetObject.last - ListObjectsV2.first) / 1000;
}

/** Pages of event history in evidence, by the journal: each is one file of its batch. */
function keptPages(folder) {
  return readFileSync(join(folder, 'journal.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ kind, data }) => kind === 'evidence-stored' && data.collector === 'cloudtrail-event-history')
    .reduce((sum, { data }) => sum + data.files, 0);
}

async function withServer(part, options, work) {
  const child = fork(fileURLToPath(new URL('collect-server.mjs', import.meta.url)), [
    part,
    JSON.stringify(options),
  ]);
  const next = () => new Promise((resolve) => child.once('message', resolve));
  const { environment } = await next();
  const ask = (message) => {
    const answer = next();
    child.send(message);
    return answer;
  };
  const folders = [];
  console.log(`load ${loadavg()[0].toFixed(1)} on this machine when ${part} began`);
  try {
    await work({ environment, folders, stats: () => ask('stats'), reset: () => ask('reset') });
  } finally {
    child.disconnect();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
  console.log(`  load ${loadavg()[0].toFixed(1)} when it ended`);
}

function megabytes(bytes) {
  return bytes === null ? '?' : (bytes / MB).toFixed(0);
}

/** The AWS CLI in a virtual environment of its own, kept in the user's cache. */
function awsCli() {
  const folder = join(
    process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    'heptad',
    AWSCLI.replace('==', '-'),
  );
  const finished = join(folder, 'installed');
  if (!existsSync(finished)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    execFileSync('python3', ['-m', 'venv', folder]);
    execFileSync(join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', AWSCLI]);
    writeFileSync(finished, `${AWSCLI}\n`);
  }
  return join(folder, 'bin');
}
