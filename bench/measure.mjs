// Runs a command and tells how long it took and how much memory its whole tree of processes held.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { platform } from 'node:os';

const SAMPLE_MS = 40;

/**
 * @param {readonly string[]} command program and arguments
 * @param {{expect?: readonly number[], env?: NodeJS.ProcessEnv}} options exit codes that are no failure (0 unless
 *   given), and the environment (this process's own unless given)
 * @returns {Promise<{seconds: number, peakBytes: number | null, peakUntil: (time: number) => number | null,
 *   startedAt: number, stdout: string}>} `peakBytes` is the largest sum, over all samples, of the high-water marks of
 *   the processes alive then, `peakUntil` the same up to a time; null without /proc
 */
export async function measure(command, { expect = [0], env = process.env } = {}) {
  const [program, ...args] = command;
  const startedAt = Date.now();
  const began = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const peak = watchMemory(child.pid);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  const seconds = (performance.now() - began) / 1000;
  const peakBytes = peak.stop();
  if (!expect.includes(code)) {
    throw new Error(
      `'${command.join(' ').slice(0, 300)}' ended with ${code}: ${stderr.text().trim().slice(-2000)}`,
    );
  }
  return { seconds, peakBytes, peakUntil: peak.until, startedAt, stdout: stdout.text() };
}

/** The middle of an odd number of figures; the mean of the two middle ones of an even number. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function collect(stream) {
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  return { text: () => Buffer.concat(chunks).toString() };
}

function watchMemory(pid) {
  if (platform() !== 'linux' || pid === undefined) return { stop: () => null, until: () => null };
  let peak = 0;
  /** When the peak rose, and to what. */
  const rises = [];
  const sample = () => {
    const sum = processTree(pid).reduce((total, member) => total + highWaterMark(member), 0);
    if (sum <= peak) return;
    peak = sum;
    rises.push({ at: Date.now(), bytes: sum });
  };
  sample();
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
    until: (time) => rises.findLast(({ at }) => at <= time)?.bytes ?? 0,
  };
}

function processTree(pid) {
  return [pid, ...childrenOf(pid).flatMap(processTree)];
}

/** Each thread lists the children it made. A process may be gone before it is read: then it has none. */
function childrenOf(pid) {
  const threads = orGone(() => readdirSync(`/proc/${pid}/task`), []);
  return threads.flatMap((thread) => {
    const text = orGone(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'), '');
    return text.split(' ').filter(Boolean).map(Number);
  });
}

function highWaterMark(pid) {
  const status = orGone(() => readFileSync(`/proc/${pid}/status`, 'utf8'), '');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

function orGone(read, gone) {
  try {
    return read();
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return gone;
    throw error;
  }
}
