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

/** Whether the program is on its way out: work that calls back should end, and none may begin. */
export function isLeaving(): boolean {
  return leaving !== null;
}

/** Runs work that calls back from native threads. @throws InterruptedError when the program is on its way out */
export async function callingBack<T>(work: () => Promise<T>): Promise<T> {
  if (leaving !== null) throw new InterruptedError('the program is on its way out');
  const running = work();
  calling.add(running);
  try {
    return await running;
  } finally {
    calling.delete(running);
  }
}

/**
 * Exits as soon as nothing calls back any more; asked once more later, it ends without a wait.
 * @param exit how to exit: main.ts alone leaves the process
 */
export function leave(code: number, exit: (code: number) => void): void {
  const now = performance.now();
  if (leaving !== null) {
    if (now - leaving > ONE_SIGNAL_MS) process.kill(process.pid, 'SIGKILL');
    return;
  }
  leaving = now;
  if (calling.size === 0) exit(code);
  else void Promise.allSettled(calling).then(() => exit(code));
}
