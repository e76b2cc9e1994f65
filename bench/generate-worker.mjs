// Writes every n-th file of a plan. What a file holds follows from its number, so the number of workers changes nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { loadStory } from './load-story.mjs';
import { render, templateOf, wordSource } from './templates.mjs';

const TEMPLATES = 24_000;

const { folder, plan, dist, share, shares } = workerData;
const templates = await templatesByRegion(dist);
const made = new Set();
const done = { files: 0, events: 0, rawBytes: 0, gzBytes: 0 };
for (const file of plan) {
  if (file.index % shares === share) writeFile(file);
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a worker, not a window
parentPort.postMessage(done);

function writeFile(file) {
  const text = fileText(file);
  const bytes = gzipSync(text, { level: 6 });
  bytes[9] = 255;
  const path = join(folder, file.path);
  const parent = dirname(path);
  if (!made.has(parent)) {
    mkdirSync(parent, { recursive: true });
    made.add(parent);
  }
  writeFileSync(path, bytes);
  done.files += 1;
  done.events += file.events;
  done.rawBytes += text.length;
  done.gzBytes += bytes.length;
}

function fileText(file) {
  const random = wordSource(file.index + 1);
  const pool = templates.get(file.region);
  const records = [];
  for (let index = 0; index < file.events; index += 1) {
    // Within a file, events are in no order.
    const time = file.time + (random() / 4294967296) * file.span;
    records.push(render(pool[random() % pool.length], time, random));
  }
  return `{"Records":[${records.join(',')}]}`;
}

async function templatesByRegion(from) {
  const { background, createCast, createRandom } = await loadStory(from);
  const random = createRandom('benchmark');
  const start = Date.UTC(2026, 0, 15);
  const pools = new Map();
  const options = {
    random,
    cast: createCast(random.fork('cast')),
    from: start,
    to: start + 86_400_000,
    events: TEMPLATES,
  };
  for (const { event } of background(options)) {
    const pool = pools.get(event.awsRegion) ?? [];
    pool.push(templateOf(JSON.stringify(event)));
    pools.set(event.awsRegion, pool);
  }
  return pools;
}
