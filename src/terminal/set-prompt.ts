import type { SetDecision, SetView } from '../ports/responder.ts';
import { type Desk, needed } from './desk.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import { labelled, type Look, ruleLine } from './look.ts';
import { aliveLines, bullets, callLines, commandLines } from './plan-screen.ts';
import { fitWidth } from './width.ts';

/** Every plan of a set, in order, with every call, and the one hash that covers them. */
export function setLines(view: SetView, look: Look): readonly string[] {
  const { plans, label, setSha256, entry, alive } = view;
  return [
    '',
    `${look.paint.label(escapeTerminal(label))} · ${look.paint.strong(`${plans.length} plans, to be run back to back`)}`,
    ...plans.flatMap(({ title, plan, mistakes, keepFirst, entry: seq }, index) => [
      ruleLine(look),
      look.paint.strong(`${index + 1} of ${plans.length} (entry ${seq}): ${escapeShort(title, 100)}`),
      ...labelled('Target', escapeShort(plan.target, 500), look),
      ...bullets('What stops', plan.blast, look),
      ...bullets('Keep first', keepFirst, look),
      ...bullets('Mind', mistakes, look),
      ...plan.calls.flatMap((call, at) => callLines(call, at, look)),
    ]),
    ruleLine(look),
    ...aliveLines(alive, look),
    ...labelled('Set', `entry ${entry}, SHA-256 ${setSha256}`, look),
  ];
}

/** Shows a set and asks for the word `approve`, typed: it covers every plan shown, in this order. */
export async function promptAtSet(desk: Desk, view: SetView): Promise<SetDecision> {
  desk.show(setLines(view, desk.look()));
  const head = `[${fitWidth(escapeTerminal(view.label), 36)}]`;
  const count = view.plans.length;
  for (;;) {
    const choice = await desk.prompts.choose(`${head} Carry out all ${count}?`, [
      { value: 'later' as const, name: 'Not now', description: 'The plans stay in the case' },
      { value: 'approve' as const, name: 'Approve all', description: 'You will be asked to type the word' },
      { value: 'each' as const, name: 'Decide one by one' },
      { value: 'decline' as const, name: 'Decline all with a reason' },
      { value: 'commands' as const, name: 'Show as AWS CLI commands' },
    ]);
    if (choice === 'later' || choice === 'each') return { do: choice };
    if (choice === 'commands') {
      for (const plan of view.plans) desk.show(commandLines(plan));
    } else if (choice === 'decline') {
      const why = await desk.prompts.ask(
        `${head} Why is it declined?`,
        needed('the reason stands in the report; write one'),
      );
      return { do: 'decline', why };
    } else {
      const typed = await desk.prompts.ask(
        `${head} Type approve for these ${count} targets (empty to go back):`,
        (text) => (text === '' || text === 'approve' ? null : 'type the word approve, or nothing'),
      );
      if (typed === 'approve') return { do: 'approve', how: 'typed' };
    }
  }
}
