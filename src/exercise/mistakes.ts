import { counted } from '../base/text.ts';
import type { Mistake, ScoreTimes } from '../model/score.ts';
import type { Played } from './played.ts';

const MINUTE = 60_000;

/** What the team should not have done, or left open, with what it led to. */
export function mistakesOf(played: Played, times: ScoreTimes): readonly Mistake[] {
  return [...changedFirst(times), ...wentOn(played, times), ...openDoors(played), ...bystanders(played)];
}

function changedFirst({ preserved, contained }: ScoreTimes): readonly Mistake[] {
  if (contained === null || (preserved !== null && preserved <= contained)) return [];
  return [
    {
      what: 'The account was changed before anything was preserved.',
      why: 'Containment overwrites what it touches, and an intruder that notices it may delete the rest: logs are held first.',
    },
  ];
}

/** After the first containment the intruder still got through. */
function wentOn({ play, scenario }: Played, { contained }: ScoreTimes): readonly Mistake[] {
  if (contained === null) return [];
  const since = play.start + scenario.called + contained * MINUTE;
  const later = play.moves.filter(({ at, error, step }) => at > since && error === null && !isInnocent(step));
  const first = later[0];
  if (first === undefined) return [];
  const used = [...new Set(later.map(({ as }) => as).filter((name) => name !== null))];
  const last = later.at(-1) ?? first;
  const minutes = Math.round((last.at - since) / MINUTE);
  return [
    {
      what: `The intruder got through ${counted(later.length, 'time')} after the first containment, up to ${minutes} minutes later.`,
      why: `It went on with ${used.join(', ')}: every foothold has to be closed, the most useful ones first and all of them close together.`,
    },
  ];
  function isInnocent(id: string): boolean {
    return scenario.story.find((step) => step.id === id)?.innocent === true;
  }
}

/** Credentials the intruder made or minted that the team never named. */
function openDoors({ play, report }: Played): readonly Mistake[] {
  return Object.entries(play.gains).flatMap(([name, { id, kind }]) => {
    const followed = report.suspects.some(({ value, decision }) => value === id && decision !== 'rejected');
    const contained = report.actions.some(
      ({ target, status }) => target.includes(id) && (status === 'applied' || status === 'verified'),
    );
    if (followed || contained) return [];
    return [
      {
        what: `A credential of the intruder's was never followed: ${name} (${kind}).`,
        why: 'What was made or minted with a suspect credential outlives it; the credential chain shows it.',
      },
    ];
  });
}

const NAMES = ['UserName', 'RoleName', 'AccessKeyId'];

/** Users, roles and keys that were contained and that the intruder never touched. */
function bystanders({ state, kindOf, concerned }: Played): readonly Mistake[] {
  const hit = Object.values(state.actions)
    .filter(({ status }) => status === 'applied' || status === 'verified')
    .filter(({ planned }) => kindOf(planned.action) === 'containment' && planned.undoes === null)
    .flatMap(({ planned }) => planned.calls)
    .flatMap(({ input }) => NAMES.flatMap((name) => (typeof input[name] === 'string' ? [input[name]] : [])));
  return [...new Set(hit)]
    .filter((name) => !concerned(name))
    .map((name) => ({
      what: `${name} was contained, and the intruder never touched it.`,
      why: 'Whoever works with it is locked out: read what else uses a target, and which event makes it suspect, before approving.',
    }));
}
