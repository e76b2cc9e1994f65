import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../../base/durable-file.ts';
import { CaseLock } from '../../case/lock.ts';
import { PlayLog, readPlayLog } from '../../case/play-log.ts';
import type { PlayEntry } from '../../model/play.ts';
import type { PlayOpened } from '../../model/play-event.ts';
import { type Log, memoryLog } from './memory-log.ts';
import type { KeptRequest } from './recorded-dispatch.ts';

/** What makes the account of a play again, beside the journal of its case. */
export interface PlayFiles {
  /** As it was begun: a crash before the journal knew of the play changes nothing of it. */
  readonly opened: PlayOpened;
  readonly requests: Log<KeptRequest>;
  readonly play: Log<PlayEntry>;
  readonly close: () => void;
}

/**
 * Takes the files of a play, and begins it where there is none yet.
 * @throws CaseHeldError when another process plays it
 */
export function holdPlay(
  folder: string,
  {
    begin,
    scenarioFile,
    human,
    since,
    flush,
  }: {
    readonly begin: () => PlayOpened;
    readonly scenarioFile: string;
    readonly human: string;
    readonly since: string;
    /** Whether a power cut must lose nothing. */
    readonly flush: boolean;
  },
): PlayFiles {
  const lock = CaseLock.take(join(folder, 'exercise', 'lock'), { human, since });
  const file = openedFile(folder);
  const opened = playBegunIn(folder) ?? begin();
  mkdirSync(join(folder, 'exercise'), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    writeDurably(scenarioFileOf(folder), readFileSync(scenarioFile));
    writeDurably(file, JSON.stringify(opened));
  }
  const requests = new PlayLog<KeptRequest>(requestsFile(folder), { flush });
  const play = new PlayLog<PlayEntry>(playFile(folder), { flush });
  return {
    opened,
    requests,
    play,
    close: () => {
      requests.close();
      play.close();
      lock.release();
    },
  };
}

/** The scenario file a play was begun with: it is scored by that, whatever became of the original. */
export function scenarioFileOf(folder: string): string {
  return join(folder, 'exercise', 'scenario.yaml');
}

/** The play a folder holds, or null. */
export function playBegunIn(folder: string): PlayOpened | null {
  const file = openedFile(folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PlayOpened) : null;
}

/** The logs of a play as they stand, for a look that writes nothing into them. */
export function readPlayFiles(folder: string): Pick<PlayFiles, 'requests' | 'play'> {
  return {
    requests: memoryLog(readPlayLog(requestsFile(folder)) as readonly KeptRequest[]),
    play: memoryLog(readPlay(folder)),
  };
}

/** What the intruder did, for a look that writes nothing. */
export function readPlay(folder: string): readonly PlayEntry[] {
  return readPlayLog(playFile(folder)) as readonly PlayEntry[];
}

function openedFile(folder: string): string {
  return join(folder, 'exercise', 'opened.json');
}

function requestsFile(folder: string): string {
  return join(folder, 'exercise', 'requests.jsonl');
}

function playFile(folder: string): string {
  return join(folder, 'exercise', 'play.jsonl');
}
