import type { AccountView, PlanDecision, PlanView } from '../ports/responder.ts';
import { type Desk, needed } from './desk.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import { accountLines, commandLines, planLines } from './plan-screen.ts';
import { fitWidth } from './width.ts';

/** Shows whose credentials these are; nothing is done with them until this is answered with yes. */
export async function promptAtAccount(desk: Desk, view: AccountView): Promise<boolean> {
  desk.show(accountLines(view, desk.look()));
  const { label, account, region } = view.identity;
  const what = view.members === undefined ? 'in this account as this identity' : 'in these accounts too';
  return desk.prompts.choose(`[${label} ${account} ${region}] Work ${what}?`, [
    { value: false, name: 'No, stop here' },
    { value: true, name: 'Yes' },
  ]);
}

/** Shows a plan and asks for the word `approve`, typed for this target: a bare Enter changes nothing. */
export async function promptAtPlan(desk: Desk, view: PlanView): Promise<PlanDecision> {
  desk.show(planLines(view, desk.look()));
  const head = `[${fitWidth(escapeTerminal(view.label), 36)}]`;
  for (;;) {
    const choice = await desk.prompts.choose(`${head} Carry it out?`, [
      { value: 'later' as const, name: 'Not now', description: 'The plan stays in the case' },
      { value: 'approve' as const, name: 'Approve', description: 'You will be asked to type the word' },
      { value: 'decline' as const, name: 'Decline with a reason' },
      { value: 'commands' as const, name: 'Show as AWS CLI commands' },
    ]);
    if (choice === 'later') return { do: 'later' };
    if (choice === 'commands') desk.show(commandLines(view));
    else if (choice === 'decline') {
      const why = await desk.prompts.ask(
        `${head} Why is it declined?`,
        needed('the reason stands in the report; write one'),
      );
      return { do: 'decline', why };
    } else if (await typedApproval(desk, view, head)) return { do: 'approve', how: 'typed' };
  }
}

async function typedApproval(desk: Desk, { plan }: PlanView, head: string): Promise<boolean> {
  const word = plan.reopens ? 'reopen' : 'approve';
  const warning = plan.reopens ? 'This gives access back or weakens protection. ' : '';
  const typed = await desk.prompts.ask(
    `${head} ${warning}Type ${word} for ${escapeShort(plan.target, 80)} (empty to go back):`,
    (text) => (text === '' || text === word ? null : `type the word ${word}, or nothing`),
  );
  return typed === word;
}
