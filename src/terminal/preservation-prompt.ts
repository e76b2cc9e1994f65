import type { PreservationDecision, PreservationView } from '../ports/responder.ts';
import { type Desk, needed } from './desk.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import { bullets } from './plan-screen.ts';
import { fitWidth } from './width.ts';

/** Before the first change of a case: offers to keep what it may cost; declining takes a reason. */
export async function promptAtPreservation(
  desk: Desk,
  view: PreservationView,
): Promise<PreservationDecision> {
  const look = desk.look();
  desk.show([
    '',
    look.paint.strong('Before the first change: keep what it may cost'),
    ...bullets('Read and kept as evidence', view.keeps, look),
    ...bullets('Log groups to hold, by a plan of their own', view.holds, look),
    ...bullets('Could not be looked at', view.unread, look),
    '',
  ]);
  const head = `[${fitWidth(escapeTerminal(view.label), 36)}]`;
  const decline = await desk.prompts.choose(`${head} Keep this first?`, [
    { value: false, name: 'Yes, keep it' },
    { value: true, name: 'No, with a reason', description: escapeShort('It stands in the report', 60) },
  ]);
  if (!decline) return { do: 'keep', why: null };
  const why = await desk.prompts.ask(
    `${head} Why is nothing kept first?`,
    needed('the reason stands in the report; write one'),
  );
  return { do: 'decline', why };
}
