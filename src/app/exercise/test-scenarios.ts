import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Damage } from '../../exercise/damage.ts';
import { RESPONDERS, type ResponderDef, type ResponderKind } from '../../model/scenario.ts';
import type { Answers } from '../../model/answers.ts';
import type { Report } from '../../model/report.ts';
import type { Score } from '../../model/score.ts';
import { createAnswersResponder } from '../answers-responder.ts';
import { loadAnswers } from '../answers-file.ts';
import { systemClock, systemIds } from '../ids.ts';
import { findPlaybook } from '../playbook-library.ts';
import { reportOf } from '../render-report.ts';
import { runExercise } from './run-exercise.ts';
import { findScenario, type FoundScenario } from './scenario-library.ts';
import { leftAlone, scoreExercise } from './score-exercise.ts';

/** The day the plays of a test are set in. */
const START = Date.parse('2026-01-15T09:00:00Z');
const NOBODY_WAITS = 10_000;
const GENERATED = { at: new Date(START).toISOString(), by: 'test' };

/** How a scenario came out. */
export interface ScenarioTest {
  readonly scenario: string;
  readonly seed: string;
  /** Points, by who responded. */
  readonly damage: { readonly none: number } & Partial<Record<ResponderKind, number>>;
  /** What is not as the scenario says, one sentence each. */
  readonly failures: readonly string[];
}

/** So many scenarios at a time: their plays wait for queries and for the disk more than they work. */
const AT_ONCE = 2;

/** Tests scenarios, some at a time; results are told as they come, and given in the order of the ids. */
export async function testScenarios(
  ids: readonly string[],
  seed: string,
  { onProgress, onResult }: TestListener,
): Promise<readonly ScenarioTest[]> {
  const results = new Map<string, ScenarioTest>();
  const left = [...new Set(ids)];
  const worker = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const result = await testScenario(id, seed, onProgress);
      results.set(id, result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return [...new Set(ids)].flatMap((id) => results.get(id) ?? []);
}

export interface TestListener {
  readonly onProgress: (line: string) => void;
  readonly onResult: (result: ScenarioTest) => void;
}

/**
 * Plays a scenario with nobody, with each responder it brings, and with nobody to find: objectives must come out as it
 * says, damage in that order, and the playbook raises nothing above medium over ordinary work.
 */
async function testScenario(
  id: string,
  seed: string,
  onProgress: (line: string) => void,
): Promise<ScenarioTest> {
  const found = findScenario(id);
  const { id: scenario, responders } = found.scenario;
  const alone = await leftAlone(found.scenario, seed, START);
  // Side by side: a play waits for its queries more than it works.
  const [plays, falseAlarms] = await Promise.all([
    Promise.all(
      RESPONDERS.map(async (kind) => {
        const responder = responders[kind];
        if (responder === undefined) return { kind, failures: [`it brings no ${kind} responder`] };
        onProgress(`${scenario}: the ${kind} responder plays`);
        const { points, failures } = await respondedBy(found, { kind, responder, seed, alone });
        return { kind, points, failures };
      }),
    ),
    alarmsOverOrdinaryWork(found, seed),
  ]);
  const damage: ScenarioTest['damage'] = {
    none: alone.points,
    ...Object.fromEntries(
      plays.flatMap(({ kind, points }) => (points === undefined ? [] : [[kind, points]])),
    ),
  };
  const failures = [...plays.flatMap((play) => play.failures), ...wrongOrder(damage), ...falseAlarms];
  return { scenario, seed, damage, failures };
}

interface TestPlay {
  readonly kind: ResponderKind;
  readonly responder: ResponderDef;
  readonly seed: string;
  readonly alone: Damage;
}

async function respondedBy(
  found: FoundScenario,
  { kind, responder, seed, alone }: TestPlay,
): Promise<{ readonly points: number; readonly failures: readonly string[] }> {
  const { playbook } = findPlaybook(found.scenario.playbook);
  const answers = loadAnswers(join(found.folder, responder.answers), playbook);
  return inPlay(found, { seed, answers, pace: responder.pace }, async (folder) => {
    const score = await scoreExercise(folder, GENERATED, alone);
    const raised = responder.finds.length === 0 ? [] : await raisedIn(folder);
    const missed = responder.finds.filter((id) => !raised.some((finding) => finding.id === id));
    return {
      points: score.damage.points,
      failures: [
        ...wrongObjectives(kind, responder, score),
        ...missed.map(
          (id) => `${playbook.id} raises no finding '${id}' above medium for the ${kind} responder`,
        ),
      ],
    };
  });
}

/** The same account and playbook, with no intruder and nobody suspected. */
async function alarmsOverOrdinaryWork(found: FoundScenario, seed: string): Promise<readonly string[]> {
  const { scenario } = found;
  const quiet = { ...found, scenario: { ...scenario, story: [], injects: [], inputs: {} } };
  const { playbook } = findPlaybook(scenario.playbook);
  const ideal = scenario.responders.ideal;
  if (ideal === undefined) return [];
  const answers = {
    ...loadAnswers(join(found.folder, ideal.answers), playbook),
    actions: { '*': 'decline' as const },
  };
  return inPlay(quiet, { seed, answers, pace: ideal.pace }, async (folder) =>
    (await raisedIn(folder)).map(
      ({ id, severity, title }) => `over ordinary work ${playbook.id} raises '${id}' (${severity}): ${title}`,
    ),
  );
}

/** The findings of a case above medium. */
async function raisedIn(folder: string): Promise<Report['findings']> {
  const { findings } = await reportOf(folder, GENERATED, null);
  return findings.filter(({ severity }) => severity === 'critical' || severity === 'high');
}

interface PlayWith {
  readonly seed: string;
  readonly answers: Answers;
  readonly pace: number;
}

/** Plays to the end, looks at what came of it, and throws it away. */
async function inPlay<Seen>(
  found: FoundScenario,
  { seed, answers, pace }: PlayWith,
  look: (folder: string) => Promise<Seen>,
): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'heptad-scenario-'));
  try {
    await runExercise(
      {
        found,
        folder,
        seed,
        mode: 'tabletop',
        start: START,
        pace: { perPrompt: pace },
        answers,
        lookupsPerSecond: NOBODY_WAITS,
        thrownAway: true,
      },
      {
        by: { human: 'responder', identity: null },
        clock: systemClock,
        ids: systemIds,
        interactive: false,
        responder: createAnswersResponder(answers, null, () => undefined),
      },
    );
    return await look(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function wrongObjectives(
  kind: string,
  { passes, fails }: ResponderDef,
  { objectives }: Score,
): readonly string[] {
  return objectives.flatMap(({ id, passed }) => {
    if (passes.includes(id) && !passed) return [`the ${kind} responder fails '${id}', which it should pass`];
    if (fails.includes(id) && passed) return [`the ${kind} responder passes '${id}', which it should fail`];
    return [];
  });
}

function wrongOrder({ none, ideal, clumsy }: ScenarioTest['damage']): readonly string[] {
  return [
    ...(ideal !== undefined && clumsy !== undefined && ideal >= clumsy
      ? [`the ideal responder leaves ${ideal} points of damage, the clumsy one ${clumsy}`]
      : []),
    ...(clumsy !== undefined && clumsy >= none
      ? [`the clumsy responder leaves ${clumsy} points of damage, nobody ${none}`]
      : []),
  ];
}
