// Makes CloudTrail logs to measure with: node bench/generate.mjs OUT [--events N] [--files N] [--tiny] [--workers N]
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { loadStory } from './load-story.mjs';
import { planFiles } from './plan-files.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const REGIONS = [
  { region: 'us-east-1', weight: 60 },
  { region: 'us-west-2', weight: 20 },
  { region: 'eu-west-1', weight: 14 },
  { region: 'eu-central-1', weight: 6 },
];

/**
 * Fills `folder` with exactly `events` events: ordinary work, and in it the leaked-credential incident. Equal
 * arguments give equal files, whatever the number of workers.
 * @returns {Promise<{files: number, events: number, rawBytes: number, gzBytes: number, seconds: number}>}
 */
export async function generate({ folder, events, files, workers = 2, dist = join(HERE, '..', 'dist') }) {
  const began = performance.now();
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new Error(`'${folder}' is not empty: name a new folder`);
  const incident = await writeIncident(folder, dist);
  if (events - incident.events < files) throw new Error(`${events} events do not fill ${files} files`);
  const plan = planFiles({ events: events - incident.events, files, regions: REGIONS });
  const shares = Math.max(1, Math.min(workers, files));
  const parts = await Promise.all(
    Array.from({ length: shares }, (_, share) => runWorker({ folder, plan, dist, share, shares })),
  );
  const total = [incident, ...parts].reduce((sum, part) => ({
    files: sum.files + part.files,
    events: sum.events + part.events,
    rawBytes: sum.rawBytes + part.rawBytes,
    gzBytes: sum.gzBytes + part.gzBytes,
  }));
  return { ...total, seconds: (performance.now() - began) / 1000 };
}

/** The incident's CloudTrail files, so that the playbook has suspects to follow. */
async function writeIncident(folder, dist) {
  const { exampleLogs, DEFAULT_START } = await loadStory(dist);
  const done = { files: 0, events: 0, rawBytes: 0, gzBytes: 0 };
  for (const { path, bytes } of exampleLogs({
    seed: 'benchmark',
    start: DEFAULT_START,
    backgroundEvents: 0,
  })) {
    if (!path.includes('/CloudTrail/')) continue;
    const text = gunzipSync(bytes).toString('utf8');
    done.events += JSON.parse(text).Records.length;
    done.rawBytes += text.length;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
    done.files += 1;
    done.gzBytes += bytes.length;
  }
  return done;
}

function runWorker(workerData) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('generate-worker.mjs', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      events: { type: 'string', default: '1000000' },
      files: { type: 'string' },
      tiny: { type: 'boolean', default: false },
      workers: { type: 'string', default: '2' },
      dist: { type: 'string' },
    },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error('name the folder to fill: node bench/generate.mjs OUT');
  const events = Number(values.events);
  const files = Number(values.files ?? (values.tiny ? Math.ceil(events / 10) : Math.ceil(events / 250)));
  const dist = values.dist === undefined ? {} : { dist: values.dist };
  const made = await generate({ folder, events, files, workers: Number(values.workers), ...dist });
  process.stdout.write(`${JSON.stringify(made)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
