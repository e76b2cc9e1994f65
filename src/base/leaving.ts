import { InterruptedError } from './errors.ts';

/**
 * Work of native threads that calls back into JavaScript. `process.exit` waits for those threads and serves no call any
 * more, so that it would wait for ever: such work has to end first.
 */
const calling = new Set<Promise<unknown>>();
/** Since when the program is on its way out, in milliseconds. */
let leaving: number | null = null;
/** A terminal and a runner such as npx may both pass on one Ctrl-C: the same within this time. */
const ONE_SIGNAL_MS = 1000;

/** What runs elsewhere and has to be ended there before the program is gone. */
interface Ending {
  readonly end: (signal: AbortSignal) => Promise<void>;
  /** Under way since the program leaves. */
  ended: Promise<void> | null;
}

const endings = new Set<Ending>();
/** So long may ending it take; its answer is waited for a little longer. */
const ENDING_MS = 5000;
const ENDED_MS = 1000;

/** Whether the program is on its way out: work that calls back should end, and none may begin. */
export function isLeaving(): boolean {
  return leaving !== null;
}

/** Whether leaving takes some seconds, because something that runs elsewhere is ended first. */
export function endsFirst(): boolean {
  return endings.size > 0;
}

/** Runs work that calls back from native threads. @throws InterruptedError when the program is on its way out */
export async function callingBack<T>(work: () => Promise<T>): Promise<T> {
  refuseLeaving();
  const running = work();
  calling.add(running);
  try {
    return await running;
  } finally {
    calling.delete(running);
  }
}

/**
 * Runs work that leaves something running elsewhere where the program is told to leave in the middle.
 * @param end ends it there, at the latest when the signal aborts; it must not fail
 * @throws InterruptedError when the program is on its way out: what the work gives then is no outcome
 */
export async function endedAtLeaving<T>(work: () => Promise<T>, end: Ending['end']): Promise<T> {
  refuseLeaving();
  const ending: Ending = { end, ended: null };
  endings.add(ending);
  const [outcome] = await Promise.allSettled([work()]);
  endings.delete(ending);
  if (ending.ended !== null) {
    await ending.ended;
    refuseLeaving();
  }
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

function refuseLeaving(): void {
  if (leaving !== null) throw new InterruptedError('the program is on its way out');
}

/**
 * Exits as soon as what runs elsewhere is ended and nothing calls back any more; asked once more later, it ends without a wait.
 * @param exit how to exit: main.ts alone leaves the process
 */
export function leave(code: number, exit: (code: number) => void): void {
  const now = performance.now();
  if (leaving !== null) {
    if (now - leaving > ONE_SIGNAL_MS) process.kill(process.pid, 'SIGKILL');
    return;
  }
  leaving = now;
  if (calling.size === 0 && endings.size === 0) exit(code);
  else void Promise.all([Promise.allSettled(calling), endAll()]).then(() => exit(code));
}

async function endAll(): Promise<void> {
  if (endings.size === 0) return;
  const signal = AbortSignal.timeout(ENDING_MS);
  const under = [...endings].map((ending) => (ending.ended = ending.end(signal)));
  const late = new Promise((resolve) => setTimeout(resolve, ENDING_MS + ENDED_MS));
  await Promise.race([Promise.allSettled(under), late]);
}
