import { wantsColor } from '../terminal/paint.ts';
import { createPrompts, type Prompts } from '../terminal/prompts.ts';
import type { Io } from './io.ts';

/** Prompts at the terminal a command was started from. @param resumeWith what to say to somebody who leaves */
export function promptsAt({ stdin, stderr, env }: Io, resumeWith: string): Prompts {
  return createPrompts({
    input: stdin,
    output: stderr,
    color: wantsColor({ environment: env, isTTY: stderr.isTTY }),
    height: () => stderr.rows,
    width: () => stderr.columns,
    resumeWith: () => resumeWith,
  });
}
