/**
 * The child process in which statements run: what is said here is said to the parent only. It lives as long as the
 * parent does, and leaves stopping to it: Ctrl-C reaches both, and the parent knows what to do about it.
 */
import { messageOf } from '../base/errors.ts';
import { Engine } from './sandbox-engine.ts';
import { memoryBytes } from './sandbox-memory.ts';
import type { Outcome, Reply, Request } from './sandbox-protocol.ts';

const LOOK_EVERY_MS = 100;

let engine: Engine | undefined;

process.on('SIGINT', () => undefined);
process.on('disconnect', die);
process.on('message', (request: Request) => void answer(request));

async function answer(request: Request): Promise<void> {
  if (request.do === 'interrupt') return engine?.interrupt();
  if (request.do === 'open') return open(request);
  if (engine === undefined) throw new Error('asked before it was open');
  const opened = engine;
  const outcome: Outcome = await (request.do === 'query'
    ? opened.query(request.statement)
    : opened.check(request.statement));
  say({ kind: 'done', id: request.id, outcome });
}

async function open({ config }: Extract<Request, { do: 'open' }>): Promise<void> {
  try {
    engine = await Engine.open(config);
    watchMemory(memoryBytes(config.memoryLimit));
    say({ kind: 'open' });
  } catch (error) {
    say({ kind: 'not-open', message: messageOf(error) });
  }
}

/** The engine's limit does not count every text it makes, so the process itself is watched. */
function watchMemory(most: number): void {
  const timer = setInterval(() => {
    if (process.memoryUsage.rss() < most) return;
    clearInterval(timer);
    process.send?.({ kind: 'out-of-memory' } satisfies Reply, undefined, undefined, die);
  }, LOOK_EVERY_MS);
}

function say(reply: Reply): void {
  process.send?.(reply);
}

/** Not `process.exit`: that would wait for a call that may never return. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
