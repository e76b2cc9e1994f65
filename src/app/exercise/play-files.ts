import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PlayLog, readPlayLog } from '../../case/play-log.ts';
import type { PlayEntry } from '../../model/play.ts';
import type { KeptRequest } from './recorded-dispatch.ts';

/**
 * What makes the account of a play again, beside the journal of its case.
 * @param begun whether the journal knows of the play; what a crash left before that is begun anew
 */
export function openPlayFiles(
  folder: string,
  begun: boolean,
): {
  readonly requests: PlayLog<KeptRequest>;
  readonly play: PlayLog<PlayEntry>;
  readonly close: () => void;
} {
  if (!begun) rmSync(join(folder, 'exercise'), { recursive: true, force: true });
  const requests = new PlayLog<KeptRequest>(requestsFile(folder));
  const play = new PlayLog<PlayEntry>(playFile(folder));
  return {
    requests,
    play,
    close: () => {
      requests.close();
      play.close();
    },
  };
}

/** What the intruder did, for a look that writes nothing. */
export function readPlay(folder: string): readonly PlayEntry[] {
  return readPlayLog(playFile(folder)) as readonly PlayEntry[];
}

function requestsFile(folder: string): string {
  return join(folder, 'exercise', 'requests.jsonl');
}

function playFile(folder: string): string {
  return join(folder, 'exercise', 'play.jsonl');
}
