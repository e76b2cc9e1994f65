// npm run bench: heptad beside zcat and jq, interleaved, medians. Flags: --tiny, --ten-million, --events N, --files N,
// --runs N, --data DIR (an existing folder of logs is used as it is), --markdown FILE, --keep
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asMarkdown, asTable, figure } from './figures.mjs';
import { generate } from './generate.mjs';
import { bareNode, heptadHelp, heptadIngest, heptadOpen, heptadPause, heptadQuery } from './heptad.mjs';
import { loadStory } from './load-story.mjs';
import { median } from './measure.mjs';
import { NOTHING, QUERIES } from './queries.mjs';
import { jqTwice, jqVersion, whyNoJq, zcatOnce } from './rivals.mjs';

const MB = 1_000_000;
const SMALL_RUNS = 9;

const { values } = parseArgs({
  options: {
    events: { type: 'string' },
    files: { type: 'string' },
    tiny: { type: 'boolean', default: false },
    'ten-million': { type: 'boolean', default: false },
    runs: { type: 'string' },
    data: { type: 'string' },
    markdown: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const size = sizeOf(values);
const work = mkdtempSync(join(tmpdir(), 'heptad-bench-'));
try {
  await bench();
} finally {
  if (values.keep) say(`kept: ${work}`);
  else rmSync(work, { recursive: true, force: true });
}

async function bench() {
  const folder = values.data ?? join(work, 'logs');
  const data = await prepare(folder);
  const rounds = await ingestRounds(folder);
  const figures = [
    ...ingestFigures(rounds),
    ...(await queryFigures(rounds.caseDir)),
    ...(await startFigures(folder)),
  ];
  const markdown = asMarkdown(size.title, figures, data);
  process.stdout.write(`${asTable(figures)}\n\n${markdown}`);
  if (values.markdown !== undefined) writeFileSync(values.markdown, markdown, { flag: 'a' });
}

async function prepare(folder) {
  if (values.data !== undefined) return `The logs of \`${values.data}\`.`;
  say(
    `making ${size.events.toLocaleString('en-US')} events in about ${size.files.toLocaleString('en-US')} files`,
  );
  const made = await generate({ folder, events: size.events, files: size.files });
  const [raw, gz] = [made.rawBytes, made.gzBytes].map((bytes) => `${(bytes / 1e9).toFixed(2)} GB`);
  return `${made.events.toLocaleString('en-US')} events in ${made.files.toLocaleString('en-US')} files, ${raw}, compressed ${gz}.`;
}

/** The candidates take turns, so that whatever else the machine does falls on all of them. */
async function ingestRounds(folder) {
  const noJq = whyNoJq();
  const rounds = { zcat: [], jq: [], heptad: [], noJq, caseDir: '' };
  await zcatOnce(folder); // brings the files into the page cache, for everybody
  for (let round = 1; round <= size.runs; round += 1) {
    rounds.zcat.push(await told(`${round}: zcat`, zcatOnce(folder)));
    if (noJq === null) rounds.jq.push(await told(`${round}: jq`, jqTwice(folder)));
    if (rounds.caseDir !== '') rmSync(rounds.caseDir, { recursive: true, force: true });
    rounds.caseDir = join(work, `case-${round}`);
    rounds.heptad.push(await told(`${round}: heptad`, heptadIngest(folder, rounds.caseDir)));
  }
  return rounds;
}

function ingestFigures({ zcat, jq, heptad, noJq }) {
  const [floor, rival, ingest] = [zcat, jq, heptad].map(medianSeconds);
  const peaks = heptad.map((run) => run.peakBytes);
  const peak = peaks.includes(null) ? null : Math.max(...peaks) / MB;
  const jqNote = noJq === null ? jqVersion() : noJq;
  return [
    figure('zcat, one process', floor, { unit: 's' }),
    figure('jq to TSV, two processes', rival, { unit: 's', note: jqNote }),
    figure('heptad: evidence kept, lake built', ingest, { unit: 's' }),
    figure('heptad against zcat', ingest / floor, { unit: 'x', atMost: values.tiny ? 1.4 : 1.45 }),
    figure('heptad faster than jq', rival === null ? null : rival / ingest, {
      unit: 'x',
      atLeast: 1.9,
      ...(rival === null ? { note: jqNote } : {}),
    }),
    figure('heptad: peak memory of all processes, whole run', peak, {
      unit: 'MB',
      atMost: 1000,
      ...(peak === null ? { note: 'needs /proc' } : {}),
    }),
    figure('heptad: the whole playbook after ingest', median(heptad.map((run) => run.playbookSeconds)), {
      unit: 's',
      ...(size.standard ? { atMost: 5 } : {}),
    }),
  ];
}

function medianSeconds(runs) {
  return runs.length === 0 ? null : median(runs.map((run) => run.seconds));
}

/** A query's own time is that of the command less that of a command which asks for nothing. */
async function queryFigures(caseDir) {
  const { leakedCredential, DEFAULT_START } = await loadStory(new URL('../dist', import.meta.url).pathname);
  const { key } = leakedCredential({ seed: 'benchmark', start: DEFAULT_START, backgroundEvents: 0 });
  const nothing = await repeated(size.runs, () => heptadQuery(NOTHING, caseDir));
  const figures = [figure('query command that asks for nothing', nothing, { unit: 's' })];
  for (const { name, sql, params = [] } of QUERIES) {
    const bound = params.includes('key') ? { key: key.suspects.accessKeys[0] } : {};
    const whole = await repeated(size.runs, () => heptadQuery(sql, caseDir, bound));
    const form = { unit: 's', note: `${whole.toFixed(2)} s with the start of the program` };
    const target = size.standard ? { atMost: 0.25 } : {};
    figures.push(figure(`query: ${name}`, Math.max(0, whole - nothing), { ...form, ...target }));
  }
  return figures;
}

async function startFigures(folder) {
  const help = await repeated(SMALL_RUNS, heptadHelp);
  const bare = await repeated(SMALL_RUNS, bareNode);
  const paused = join(work, 'case-paused');
  await told('a case to open', heptadPause(folder, paused));
  const opened = [];
  for (let run = 0; run < size.runs; run += 1) opened.push(await heptadOpen(paused));
  return [
    figure('node -e 0', bare, { unit: 's' }),
    figure('heptad --help', help, { unit: 's' }),
    figure('heptad --help against node -e 0', help / bare, { unit: 'x', atMost: 2.5 }),
    figure('opening a case, to the first step on screen', median(opened), {
      unit: 's',
      ...(size.standard ? { atMost: 0.5 } : {}),
    }),
  ];
}

async function repeated(runs, measureOnce) {
  const seconds = [];
  for (let run = 0; run < runs; run += 1) seconds.push((await measureOnce()).seconds);
  return median(seconds);
}

async function told(what, measuring) {
  const result = await measuring;
  say(`${what}: ${result.seconds.toFixed(2)} s`);
  return result;
}

function sizeOf(flags) {
  const big = flags['ten-million'];
  const events = Number(flags.events ?? (big ? 10_000_000 : 1_000_000));
  const files = Number(flags.files ?? (flags.tiny ? events / 10 : events / 250));
  const runs = Number(flags.runs ?? (big ? 1 : 3));
  const kind = flags.tiny ? 'tiny files' : 'files as delivered';
  const standard = events === 1_000_000;
  return { events, files, runs, standard, title: `${events.toLocaleString('en-US')} events, ${kind}` };
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
