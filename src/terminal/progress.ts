import { escapeTerminal } from './escape.ts';
import { fitWidth } from './width.ts';

/** A progress line appears only for work that takes longer than this. */
const FIRST_AFTER_MS = 1000;
/** On a terminal it is drawn anew at most this often; elsewhere a line is written at most every ten seconds. */
const EVERY_MS = 100;
const EVERY_MS_PLAIN = 10_000;

const CLEAR_LINE = '\r\u001b[2K';

export interface ProgressOptions {
  /** Where it is drawn: stderr, so that stdout stays data. */
  readonly stream: { write(text: string): unknown };
  readonly isTTY: boolean;
  readonly width: () => number;
  /** Milliseconds from any start. */
  readonly now: () => number;
}

/** Draws a line of progress, or clears it (null). Call it as often as you like. */
export type Progress = (line: string | null) => void;

/** One line that is drawn over; where there is no terminal, a line now and then. */
export function createProgress({ stream, isTTY, width, now }: ProgressOptions): Progress {
  let startedAt: number | null = null;
  let drawnAt: number | null = null;
  return (line) => {
    if (line === null) {
      if (drawnAt !== null && isTTY) stream.write(CLEAR_LINE);
      startedAt = null;
      drawnAt = null;
      return;
    }
    const at = now();
    startedAt ??= at;
    const due = drawnAt === null ? startedAt + FIRST_AFTER_MS : drawnAt + (isTTY ? EVERY_MS : EVERY_MS_PLAIN);
    if (at < due) return;
    drawnAt = at;
    const text = fitWidth(escapeTerminal(line), width() - 1);
    stream.write(isTTY ? `${CLEAR_LINE}${text}` : `${text}\n`);
  };
}
