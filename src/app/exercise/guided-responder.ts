import type { Responder } from '../../ports/responder.ts';

/** What somebody who sits before heptad for the first time has to know at a prompt of a kind. */
const TEXTS = {
  atStep:
    'This is a step: heptad asked the logs a question for you. Read the findings and the rows, then go on. Nothing in the account is changed by a step.',
  atSuspects:
    'These may be in the wrong hands too. What you follow is looked into by the steps that come; what you reject stays in the record, with the reason.',
  atQuestion:
    'This is a question of the methodology: it is yours to answer, from what the steps showed. "Cannot be known" is a right answer where the logs do not exist.',
  atRows: 'These are the rows of your own statement. Keep or pin what belongs into the report.',
  atPlan:
    'This is a plan: the exact calls that would change the account, and what else they touch. Nothing happens until you type the name of the target.',
  atSet:
    'These plans belong together: done one by one they warn whoever holds the rest. One approval covers all of them, in this order.',
  atPreservation:
    'Before the first change, evidence that the account would lose can be kept. It takes a minute and is worth it.',
} as const;

/** Tells what a kind of prompt is for, the first time it comes. */
export function guidedResponder(responder: Responder): Responder {
  const told = new Set<keyof typeof TEXTS>();
  const tell = (kind: keyof typeof TEXTS): void => {
    if (told.has(kind)) return;
    told.add(kind);
    responder.progress(null);
    responder.tell(`-- ${TEXTS[kind]}`);
  };
  return {
    ...responder,
    atStep: (view, places) => (tell('atStep'), responder.atStep(view, places)),
    atSuspects: (view, places) => (tell('atSuspects'), responder.atSuspects(view, places)),
    atQuestion: (view, places) => (tell('atQuestion'), responder.atQuestion(view, places)),
    atRows: (view) => (tell('atRows'), responder.atRows(view)),
    atPlan: (view) => (tell('atPlan'), responder.atPlan(view)),
    atSet: (view) => (tell('atSet'), responder.atSet(view)),
    atPreservation: (view) => (tell('atPreservation'), responder.atPreservation(view)),
  };
}
