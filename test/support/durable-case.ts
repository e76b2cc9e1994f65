import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isObject } from '../../src/base/json.ts';
import type { reportOf } from '../../src/app/render-report.ts';
import type { Report } from '../../src/model/report.ts';
import { DIST } from './built.ts';

export const DURABLE_PLAYBOOK = fileURLToPath(new URL('../fixtures/playbooks/durable.yaml', import.meta.url));
export const DURABLE_ANSWERS = fileURLToPath(new URL('../fixtures/durable-answers.yaml', import.meta.url));
const STOPPER = new URL('./stop-at-write.mjs', import.meta.url).href;

/** Where and how the program is to be stopped; without `at` its writes are counted into `trace`. */
export interface Stop {
  readonly folder: string;
  readonly at?: number;
  readonly when?: 'before' | 'half' | 'after';
  /** Only these calls count: `write journal.jsonl`. */
  readonly only?: string;
  readonly trace?: string;
}

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program on its way, and its end. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** How the program is started. */
export interface Start {
  readonly stop?: Stop | undefined;
  /** In a process group of its own, as a shell starts it. */
  readonly detached?: boolean;
}

/** Starts the built program. */
export function startHeptad(args: readonly string[], { stop, detached = false }: Start = {}): Started {
  const preload = stop === undefined ? [] : ['--import', STOPPER];
  const child = spawn(process.execPath, [...preload, `${DIST}main.js`, ...args], {
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HEPTAD_OPERATOR: 'Ada Byron', ...(stop === undefined ? {} : stopVariables(stop)) },
  });
  return { child, ended: endOf(child) };
}

/** Runs the built program to its end. */
export function heptad(args: readonly string[], stop?: Stop): Promise<Ended> {
  return startHeptad(args, { stop }).ended;
}

/** The arguments that open a case on the small playbook, or go on with it. */
export function runArguments(folder: string, logs: string): readonly string[] {
  return ['run', DURABLE_PLAYBOOK, '--logs', logs, '--case', folder, '--answers', DURABLE_ANSWERS];
}

export function resumeArguments(folder: string): readonly string[] {
  return ['resume', folder, '--answers', DURABLE_ANSWERS];
}

/** What may differ between the reports of two runs over the same logs: times, ids, and what counts journal entries. */
export const VARIES = [
  'case.id',
  'case.opened',
  'elements.*.questions.*.at',
  'evidence.*.collectedAt',
  'integrity.entries',
  'integrity.head',
  'integrity.detail',
  'generated.at',
] as const;

/**
 * The report as text without what varies. Times of the case's own entries in the timeline go too (their order stays),
 * and the evidence is sorted: batches come in side by side, and either may be first.
 */
export async function comparableReport(folder: string): Promise<string> {
  const report = JSON.parse(JSON.stringify(await builtReport(folder))) as Report;
  for (const path of VARIES) take(report, path.split('.'));
  const timeline = report.timeline.map((entry) =>
    entry.event === null && entry.kind !== 'log' ? { ...entry, at: null } : entry,
  );
  const evidence = report.evidence.map((item) => JSON.stringify(item)).toSorted();
  return JSON.stringify({ ...report, timeline, evidence }, null, 1);
}

async function builtReport(folder: string): Promise<unknown> {
  const built = (await import(pathToFileURL(`${DIST}app/render-report.js`).href)) as RenderReport;
  return built.reportOf(folder, { at: '', by: 'test' });
}

/** The part of the built program that makes reports. */
interface RenderReport {
  readonly reportOf: typeof reportOf;
}

function take(value: unknown, [first, ...rest]: readonly string[]): void {
  if (first === undefined || (!isObject(value) && !Array.isArray(value))) return;
  if (first === '*') for (const member of Object.values(value)) take(member, rest);
  else if (rest.length > 0) take((value as Record<string, unknown>)[first], rest);
  else Reflect.deleteProperty(value, first);
}

function stopVariables({ folder, at, when, only, trace }: Stop): Readonly<Record<string, string>> {
  return {
    HEPTAD_STOP_FOLDER: folder,
    ...(at === undefined ? {} : { HEPTAD_STOP_AT: String(at) }),
    ...(when === undefined ? {} : { HEPTAD_STOP_WHEN: when }),
    ...(only === undefined ? {} : { HEPTAD_STOP_ONLY: only }),
    ...(trace === undefined ? {} : { HEPTAD_STOP_TRACE: trace }),
  };
}

function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
