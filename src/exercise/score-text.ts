import { counted } from '../base/text.ts';
import type { Score } from '../model/score.ts';

/** A score for a terminal. @param key with the intruder's way, which tells a later team everything */
export function scoreLines(score: Score, key: boolean): readonly string[] {
  const passed = score.objectives.filter((objective) => objective.passed).length;
  const { times, damage } = score;
  return [
    `EXERCISE ${score.scenario.title} (${score.scenario.id} ${score.scenario.version}, seed ${score.seed})`,
    '',
    `OBJECTIVES  ${passed} of ${score.objectives.length}`,
    ...score.objectives.flatMap(({ title, passed: ok, reason, by }) => [
      `  ${ok ? 'passed' : 'failed'}  ${title}${by === 'the facilitator' ? ' (by hand)' : ''}`,
      `          ${reason.replaceAll(/\s+/g, ' ')}`,
    ]),
    '',
    'TIMES after the call',
    `  first finding ${minutes(times.found)} · declared ${minutes(times.declared)} · preserved ${minutes(times.preserved)} · contained ${minutes(times.contained)} · verified ${minutes(times.verified)}`,
    '',
    `DAMAGE  ${damage.points} points; left alone the story costs ${damage.alone}: ${Math.round((damage.alone - damage.points) * 100) / 100} avoided`,
    ...damage.aims.map(
      ({ title, amount, unit, alone }) =>
        `  ${title.padEnd(38)} ${amount.toLocaleString('en-US').padStart(10)} of ${alone.toLocaleString('en-US')} ${unit}`,
    ),
    '',
    `MISTAKES  ${score.mistakes.length === 0 ? 'none that the play could tell' : ''}`,
    ...score.mistakes.flatMap(({ what, why }) => [`  ${what}`, `    ${why}`]),
    '',
    'SIGNALS',
    ...score.signals.map(
      ({ signal, seen, steps, events }) =>
        `  ${seen ? 'seen  ' : 'missed'}  ${signal.padEnd(4)} ${steps.join('; ')} (${counted(events, 'event')})`,
    ),
    ...(key
      ? [
          '',
          "THE INTRUDER'S WAY",
          ...score.intruder.map(
            ({ at, title, call, as, error }) =>
              `  ${at.slice(11, 19)}  ${error === null ? 'ok' : error}  ${title}  ${call}${as === null ? '' : ` as ${as}`}`,
          ),
        ]
      : []),
  ];
}

function minutes(time: number | null): string {
  return time === null ? 'never' : `${time} min`;
}
