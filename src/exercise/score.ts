import { compileExpression } from '../expressions/expression.ts';
import type { JournalEntry } from '../model/case-event.ts';
import type { Move, PlayState } from '../model/play.ts';
import type { Scenario } from '../model/scenario.ts';
import type {
  IntruderLine,
  JudgedObjective,
  Mistake,
  Score,
  ScoreTimes,
  SignalScore,
} from '../model/score.ts';
import { playValues } from './adversary.ts';
import { damageOf } from './damage.ts';
import { questionsOf } from './key-of-question.ts';
import { mistakesOf } from './mistakes.ts';
import type { Played } from './played.ts';
import { tellsOf } from './tells-of.ts';
import { OBJECTIVE_VARIABLES } from './variables.ts';

const MINUTE = 60_000;

/** Pure: the same play gives the same score. */
export function scoreOf(played: Played): Score {
  const { scenario, seed, caseId, play, alone } = played;
  const times = timesOf(played);
  const damage = damageOf(scenario, play);
  return {
    scenario: { id: scenario.id, version: scenario.version, title: scenario.title },
    case: caseId,
    seed,
    objectives: scenario.objectives.map((objective) => judged(objective, played, times)),
    times,
    damage: {
      aims: damage.aims.map((aim) => ({
        ...aim,
        alone: alone.aims.find(({ id }) => id === aim.id)?.amount ?? 0,
      })),
      points: damage.points,
      alone: alone.points,
    },
    mistakes: mistakesOf(played, times) satisfies readonly Mistake[],
    signals: signalsOf(played),
    intruder: play.moves.map((move) => intruderLine(scenario, move)),
  };
}

/** The facilitator's word counts more than the expression's. */
function judged(
  { id, title, when, passed, failed, question }: Scenario['objectives'][number],
  { entries, report, account, play }: Played,
  times: ScoreTimes,
): JudgedObjective {
  const said = entries
    .flatMap((entry) => (entry.kind === 'play-directed' ? [entry.data.command] : []))
    .findLast((command) => command.do === 'mark' && command.objective === id);
  if (said?.do === 'mark')
    return { id, title, passed: said.passed, reason: said.why, question, by: 'the facilitator' };
  const compiled = compileExpression(when, OBJECTIVE_VARIABLES, 'bool');
  const values = { ...playValues(play, endOf(play)), report, account, times };
  const ok = compiled.ok && compiled.run(values) === true;
  return { id, title, passed: ok, reason: (ok ? passed : failed).trim(), question, by: 'the play' };
}

function endOf({ moves, start }: PlayState): number {
  return moves.at(-1)?.at ?? start;
}

function timesOf({ entries, scenario, play, state, kindOf }: Played): ScoreTimes {
  const called = play.start + scenario.called;
  const minutes = (entry: JournalEntry | undefined): number | null =>
    entry === undefined ? null : Math.max(0, Math.round((Date.parse(entry.at) - called) / MINUTE));
  const applied = (kind: 'containment' | 'preservation'): JournalEntry | undefined =>
    entries.find((entry) => {
      if (entry.kind !== 'action-read-back' || !entry.data.holds) return false;
      const planned = state.actions[entry.data.plan]?.planned;
      return planned !== undefined && planned.undoes === null && kindOf(planned.action) === kind;
    });
  return {
    found: minutes(
      entries.find(
        (entry) =>
          (entry.kind === 'step-finished' && entry.data.findings.length > 0) ||
          entry.kind === 'finding-raised',
      ),
    ),
    declared: minutes(entries.find((entry) => entry.kind === 'log-added' && entry.data.kind === 'declare')),
    preserved: minutes(
      earlier(
        applied('preservation'),
        entries.find((entry) => entry.kind === 'preservation-decided' && entry.data.decision === 'kept'),
      ),
    ),
    contained: minutes(applied('containment')),
    verified: minutes(
      entries.find((entry) => entry.kind === 'action-proved' && entry.data.result === 'no-later-success'),
    ),
  };
}

function earlier(a: JournalEntry | undefined, b: JournalEntry | undefined): JournalEntry | undefined {
  return a !== undefined && (b === undefined || a.seq < b.seq) ? a : b;
}

function signalsOf({ scenario, play, report, playbook }: Played): readonly SignalScore[] {
  const ids = [...new Set(scenario.story.flatMap(({ signals }) => signals))].toSorted(bySignal);
  return ids.flatMap((signal) => {
    const steps = scenario.story.filter(({ signals }) => signals.includes(signal));
    const own = play.moves.filter(({ step }) => steps.some(({ id }) => id === step));
    const events = own.flatMap(({ event }) => (event === null ? [] : [event]));
    if (events.length === 0) return [];
    const findings = report.findings.filter(({ id }) => id === signal);
    return {
      signal,
      steps: steps.filter(({ id }) => own.some(({ step }) => step === id)).map(({ title }) => title),
      events: events.length,
      seen: own.some((move) => tellsOf(findings, move)),
      questions: questionsOf(playbook)
        .filter(({ informedBy }) => informedBy.includes(signal))
        .map(({ ask }) => ask),
    };
  });
}

/** In the order of the elements, then by number. */
function bySignal(a: string, b: string): number {
  const order = 'AIMDVPG';
  const letters = order.indexOf(a.charAt(0)) - order.indexOf(b.charAt(0));
  return letters === 0 ? Number(a.slice(1)) - Number(b.slice(1)) : letters;
}

function intruderLine({ story }: Scenario, { at, step, call, as, error, event }: Move): IntruderLine {
  const title = story.find(({ id }) => id === step)?.title ?? step;
  return { at: new Date(at).toISOString(), step, title, call, as, error, event };
}
