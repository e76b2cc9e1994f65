import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Damage } from '../../exercise/damage.ts';
import { RESPONDERS, type ResponderDef, type ResponderKind } from '../../model/scenario.ts';
import type { Score } from '../../model/score.ts';
import { createAnswersResponder } from '../answers-responder.ts';
import { loadAnswers } from '../answers-file.ts';
import { systemClock, systemIds } from '../ids.ts';
import { findPlaybook } from '../playbook-library.ts';
import { runExercise } from './run-exercise.ts';
import { findScenario, type FoundScenario } from './scenario-library.ts';
import { leftAlone, scoreExercise } from './score-exercise.ts';

/** The day the plays of a test are set in. */
const START = Date.parse('2026-01-15T09:00:00Z');
const NOBODY_WAITS = 10_000;

/** How a scenario came out. */
export interface ScenarioTest {
  readonly scenario: string;
  readonly seed: string;
  /** Points, by who responded. */
  readonly damage: { readonly none: number } & Partial<Record<ResponderKind, number>>;
  /** What is not as the scenario says, one sentence each. */
  readonly failures: readonly string[];
}

/** Plays a scenario with nobody, and with each responder it brings; objectives must come out as it says, and damage in that order. */
export async function testScenario(
  id: string,
  seed: string,
  onProgress: (line: string) => void,
): Promise<ScenarioTest> {
  const found = findScenario(id);
  const { id: scenario, responders } = found.scenario;
  const alone = await leftAlone(found.scenario, seed, START);
  // Side by side: a play waits for its queries more than it works.
  const plays = await Promise.all(
    RESPONDERS.map(async (kind) => {
      const responder = responders[kind];
      if (responder === undefined) return { kind, failures: [`it brings no ${kind} responder`] };
      onProgress(`${scenario}: the ${kind} responder plays`);
      const score = await playWith(found, { responder, seed, alone });
      return { kind, points: score.damage.points, failures: wrongObjectives(kind, responder, score) };
    }),
  );
  const damage: ScenarioTest['damage'] = {
    none: alone.points,
    ...Object.fromEntries(
      plays.flatMap(({ kind, points }) => (points === undefined ? [] : [[kind, points]])),
    ),
  };
  const failures = [...plays.flatMap((play) => play.failures), ...wrongOrder(damage)];
  return { scenario, seed, damage, failures };
}

interface TestPlay {
  readonly responder: ResponderDef;
  readonly seed: string;
  readonly alone: Damage;
}

async function playWith(found: FoundScenario, { responder, seed, alone }: TestPlay): Promise<Score> {
  const folder = await mkdtemp(join(tmpdir(), 'heptad-scenario-'));
  try {
    const { playbook } = findPlaybook(found.scenario.playbook);
    const answers = loadAnswers(join(found.folder, responder.answers), playbook);
    await runExercise(
      {
        found,
        folder,
        seed,
        mode: 'tabletop',
        start: START,
        pace: { perPrompt: responder.pace },
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
    return await scoreExercise(folder, { at: systemClock.now(), by: 'test' }, alone);
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
