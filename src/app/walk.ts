import { InterruptedError, PausedError, UserError } from '../base/errors.ts';
import { next } from '../engine/next.ts';
import { basisOf } from '../engine/stale.ts';
import type { SuspectProposal } from '../model/suspect.ts';
import type { Command } from '../ports/responder.ts';
import { handleCommonCommand } from './common-commands.ts';
import { placesOf, positionOf } from './places.ts';
import { questionView } from './question-view.ts';
import { markExpected, runStep, showAgain } from './run-step.ts';
import { dealWithOffers, dealWithPlans } from './actions/deal-with-offers.ts';
import type { Session } from './session.ts';

/** Suspects are followed up to this number without asking; more is reported as not followed. */
const BATCH = 50;

/**
 * Walks the playbook until nothing is left to do. A pause (no answer, Ctrl-C, leaving) is journaled with the prompt it
 * happened at, and thrown on.
 */
export async function walk(session: Session): Promise<void> {
  try {
    // A crash may have come between a finding and its mark.
    for (const step of session.playbook.elements.flatMap(({ steps }) => steps))
      await markExpected(session, step);
    await dealWithPlans(session);
    if (session.wiring.interactive && session.state.unseen !== null)
      await showAgain(session, session.state.unseen);
    while (await takeStep(session)) await session.catchUp();
  } catch (error) {
    if (error instanceof PausedError || error instanceof InterruptedError)
      await session.record('case-paused', { prompt: error.message });
    throw error;
  } finally {
    session.wiring.responder.progress(null);
  }
}

async function takeStep(session: Session): Promise<boolean> {
  const directive = next(session.playbook, session.state);
  switch (directive.do) {
    case 'run':
      await runStep(session, directive);
      return true;
    case 'ask':
      await ask(session, directive);
      return true;
    case 'confirm':
      await confirm(session, directive);
      return true;
    case 'done':
      await dealWithOffers(session);
      if (!session.state.finished)
        await session.record('case-finished', { generation: session.state.lake?.generation ?? 0 });
      return false;
  }
}

type Asking = Extract<ReturnType<typeof next>, { readonly do: 'ask' }>;
type Confirming = Extract<ReturnType<typeof next>, { readonly do: 'confirm' }>;

async function ask(session: Session, { question, element, step }: Asking): Promise<void> {
  const view = questionView(session, { question, element, step });
  const command = await session.wiring.responder.atQuestion(view, () => placesOf(session));
  if (command.do === 'answer') {
    if (!view.choices.includes(command.answer)) {
      throw new UserError(`'${command.answer}' is no answer to question ${question.id}`, {
        why: `it takes ${view.choices.join(', ')}`,
        fix: 'mend the answer and resume the case',
      });
    }
    await session.record('question-answered', {
      question: question.id,
      answer: command.answer,
      why: command.why,
      generation: session.state.lake?.generation ?? 0,
      suggested: view.suggestion,
      basis: basisOf(question, session.state),
    });
  } else if (command.do === 'skip') {
    await session.record('question-deferred', { question: question.id, why: command.why });
  } else await common(session, command, view.position);
}

async function confirm(session: Session, { proposals, element }: Confirming): Promise<void> {
  const batch = proposals.slice(0, BATCH);
  const position = positionOf(session, { element, step: null });
  const command = await session.wiring.responder.atSuspects({ position, proposals: batch }, () =>
    placesOf(session),
  );
  if (command.do !== 'suspects') {
    await common(session, command, position);
    return;
  }
  const plain = ({
    kind,
    value,
  }: Pick<SuspectProposal, 'kind' | 'value'>): Pick<SuspectProposal, 'kind' | 'value'> => ({ kind, value });
  const followed = Object.values(session.state.suspects).filter(
    ({ decision }) => decision === 'follow',
  ).length;
  const room = Math.max(0, session.wiring.interactive ? command.follow.length : BATCH - followed);
  const follow = command.follow.slice(0, room).map(plain);
  const decided = new Set([...follow, ...command.reject].map(({ kind, value }) => `${kind}:${value}`));
  const held = batch.filter(({ kind, value }) => !decided.has(`${kind}:${value}`)).map(plain);
  if (follow.length > 0) await session.record('suspect-decided', { suspects: follow, decision: 'follow' });
  if (command.reject.length > 0)
    await session.record('suspect-decided', { suspects: command.reject.map(plain), decision: 'reject' });
  if (held.length > 0) await session.record('suspect-decided', { suspects: held, decision: 'held' });
}

async function common(
  session: Session,
  command: Command,
  position: ReturnType<typeof positionOf>,
): Promise<void> {
  await handleCommonCommand(session, command, position);
}
