import { counted } from '../base/text.ts';
import type { Debrief } from '../model/debrief.ts';
import type { Report } from '../model/report.ts';
import type { Markdown } from './markdown-template.ts';
import { mdList, mdTable, mdText } from './markdown-template.ts';
import { timeText } from './wording.ts';

/** The debrief of an exercise; nothing for a case that is none, or one that is not over. */
export function debriefSection({ exercise }: Report): readonly Markdown[] {
  if (exercise === null) return [];
  const { score, missed, practise, key, untold } = exercise;
  const { times, damage } = score;
  const minutes = (time: number | null): string => (time === null ? 'never' : `after ${time} min`);
  const passed = score.objectives.filter((objective) => objective.passed).length;
  return [
    mdText`## Debrief of the exercise`,
    mdText`${passed} of ${counted(score.objectives.length, 'objective')} met; the intruder cost ${damage.points} points of damage; left alone the story costs ${damage.alone}. Scenario ${score.scenario.title} (${score.scenario.id} ${score.scenario.version}), seed ${score.seed}.`,
    mdList([
      mdText`First finding ${minutes(times.found)}, declared ${minutes(times.declared)}`,
      mdText`Evidence preserved ${minutes(times.preserved)}, first containment ${minutes(times.contained)}, verified ${minutes(times.verified)}`,
    ]),
    mdTable(
      ['Objective', 'Result', 'Why'],
      score.objectives.map(({ title, passed: ok, reason, by }) => [
        title,
        ok ? 'met' : 'missed',
        `${reason}${by === 'the facilitator' ? ' (by hand)' : ''}`,
      ]),
      { nothing: 'The scenario has no objectives.' },
    ),
    mdTable(
      ['Damage', 'Came to', 'Left alone', 'Unit'],
      damage.aims.map(({ title, amount, alone, unit }) => [title, amount, alone, unit]),
      { nothing: 'The story costs nothing.' },
    ),
    mdTable(
      ['Mistake', 'Why it matters'],
      score.mistakes.map(({ what, why }) => [what, why]),
      { nothing: 'No mistake that the play could tell.' },
    ),
    mdText`### Signals the team missed`,
    mdTable(
      ['Signal', 'Where to look', 'What it would have told', 'Question', ...(key ? ['What gave it'] : [])],
      missed.map(({ signal, element, step, told, questions, gaveIt }) => [
        signal,
        element === null ? 'nowhere in this playbook' : `${element}: ${step ?? ''}`,
        told,
        questions.join(' '),
        ...(key ? [gaveIt.join('; ')] : []),
      ]),
      { nothing: 'None: every signal that the intruder left was among the findings.' },
    ),
    mdText`### What to practise next`,
    mdList(practise.map(({ what, how }) => mdText`${what} ${how}`)),
    ...storyTable(exercise),
    ...(untold === 0
      ? []
      : [mdText`${counted(untold, 'more call')} of the intruder's that no finding of the team cites.`]),
  ];
}

function storyTable({ story, key }: Debrief): readonly Markdown[] {
  return [
    key ? mdText`### The intruder's way` : mdText`### What the team saw of the intruder's way`,
    mdTable(
      ['Time (UTC)', 'What', 'Call', 'As', 'Result', 'Found'],
      story.map(({ at, title, call, as, error, seen }) => [
        timeText(at),
        title,
        call,
        as ?? '',
        error ?? 'went through',
        seen ? 'yes' : 'no',
      ]),
      { nothing: 'Nothing.' },
    ),
  ];
}
