import type { Responder } from '../../ports/responder.ts';

/** A responder before whose every prompt something happens: time passes, news arrive. */
export function coachedResponder(responder: Responder, before: () => Promise<void>): Responder {
  return {
    ...responder,
    atStep: async (view, places) => {
      await before();
      return responder.atStep(view, places);
    },
    atQuestion: async (view, places) => {
      await before();
      return responder.atQuestion(view, places);
    },
    atSuspects: async (view, places) => {
      await before();
      return responder.atSuspects(view, places);
    },
    atRows: async (view) => {
      await before();
      return responder.atRows(view);
    },
    atPlan: async (view) => {
      await before();
      return responder.atPlan(view);
    },
    atSet: async (view) => {
      await before();
      return responder.atSet(view);
    },
    atPreservation: async (view) => {
      await before();
      return responder.atPreservation(view);
    },
  };
}
