import { createCast } from '../story/cast.ts';
import { createIntruder } from '../story/intruder.ts';
import { leakedCredential } from '../story/leaked-credential.ts';
import { createRandom } from '../story/random.ts';
import { openSessions } from './leaked-credential-sessions.ts';
import type { ScenarioAccount, ScenarioOptions } from './scenario.ts';
import { storyWorld } from './story-world.ts';

const HOUR = 3_600_000;
/** The incident began so long before the account is opened, rounded down to the hour: it is over, its traces are fresh. */
const AGO = 3 * HOUR;

/**
 * The account of the leaked-credential story, as the intruder left it. The story's own generator gives its history,
 * so that logs and state tell of the same ids; ordinary work goes on while the account's clock runs.
 */
export function leakedCredentialAccount(options: ScenarioOptions): ScenarioAccount {
  const { seed, clock, backgroundEvents } = options;
  const start = incidentStart(clock.now());
  const random = createRandom(seed);
  const cast = createCast(random.fork('cast'));
  const intruder = createIntruder(random.fork('intruder'), cast, start);
  const { moments } = leakedCredential({ seed, start: new Date(start), backgroundEvents });
  const world = storyWorld(options, {
    scenario: 'leaked-credential',
    random,
    cast,
    intruder,
    start,
    moments,
  });
  return { world, ...openSessions(world, { cast, intruder, start, random: random.fork('sessions') }) };
}

/** When an account has to be opened for the intruder's first call to come at a full hour. */
export function openedAt(start: number): number {
  return start + AGO;
}

/** The intruder's first call, for an account opened at this time. */
export function incidentStart(now: number): number {
  return Math.floor((now - AGO) / HOUR) * HOUR;
}
