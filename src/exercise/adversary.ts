import type { Json, JsonObject } from '../base/json.ts';
import { compileExpression } from '../expressions/expression.ts';
import type { Move, PlayEntry, PlayState, StepState } from '../model/play.ts';
import type { Scenario, StoryStep } from '../model/scenario.ts';
import { STEP_VARIABLES } from './variables.ts';

const MINUTE = 60_000;

/** What the intruder turns to next: a step, its time, and whether its condition holds by then. */
export type Turn =
  | { readonly kind: 'take'; readonly step: StoryStep; readonly at: number }
  | { readonly kind: 'pass-over'; readonly step: StoryStep; readonly at: number }
  | { readonly kind: 'over' };

/** @param known what the account's setup saved */
export function initialPlay(
  scenario: Scenario,
  {
    start,
    names,
    known,
    gains,
  }: Pick<PlayState, 'start' | 'names' | 'gains'> & { readonly known: Readonly<Record<string, Json>> },
): PlayState {
  return {
    start,
    names,
    known,
    gains,
    held: [...Object.keys(scenario.holds), ...Object.keys(gains)],
    steps: Object.fromEntries(scenario.story.map(({ id }) => [id, UNTRIED])),
    moves: [],
    meters: {},
  };
}

const UNTRIED: StepState = { status: 'waiting', tries: 0, successes: 0, last: null, lastSuccess: null };

/** How the account stands; asked for only where a condition wants to know. */
export type Observe = () => JsonObject;

/** Pure: the same state and account give the same turn. Of steps due at one time, the first in the file goes first. */
export function nextTurn(scenario: Scenario, state: PlayState, observe: Observe): Turn {
  let best: { readonly step: StoryStep; readonly at: number } | undefined;
  for (const step of scenario.story) {
    const at = dueAt(scenario, state, step);
    if (at !== null && (best === undefined || at < best.at)) best = { step, at };
  }
  if (best === undefined) return { kind: 'over' };
  return { kind: holds(best, state, observe) ? 'take' : 'pass-over', ...best };
}

/** The credentials a step can be tried with, the best first. */
export function credentialsFor(step: StoryStep, { held }: PlayState): readonly string[] {
  return step.as.filter((name) => held.includes(name));
}

export function applyPlay(state: PlayState, entry: PlayEntry): PlayState {
  if (entry.kind === 'found') return state;
  if (entry.kind === 'metered') return { ...state, meters: added(state.meters, entry.aims) };
  const before = state.steps[entry.step] ?? UNTRIED;
  if (entry.kind === 'passed-over')
    return withStep(state, entry.step, { ...before, status: 'passed-over', last: entry.at });
  const ok = entry.error === null;
  const after: StepState = {
    status: ok ? 'done' : entry.last ? 'failed' : before.status,
    tries: before.tries + 1,
    successes: before.successes + (ok ? 1 : 0),
    last: entry.at,
    lastSuccess: ok ? entry.at : before.lastSuccess,
  };
  const gained = Object.keys(entry.gains).filter((name) => !state.held.includes(name));
  return {
    ...withStep(state, entry.step, after),
    known: { ...state.known, ...entry.saves },
    gains: { ...state.gains, ...entry.gains },
    held: [...state.held.filter((name) => name !== entry.as || !isDead(entry)), ...gained],
    moves: [...state.moves, entry],
  };
}

/** Codes by which a service says that the credential itself is no longer any good. */
const DEAD = [
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidToken',
];

/** The intruder gives a credential up when it is unknown; one that is merely denied may still open other doors. */
function isDead({ error }: Move): boolean {
  return error !== null && DEAD.includes(error);
}

function withStep(state: PlayState, id: string, step: StepState): PlayState {
  return { ...state, steps: { ...state.steps, [id]: step } };
}

/** When a step is due, or null when it is not, or not yet. */
function dueAt({ story, ends }: Scenario, state: PlayState, step: StoryStep): number | null {
  const own = state.steps[step.id] ?? UNTRIED;
  const first = firstDue(story, state, step);
  if (first === null) return null;
  if (own.last === null) return first;
  if (step.every === null) return null;
  const again = own.last + step.every;
  return again <= state.start + (step.until ?? ends) ? again : null;
}

/** Never earlier than its own time, and only once all it comes after went through. */
function firstDue(story: readonly StoryStep[], state: PlayState, { after, at }: StoryStep): number | null {
  if (after.length === 0) return state.start + at;
  const done = after.map((id) => state.steps[id]?.lastSuccess ?? null);
  if (done.some((time) => time === null)) return null;
  // What repeats goes on succeeding: the wait counts from its first success.
  const firsts = after.map(
    (id) => state.moves.find((move) => move.step === id && move.error === null)?.at ?? state.start,
  );
  return Math.max(...firsts) + at;
}

function holds(
  { step: { when }, at }: { readonly step: StoryStep; readonly at: number },
  state: PlayState,
  observe: Observe,
): boolean {
  if (when === null) return true;
  const compiled = compileExpression(when, STEP_VARIABLES, 'bool');
  return compiled.ok && compiled.run({ ...playValues(state, at), account: observe() }) === true;
}

/** What conditions see: each step with `status`, `tries`, `successes` and minutes of its last try and success. */
export function playValues(state: PlayState, at: number): JsonObject {
  const minute = (time: number | null): number | null =>
    time === null ? null : Math.floor((time - state.start) / MINUTE);
  return {
    names: state.names,
    known: state.known,
    held: state.held,
    minute: minute(at),
    steps: Object.fromEntries(
      Object.entries(state.steps).map(([id, { status, tries, successes, last, lastSuccess }]) => [
        id,
        { status, tries, successes, last: minute(last), lastSuccess: minute(lastSuccess) },
      ]),
    ),
  };
}

function added(
  sums: Readonly<Record<string, number>>,
  more: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const all = { ...sums };
  for (const [name, value] of Object.entries(more)) all[name] = (all[name] ?? 0) + value;
  return all;
}
