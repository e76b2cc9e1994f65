import { messageOf, UserError } from '../base/errors.ts';
import type { ExtraChoice, Position, Responder } from '../ports/responder.ts';
import type { Desk } from './desk.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import { createLocalTime } from './local-time.ts';
import { labelled } from './look.ts';
import type { Look } from './look.ts';
import { createPaint } from './paint.ts';
import { promptAtBoard } from './board-prompt.ts';
import { promptAtAccount, promptAtPlan } from './plan-prompt.ts';
import { promptAtPreservation } from './preservation-prompt.ts';
import { createProgress } from './progress.ts';
import { createPrompts } from './prompts.ts';
import { promptAtQuestion } from './question-prompt.ts';
import { promptAtRows } from './rows-prompt.ts';
import { promptAtSet } from './set-prompt.ts';
import { promptAtStep } from './step-prompt.ts';
import { promptAtSuspects } from './suspects-prompt.ts';
import { wrapText } from './wrap.ts';

/** A stream that may be a terminal with a size. */
export type TerminalStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

export interface TerminalResponderOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: TerminalStream;
  /** Where progress is drawn; left out, nothing is drawn. */
  readonly errors?: TerminalStream;
  readonly color: boolean;
  /** Columns; left out, those of the output at the time, or 80. */
  readonly width?: number;
  /** An IANA time zone for a local time beside UTC. */
  readonly tz?: string;
  /** Milliseconds, for the pace of the progress line. */
  readonly now?: () => number;
  /** What `heptad resume` is to be given; left out, the id of the case. */
  readonly caseName?: string;
  /** Lines to add to every menu, as they are at the time. */
  readonly extras?: () => readonly ExtraChoice[];
}

/** Beyond this a line is no longer read with ease. */
const WIDEST = 160;
const NARROWEST = 40;

/** The responder at a terminal: screens, menus, and nothing from a log that is not escaped. */
export function createTerminalResponder(options: TerminalResponderOptions): Responder {
  let at: Position | null = null;
  const desk = createDesk(options, () => `heptad resume ${options.caseName ?? at?.caseId ?? '<case>'}`);
  const progress = progressOf(options, () => widthOf(options));
  const arrive = (position: Position): void => {
    at = position;
    progress(null);
  };
  return {
    atStep(view, places) {
      arrive(view.position);
      return promptAtStep(desk, view, places);
    },
    atQuestion(view, places) {
      arrive(view.position);
      return promptAtQuestion(desk, view, places);
    },
    atSuspects(view, places) {
      arrive(view.position);
      return promptAtSuspects(desk, view, places);
    },
    atRows(view) {
      arrive(view.position);
      return promptAtRows(desk, view);
    },
    atAccount(view) {
      progress(null);
      return promptAtAccount(desk, view);
    },
    atPlan(view) {
      progress(null);
      return promptAtPlan(desk, view);
    },
    atSet(view) {
      progress(null);
      return promptAtSet(desk, view);
    },
    atBoard(view) {
      progress(null);
      return promptAtBoard(desk, view);
    },
    atPreservation(view) {
      progress(null);
      return promptAtPreservation(desk, view);
    },
    skips: () => null,
    expected: () => null,
    progress,
    tell: (line) => desk.show(wrapText(escapeTerminal(line), desk.look().width, 2)),
    complain: (error) => desk.show(complaintLines(error, desk.look())),
  };
}

function createDesk(options: TerminalResponderOptions, resumeWith: () => string): Desk {
  const { input, output, color } = options;
  const paint = createPaint(color);
  const localTime = options.tz === undefined ? null : createLocalTime(options.tz);
  const height = (): number => output.rows ?? 40;
  return {
    prompts: createPrompts({ input, output, color, height, width: () => widthOf(options), resumeWith }),
    show: (lines) => void output.write(`${lines.join('\n')}\n`),
    look: () => ({
      width: widthOf(options),
      maxRows: Math.max(5, Math.min(20, height() - 24)),
      paint,
      localTime,
    }),
    height,
    extras: options.extras ?? (() => []),
  };
}

function widthOf({ width, output }: TerminalResponderOptions): number {
  return Math.max(NARROWEST, Math.min(WIDEST, width ?? output.columns ?? 80));
}

function progressOf(
  { errors, now }: TerminalResponderOptions,
  width: () => number,
): (line: string | null) => void {
  if (errors === undefined) return () => undefined;
  return createProgress({
    stream: errors,
    isTTY: errors.isTTY === true,
    width,
    now: now ?? (() => performance.now()),
  });
}

function complaintLines(error: Error, look: Look): readonly string[] {
  const detail = error instanceof UserError ? error : { why: undefined, fix: undefined };
  const why = detail.why === undefined ? [] : labelled('Why', escapeShort(detail.why, 1000), look);
  const fix = detail.fix === undefined ? [] : labelled('Fix', escapeShort(detail.fix, 1000), look);
  const what = wrapText(escapeShort(messageOf(error), 1000), look.width, 2).map((line) =>
    look.paint.warning(line),
  );
  return ['', ...what, ...why, ...fix, ''];
}
