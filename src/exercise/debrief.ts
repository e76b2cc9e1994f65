import type { Debrief, DebriefMove, DebriefNews, MissedSignal } from '../model/debrief.ts';
import { ELEMENT_TITLES } from '../model/element.ts';
import type { ElementDef, Playbook, StepDef } from '../model/playbook.ts';
import type { Score, SignalScore } from '../model/score.ts';
import type { Played } from './played.ts';
import { questionsOf } from './key-of-question.ts';
import { practiceOf } from './practice.ts';
import { tellsOf } from './tells-of.ts';
import { teamMarks } from './team-marks.ts';

/**
 * Pure.
 * @param key tells what the team did not find, too
 * @param spine the playbook that looks for every signal, for those the walked one has no step for
 */
export function debriefOf(
  played: Played,
  score: Score,
  { key, spine }: { readonly key: boolean; readonly spine: Playbook },
): Debrief {
  const { scenario, play, playbook } = played;
  const all = movesOf(played, score);
  const story = key ? all : all.filter(({ seen }) => seen);
  const missed = score.signals
    .filter(({ seen }) => !seen)
    .map((signal) => missedSignal([playbook, spine], signal, key));
  const time = (since: number): string => new Date(play.start + since).toISOString();
  return {
    score: key
      ? score
      : { ...score, intruder: [], signals: score.signals.map((one) => ({ ...one, steps: [] })) },
    key,
    started: time(0),
    called: time(scenario.called),
    ended: time(scenario.ends),
    story,
    untold: all.length - story.length,
    news: newsOf(played),
    team: teamMarks(played),
    missed,
    practise: practiceOf(score, missed),
  };
}

function movesOf({ report: { findings }, scenario }: Played, { intruder }: Score): readonly DebriefMove[] {
  const cited = new Set(findings.flatMap(({ events }) => events));
  const signalsOf = (id: string): readonly string[] =>
    scenario.story.find((step) => step.id === id)?.signals ?? [];
  return intruder.map(({ at, step, title, call, as, error, event }) => {
    const own = findings.filter(({ id }) => signalsOf(step).includes(id));
    const seen = event !== null && (cited.has(event) || tellsOf(own, { event, at: Date.parse(at) }));
    return { at, title, call, as, error, event, seen };
  });
}

/** What reached the team from outside the account. */
function newsOf({ entries }: Played): readonly DebriefNews[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'inject-delivered')
      return [{ at: entry.at, from: entry.data.from, text: entry.data.text }];
    if (entry.kind !== 'play-directed' || entry.data.command.do !== 'tell') return [];
    return [{ at: entry.at, from: entry.data.command.from, text: entry.data.command.text }];
  });
}

function missedSignal(
  playbooks: readonly Playbook[],
  { signal, steps, questions }: SignalScore,
  key: boolean,
): MissedSignal {
  const gaveIt = key ? steps : [];
  const [place] = playbooks.flatMap((playbook) => placesOf(playbook, signal));
  if (place === undefined)
    return {
      signal,
      told: 'No step of the playbook that was walked looks for it.',
      element: null,
      step: null,
      questions,
      gaveIt,
    };
  const { playbook, element, step } = place;
  return {
    signal,
    told: step.why.trim(),
    element: ELEMENT_TITLES[element.id],
    step: playbook === playbooks[0] ? step.title : `${step.title} (playbook ${playbook.id})`,
    questions: questions.length > 0 ? questions : questionsOn(playbook, signal),
    gaveIt,
  };
}

interface SignalPlace {
  readonly playbook: Playbook;
  readonly element: ElementDef;
  readonly step: StepDef;
}

function placesOf(playbook: Playbook, signal: string): readonly SignalPlace[] {
  return playbook.elements.flatMap((element) =>
    element.steps
      .filter(({ findings }) => findings.some(({ id }) => id === signal))
      .map((step) => ({ playbook, element, step })),
  );
}

function questionsOn(playbook: Playbook, signal: string): readonly string[] {
  return questionsOf(playbook)
    .filter(({ informedBy }) => informedBy.includes(signal))
    .map(({ ask }) => ask);
}
