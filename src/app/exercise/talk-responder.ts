import { counted } from '../../base/text.ts';
import { nothingFoundText } from '../../model/coverage.ts';
import type { Responder, StepView } from '../../ports/responder.ts';

/**
 * For a room without computers: steps run by themselves and tell the leader what the logs would show; the questions
 * are the room's.
 * @param keyOf what bears on a question, for the leader alone
 */
export function talkResponder(
  responder: Responder,
  keyOf: (question: string) => readonly string[],
): Responder {
  return {
    ...responder,
    atStep: (view) => {
      responder.progress(null);
      for (const line of shownLines(view)) responder.tell(line);
      return Promise.resolve({ do: 'continue' });
    },
    atQuestion: (view, places) => {
      const key = keyOf(view.id);
      responder.progress(null);
      responder.tell(
        key.length === 0
          ? 'For you alone: nothing of the story bears on the next question so far.'
          : `For you alone: what bears on the next question so far: ${key.join('; ')}.`,
      );
      responder.tell('Read the question to the room, let them talk, and type what they decide.');
      return responder.atQuestion(view, places);
    },
  };
}

function shownLines({ title, failed, findings, rows, coverage, note }: StepView): readonly string[] {
  if (note !== null && failed === null) return [];
  if (failed !== null) return [`${title}: cannot be told: ${failed}`];
  if (findings.length > 0)
    return findings.map(({ severity, title: found }) => `If they ask for "${title}": ${found} (${severity})`);
  return [
    `If they ask for "${title}": ${rows.length === 0 ? nothingFoundText(coverage) : counted(rows.length, 'row')}`,
  ];
}
