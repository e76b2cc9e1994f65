import type { CaseTools } from '../app/case-wiring.ts';
import { createAnswersResponder } from '../app/answers-responder.ts';
import { systemClock, systemIds } from '../app/ids.ts';
import type { Answers } from '../model/answers.ts';
import type { ExtraChoice } from '../ports/responder.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { createLocalTime } from '../terminal/local-time.ts';
import { createProgress } from '../terminal/progress.ts';
import { createTerminalResponder } from '../terminal/responder.ts';
import { wantsColor } from '../terminal/paint.ts';
import { type Io, isInteractive, operatorOf, tell } from './io.ts';

/** How a case is walked from the command line. */
export interface WalkOptions {
  readonly tz?: string;
  /** What `heptad resume` is to be given. */
  readonly caseName: string;
  /** Lines to add to every menu. */
  readonly extras?: () => readonly ExtraChoice[];
}

/** A person at a terminal, an answers file, or both: the file first, the person for the rest. */
export function caseTools(io: Io, answers: Answers, options: WalkOptions): CaseTools {
  if (options.tz !== undefined) createLocalTime(options.tz);
  const interactive = isInteractive(io) && answers.default === 'stop';
  const person = interactive
    ? createTerminalResponder({
        input: io.stdin,
        output: io.stderr,
        errors: io.stderr,
        color: wantsColor({ environment: io.env, isTTY: io.stderr.isTTY }),
        caseName: options.caseName,
        ...(options.tz === undefined ? {} : { tz: options.tz }),
        ...(options.extras === undefined ? {} : { extras: options.extras }),
      })
    : null;
  const responder = createAnswersResponder(answers, person, (line) => tell(io, escapeTerminal(line)));
  return {
    by: operatorOf(io),
    clock: systemClock,
    ids: systemIds,
    interactive,
    responder: person === null ? withProgress(io, responder) : responder,
  };
}

/** Without a person at the prompts, progress still shows on a terminal. */
function withProgress(io: Io, responder: CaseTools['responder']): CaseTools['responder'] {
  if (!io.stderr.isTTY) return responder;
  const progress = createProgress({
    stream: io.stderr,
    isTTY: io.stderr.isTTY,
    width: () => io.stderr.columns,
    now: () => performance.now(),
  });
  return { ...responder, progress, tell: (line) => (progress(null), responder.tell(line)) };
}
