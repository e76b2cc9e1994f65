import type { Command } from 'commander';
import { findCase, placesFrom } from '../app/case-places.ts';
import type { LakePlace, OnProgress } from '../app/open-lake.ts';
import { progressLine } from '../app/progress-line.ts';
import { UserError } from '../base/errors.ts';
import { createProgress } from '../terminal/progress.ts';
import { collected } from './collected.ts';
import type { Io } from './io.ts';

/** Where a command finds the logs it asks. */
export interface PlaceOptions {
  readonly case?: string;
  readonly logs: readonly string[];
}

export function placed(command: Command): Command {
  return command
    .option('--case <case>', 'the folder or the id of a case')
    .option('--logs <path>', 'a folder or file of logs; may be given again', collected, []);
}

export function placeOf(io: Io, options: PlaceOptions): LakePlace {
  if ((options.case === undefined) === (options.logs.length === 0))
    throw new UserError('give either --case or --logs', { fix: 'name a case, or the logs themselves' });
  return options.case === undefined
    ? { logs: options.logs }
    : { case: findCase(options.case, placesFrom(io.env)) };
}

/** Lines that are overwritten while something is under way; null takes the last one away. */
export function progressAt(io: Io): (line: string | null) => void {
  return createProgress({
    stream: io.stderr,
    isTTY: io.stderr.isTTY,
    width: () => io.stderr.columns,
    now: () => performance.now(),
  });
}

export function progressOf(io: Io): OnProgress {
  const progress = progressAt(io);
  return (done, total) => progress(done.bytes >= total.bytes ? null : progressLine(done, total));
}
