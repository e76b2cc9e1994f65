import type { Applied, AppliedSet } from '../app/actions/apply-action.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, tell } from './io.ts';

/** What became of a change, and how to take it back. */
export function tellApplied(io: Io, folder: string, applied: Applied): void {
  if (!applied.done) {
    tell(io, escapeTerminal(`Nothing was changed: ${applied.what}`));
    return;
  }
  const { seq, planned, status } = applied.action;
  tell(io, escapeTerminal(`${planned.target}: ${status} and read back (entry ${seq})`));
  if (planned.undoes === null) tell(io, escapeTerminal(`  to take it back: heptad undo ${folder} ${seq}`));
}

/** What became of each plan of a set. */
export function tellAppliedSet(io: Io, folder: string, { actions, done }: AppliedSet): void {
  for (const line of done) tell(io, escapeTerminal(`nothing to do: ${line}`));
  for (const action of actions) {
    if (action.readBack?.holds === true) tellApplied(io, folder, { done: true, action });
    else tell(io, escapeTerminal(`${action.planned.target}: ${action.status} (entry ${action.seq})`));
  }
}
