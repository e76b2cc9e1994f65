import { reasonsOf } from '../app/actions/each-in-turn.ts';
import { ActionFailedError } from '../app/actions/read-back.ts';
import { caseStatus } from '../app/case-status.ts';
import { counted } from '../base/text.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, tell } from './io.ts';

/**
 * The last lines of a walk: what was found, and what to do with it.
 * @throws ActionFailedError where plans failed on the way
 */
export async function finishWalk(
  io: Io,
  folder: string,
  failed: readonly ActionFailedError[] = [],
): Promise<void> {
  const status = await caseStatus(folder);
  const found = Object.entries(status.findings).flatMap(([severity, number]) =>
    number === 0 ? [] : [`${number} ${severity}`],
  );
  const total = Object.values(status.findings).reduce((sum, number) => sum + number, 0);
  const head =
    status.closed === null ? 'The playbook is walked to its end' : `The case was closed at ${status.closed}`;
  if (status.events + status.invocations === 0)
    tell(io, 'NO LOG RECORD WAS READ: what follows says nothing of what happened.');
  tell(
    io,
    `${head}: ${counted(total, 'open finding')}${found.length === 0 ? '' : ` (${found.join(', ')})`} in ${counted(status.events, 'event')} and ${counted(status.invocations, 'invocation record')}.`,
  );
  tell(io, `  report   heptad report ${escapeTerminal(folder)} --out report.html`);
  tell(io, `  head     ${status.head}  (note it elsewhere: heptad verify --head proves the journal by it)`);
  if (failed.length > 0) throw endedWith(failed);
}

function endedWith(failed: readonly ActionFailedError[]): ActionFailedError {
  return new ActionFailedError('not everything that was approved is done', {
    why: reasonsOf(failed),
    fix: 'heptad action board shows what is still uncovered; plan it again',
  });
}
