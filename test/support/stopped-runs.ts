import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heptad, type Stop } from './durable-case.ts';
import { durabilityFaults, wholeLines } from './durable-journal.ts';

/** A write of a counted run. */
export interface Write {
  readonly n: number;
  readonly call: string;
  readonly path: string;
}

/** Where a run is to be stopped. */
export type Point = Write & { readonly when: NonNullable<Stop['when']> };

/** A command that is stopped, and how the case is gone on with. */
export interface Stopping {
  /** Makes the case as it is before the command. */
  readonly prepare: (folder: string) => void;
  readonly command: (folder: string) => readonly string[];
  /** The commands that go on, one after the other. */
  readonly goOn: (
    folder: string,
    stopped: { readonly journal: string; readonly n: number },
  ) => readonly (readonly string[])[];
  /** The report of a case that was not disturbed. */
  readonly report: string;
}

/** Runs the command undisturbed, and gives its writes into the case. */
export async function writesOf(
  stopping: Omit<Stopping, 'report'>,
  folder: string,
): Promise<readonly Write[]> {
  const trace = `${folder}.trace`;
  stopping.prepare(folder);
  const { code, stderr } = await heptad(stopping.command(folder), { folder, trace });
  if (code !== 0) throw new Error(`the undisturbed run failed: ${stderr}`);
  return readFileSync(trace, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Write);
}

/** Stops the command at the point, goes on, and tells everything that is not as it should be. */
export async function stopAt(point: Point, stopping: Stopping): Promise<readonly string[]> {
  const own = join(mkdtempSync(join(tmpdir(), 'heptad-stopped-')), 'case');
  const name = `${point.when} write ${point.n} (${point.call} ${point.path})`;
  try {
    stopping.prepare(own);
    const killed = await heptad(stopping.command(own), { folder: own, at: point.n, when: point.when });
    if (killed.signal !== 'SIGKILL')
      return [`${name}: the program was not stopped: ${killed.code ?? ''} ${killed.stderr}`];
    const journal = wholeLines(own);
    for (const args of stopping.goOn(own, { journal, n: point.n })) {
      const { code, signal, stderr } = await heptad(args);
      if (code !== 0) return [`${name}: ${args[0] ?? ''} ended with ${code ?? signal ?? ''}: ${stderr}`];
    }
    const faults = await durabilityFaults(own, { journal, report: stopping.report });
    return faults.map((fault) => `${name}: ${fault}`);
  } finally {
    rmSync(join(own, '..'), { recursive: true, force: true });
  }
}

/**
 * Every append to the journal (cut in half, and flushed but not yet acted on), every new name (before and after), every
 * half-written file of the case; of all else an even sample. After a write is, but for what DuckDB does meanwhile, the
 * same as before the next.
 */
export function pointsOf(writes: readonly Write[], sample: number): readonly Point[] {
  const pieces = writes.filter(({ call, path }) => call === 'write' && path.startsWith('evidence/objects'));
  const middle = new Set(sampled(pieces, 3));
  const counted = writes.filter((write) => !pieces.includes(write) || middle.has(write));
  const must = counted.flatMap((write): readonly Point[] => {
    if (write.call === 'write') return [at(write, 'half')];
    if (write.call === 'rename' || write.call === 'link') return [at(write, 'before'), at(write, 'after')];
    return write.call === 'flush' && write.path === 'journal.jsonl' ? [at(write, 'after')] : [];
  });
  const others = counted
    .filter((write) => !must.some(({ n }) => n === write.n))
    .map((write) => at(write, 'before'));
  return [...must, ...sampled(others, sample)];
}

/** An even choice of so many. */
export function sampled<T>(items: readonly T[], count: number): readonly T[] {
  return items.filter(
    (_, index) =>
      Math.floor((index * count) / items.length) !== Math.floor(((index - 1) * count) / items.length),
  );
}

/** What kinds of points there are: `evidence/packs write half`. */
export function kindsOf(points: readonly Point[]): readonly string[] {
  return [...new Set(points.map(kindOf))];
}

/** The first point of each kind. */
export function oneOfEachKind(points: readonly Point[]): readonly Point[] {
  const kinds = points.map(kindOf);
  return points.filter((point, index) => kinds.indexOf(kindOf(point)) === index);
}

function kindOf({ path, call, when }: Point): string {
  return `${path.replace(/^(evidence\/[a-z]+|lock|set-aside)\/.*/, '$1').replace(/\.tmp.*$/, '')} ${call} ${when}`;
}

function at(write: Write, when: Point['when']): Point {
  return { ...write, when };
}
