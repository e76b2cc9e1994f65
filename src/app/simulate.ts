import { UserError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import { openAccount } from '../simulator/account/account.ts';
import { SCENARIOS } from '../simulator/scenarios/registry.ts';
import type { Scenario } from '../simulator/scenarios/scenario.ts';
import { listen } from '../simulator/wire/http-server.ts';

/** A simulated account that listens. */
export interface Simulation {
  readonly url: string;
  /** What a client's environment needs, in the order in which it is shown. */
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

const SEED = 'example';
const BACKGROUND_EVENTS = 20_000;
/** Real changes of IAM take seconds to count everywhere. */
const IAM_DELAY = 5000;

/**
 * Serves a scenario's account on the loopback interface, on the real clock: its history ends now.
 * @param port 0 picks a free one
 * @throws UserError when there is no such scenario or the port can't be used
 */
export async function simulate(name: string, port: number): Promise<Simulation> {
  const scenario = scenarioOf(name);
  const clock = { now: () => Date.now() };
  const { world, responder } = scenario.open({
    seed: SEED,
    clock,
    realNow: clock.now,
    backgroundEvents: BACKGROUND_EVENTS,
    iamDelay: IAM_DELAY,
  });
  const { url, close } = await listen(openAccount(world), port);
  const token = responder.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: responder.sessionToken };
  return {
    url,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: responder.accessKeyId,
      AWS_SECRET_ACCESS_KEY: responder.secretAccessKey,
      ...token,
      AWS_REGION: world.homeRegion,
      AWS_DEFAULT_REGION: world.homeRegion,
    },
    close,
  };
}

/** The scenario of that id. @throws UserError naming those there are */
function scenarioOf(name: string): Scenario {
  const found = SCENARIOS.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const ids = SCENARIOS.map(({ id }) => id);
  const close = nearest(name, ids);
  throw new UserError(`there is no scenario '${name}'`, {
    fix: close === undefined ? `there is ${ids.join(', ')}` : `did you mean ${close}?`,
  });
}
