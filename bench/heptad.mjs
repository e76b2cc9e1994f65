// Every command line of heptad that the benchmark uses stands here.
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const MAIN = join(HERE, '..', 'dist', 'main.js');
const ANSWERS = join(HERE, 'answers.yaml');
const FIRST_STEP = /Step \d+ of \d+/;
const PATIENCE_MS = 60_000;

/**
 * Opens a case over `folder` and runs the whole playbook. The journal's own times tell the two parts apart:
 * from the start of the process to the lake being built, and from there to the end of the walk.
 */
export async function heptadIngest(folder, caseDir) {
  const command = [process.execPath, MAIN, 'run', 'genai-workload', '--logs', folder, '--case', caseDir];
  const run = await measure([...command, '--answers', ANSWERS]);
  const times = await journalTimes(caseDir);
  return {
    seconds: (times.lakeBuilt - run.startedAt) / 1000,
    playbookSeconds: (times.finished - times.lakeBuilt) / 1000,
    wholeSeconds: run.seconds,
    peakBytes: run.peakBytes,
  };
}

/** Opens a case and stops at its first prompt, with the lake built. */
export function heptadPause(folder, caseDir) {
  const command = [process.execPath, MAIN, 'run', 'genai-workload', '--logs', folder, '--case', caseDir];
  return measure(command, { expect: [0, 3] });
}

export function heptadQuery(sql, caseDir, params = {}) {
  const bound = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  return measure([
    process.execPath,
    MAIN,
    'logs',
    'query',
    sql,
    '--case',
    caseDir,
    '--format',
    'json',
    ...bound,
  ]);
}

export function heptadHelp() {
  return measure([process.execPath, MAIN, '--help']);
}

export function bareNode() {
  return measure([process.execPath, '-e', '0']);
}

/** Seconds from the start of `resume` in a terminal to the first step on its screen. */
export async function heptadOpen(caseDir) {
  const { spawn } = await import('@lydell/node-pty');
  const began = performance.now();
  const terminal = spawn(process.execPath, [MAIN, 'resume', caseDir], {
    cols: 120,
    rows: 40,
    env: process.env,
  });
  try {
    return await firstStepSeen(terminal, began);
  } finally {
    terminal.kill('SIGKILL');
  }
}

function firstStepSeen(terminal, began) {
  return new Promise((resolve, reject) => {
    let screen = '';
    const timer = setTimeout(
      () => reject(new Error(`no step on the screen: ${screen.slice(-500)}`)),
      PATIENCE_MS,
    );
    const settle = (settled, value) => {
      clearTimeout(timer);
      settled(value);
    };
    terminal.onData((data) => {
      screen += data;
      if (FIRST_STEP.test(screen)) settle(resolve, (performance.now() - began) / 1000);
    });
    terminal.onExit(({ exitCode }) =>
      settle(reject, new Error(`resume ended with ${exitCode}: ${screen.slice(-500)}`)),
    );
  });
}

async function journalTimes(caseDir) {
  const times = { lakeBuilt: Number.NaN, finished: Number.NaN };
  for await (const line of createInterface({ input: createReadStream(join(caseDir, 'journal.jsonl')) })) {
    if (line.includes('"kind":"lake-built"')) times.lakeBuilt = Date.parse(JSON.parse(line).at);
    if (line.includes('"kind":"case-finished"')) times.finished = Date.parse(JSON.parse(line).at);
  }
  if (Number.isNaN(times.lakeBuilt)) throw new Error(`the journal of '${caseDir}' has no lake-built entry`);
  if (Number.isNaN(times.finished)) throw new Error(`the journal of '${caseDir}' has no case-finished entry`);
  return times;
}
