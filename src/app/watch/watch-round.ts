import { isWatched } from '../../model/action-state.ts';
import type { CaseState } from '../../model/case-state.ts';
import { SEVERITIES } from '../../model/severity.ts';
import type { GrownFinding, WatchRound } from '../../model/watch.ts';
import { applies, unitsOf } from '../../engine/next.ts';
import { proveActions } from '../actions/prove-actions.ts';
import { runStep } from '../run-step.ts';
import type { Session } from '../session.ts';
import { lateCalls } from './late-calls.ts';

/** The findings that decide an incident: what is below is looked at when the case is resumed. */
const DECISIVE: readonly string[] = SEVERITIES.slice(0, SEVERITIES.indexOf('medium') + 1);

/** One round of the watch over a case whose new evidence is in: journaled, and given back. */
export async function watchRound(session: Session): Promise<WatchRound> {
  if (session.account !== null) await proveActions(session, session.account);
  const watched = [];
  for (const action of Object.values(session.state.actions))
    if (isWatched(action)) watched.push(await lateCalls(session, action));
  const before = session.state;
  const steps = await decideAgain(session);
  const round = {
    identities: watched.filter((one) => one !== null),
    grown: grown(before, session.state),
    steps,
  };
  await session.record('watch-round', round);
  return round;
}

/** Runs the steps again that raised a decisive finding. Gives how many. */
async function decideAgain(session: Session): Promise<number> {
  const open = Object.values(session.state.findings).filter(
    ({ disposition, severity }) => disposition === 'open' && DECISIVE.includes(severity),
  );
  const ids = new Set(open.map(({ step }) => step));
  let ran = 0;
  for (const element of session.playbook.elements)
    for (const step of element.steps) {
      if (!ids.has(step.id) || !applies(session.playbook, session.state, step)) continue;
      for (const suspect of unitsOf(session.state, step)) {
        await runStep(session, { element, step, suspect });
        ran += 1;
      }
    }
  return ran;
}

function grown({ findings: before }: CaseState, { findings: after }: CaseState): readonly GrownFinding[] {
  return Object.values(after).flatMap(({ id, title, count }) => {
    const earlier = before[id]?.count ?? 0;
    return count > earlier ? [{ finding: id, title, before: earlier, after: count }] : [];
  });
}
