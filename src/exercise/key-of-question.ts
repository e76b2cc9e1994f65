import type { Playbook, QuestionDef } from '../model/playbook.ts';
import type { PlayState } from '../model/play.ts';
import type { Scenario } from '../model/scenario.ts';

/** All questions of a playbook, those asked as steps of their own too. */
export function questionsOf({ elements }: Playbook): readonly QuestionDef[] {
  return elements.flatMap(({ questions, steps }) => [
    ...questions,
    ...steps.flatMap(({ work }) => (work.kind === 'ask' ? [work.ask] : [])),
  ]);
}

/** What the intruder has done so far that bears on a question, for whoever leads the talk: titles of its steps. */
export function keyOfQuestion(
  id: string,
  {
    playbook,
    scenario,
    play,
  }: { readonly playbook: Playbook; readonly scenario: Scenario; readonly play: PlayState },
): readonly string[] {
  const informedBy = questionsOf(playbook).find((question) => question.id === id)?.informedBy ?? [];
  return scenario.story
    .filter(({ signals }) => signals.some((signal) => informedBy.includes(signal)))
    .filter((step) => (play.steps[step.id]?.successes ?? 0) > 0)
    .map(({ title }) => title);
}
