import type { Scenario, StoryStep } from '../model/scenario.ts';

/** Numbers of one seed, each from 0 up to 1. */
export type Draw = () => number;

/** Addresses of the organization's own: the same in every play. */
const OWN_NETWORK = '192.0.2.';
const FIRST_HOST = 10;
const HOSTS = 240;
const SLOWEST = 1.2;
const FASTEST = 0.85;
/** The team is called later, by so much at the most: what happens again and again has happened more often by then. */
const LATEST = 1.2;

/**
 * The same story at another pace and from other addresses, so that an answer of one attempt is none in the next. Names
 * and ids vary by themselves.
 */
export function varyScenario(scenario: Scenario, draw: Draw): Scenario {
  const pace = FASTEST + draw() * (SLOWEST - FASTEST);
  return {
    ...scenario,
    called: minutes(scenario.called * pace * (1 + draw() * (LATEST - 1))),
    addresses: varied(scenario.addresses, draw),
    story: scenario.story.map((step) => atPace(step, pace)),
  };
}

function varied(addresses: readonly string[], draw: Draw): readonly string[] {
  const taken = new Set<string>();
  return addresses.map((address) => {
    if (address.startsWith(OWN_NETWORK)) return address;
    const network = address.slice(0, address.lastIndexOf('.'));
    let host = Math.floor(draw() * HOSTS);
    while (taken.has(`${network}.${FIRST_HOST + host}`)) host = (host + 1) % HOSTS;
    const next = `${network}.${FIRST_HOST + host}`;
    taken.add(next);
    return next;
  });
}

function minutes(time: number): number {
  return Math.round(time / 60_000) * 60_000;
}

/** Whole seconds, as CloudTrail writes them. */
function atPace(step: StoryStep, pace: number): StoryStep {
  const stretched = (time: number): number => Math.round((time * pace) / 1000) * 1000;
  return {
    ...step,
    at: stretched(step.at),
    every: step.every === null ? null : stretched(step.every),
    until: step.until === null ? null : stretched(step.until),
  };
}
