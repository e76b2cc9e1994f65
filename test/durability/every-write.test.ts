import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparableReport, heptad, resumeArguments, runArguments, type Stop } from '../support/durable-case.ts';
import { durabilityFaults, isOpened, wholeLines } from '../support/durable-journal.ts';
import { writeDurableLogs } from '../support/durable-logs.ts';
import { inLanes } from '../support/in-lanes.ts';

/** A write of the counted run. */
interface Write {
  readonly n: number;
  readonly call: string;
  readonly path: string;
}

type Point = Write & { readonly when: NonNullable<Stop['when']> };

/** About so many of the less interesting points (opens, flushes, folders) are taken, evenly. */
const SAMPLED = 25;
const LANES = 2;

let folder = '';
let logs = '';
let undisturbed = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heptad-every-write-'));
  logs = join(folder, 'logs');
  writeDurableLogs(logs);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a run that is stopped at one of its writes', () => {
  it('goes on to the same report, whichever write it was', { timeout: 1_800_000 }, async () => {
    const trace = join(folder, 'trace.jsonl');
    const whole = join(folder, 'whole');
    expect(await heptad(runArguments(whole, logs), { folder: whole, trace })).toMatchObject({ code: 0 });
    undisturbed = await comparableReport(whole);
    const writes = readFileSync(trace, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Write);
    const points = pointsOf(writes);
    expect(kindsOf(points)).toEqual(expect.arrayContaining(['journal.jsonl write half', 'lake/manifest.json rename after', 'evidence/manifests rename before', 'evidence/packs write half', 'evidence/objects write half']));
    const problems = await inLanes(points, LANES, stopAt);
    expect(problems.flat()).toEqual([]);
    process.stderr.write(`every-write: stopped at ${points.length} points of ${writes.length} writes\n`);
  });
});

/** Stops a run at the point, goes on with it, and tells everything that is not as it should be. */
async function stopAt(point: Point): Promise<readonly string[]> {
  const own = join(folder, `${point.when}-${point.n}`);
  const name = `${point.when} write ${point.n} (${point.call} ${point.path})`;
  try {
    const killed = await heptad(runArguments(own, logs), { folder: own, at: point.n, when: point.when });
    if (killed.signal !== 'SIGKILL') return [`${name}: the program was not stopped: ${killed.code ?? ''} ${killed.stderr}`];
    const before = wholeLines(own);
    const resumed = isOpened(before) && point.n % 2 === 0;
    const ended = await heptad(resumed ? resumeArguments(own) : runArguments(own, logs));
    if (ended.code !== 0) return [`${name}: ${resumed ? 'resume' : 'run'} ended with ${ended.code ?? ended.signal ?? ''}: ${ended.stderr}`];
    const faults = await durabilityFaults(own, { journal: before, report: undisturbed });
    if (faults.length) process.stderr.write(`FAULT ${name}: ${faults}\n`);
    return faults.map((problem) => `${name}, then ${resumed ? 'resume' : 'run'}: ${problem}`);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/**
 * Every append to the journal (cut in half, and flushed but not yet acted on), every new name (before and after), every
 * half-written file of the case; of all else an even sample. After a write is, but for what DuckDB does meanwhile, the
 * same as before the next.
 */
function pointsOf(writes: readonly Write[]): readonly Point[] {
  const pieces = writes.filter(({ call, path }) => call === 'write' && path.startsWith('evidence/objects'));
  const middle = new Set(sampled(pieces, 3));
  const counted = writes.filter((write) => !pieces.includes(write) || middle.has(write));
  const must = counted.flatMap((write): readonly Point[] => {
    if (write.call === 'write') return [at(write, 'half')];
    if (write.call === 'rename' || write.call === 'link') return [at(write, 'before'), at(write, 'after')];
    return write.call === 'flush' && write.path === 'journal.jsonl' ? [at(write, 'after')] : [];
  });
  const others = counted.filter((write) => !must.some(({ n }) => n === write.n)).map((write) => at(write, 'before'));
  return [...must, ...sampled(others, SAMPLED)];
}

function at(write: Write, when: Point['when']): Point {
  return { ...write, when };
}

function sampled<T>(items: readonly T[], count: number): readonly T[] {
  return items.filter((_, index) => Math.floor((index * count) / items.length) !== Math.floor(((index - 1) * count) / items.length));
}

function kindsOf(points: readonly Point[]): readonly string[] {
  return points.map(({ path, call, when }) => `${path.replace(/^(evidence\/[a-z]+|lock)\/.*/, '$1').replace(/\.tmp.*$/, '')} ${call} ${when}`);
}
