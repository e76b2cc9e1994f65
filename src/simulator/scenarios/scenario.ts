import type { SimulatedClock } from '../world/clock.ts';
import type { TextAnswer } from '../world/text-answer.ts';
import type { World } from '../world/world.ts';

/** Credentials as a client takes them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How a scenario's account is made. */
export interface ScenarioOptions {
  readonly seed: string;
  readonly clock: SimulatedClock;
  /** Real time, in milliseconds since 1970. */
  readonly realNow: () => number;
  /** CloudTrail events of ordinary work around the incident. */
  readonly backgroundEvents: number;
  /** Milliseconds from a call until LookupEvents shows it; five minutes unless given. */
  readonly lookupDelay?: number;
  /** Milliseconds from the end of a log file's five minutes until it is in its bucket; two and a half minutes unless given. */
  readonly deliveryDelay?: number;
  /** Milliseconds, at the most, from a change of IAM until it counts; it counts at once unless given. */
  readonly iamDelay?: number;
  readonly lookupsPerSecond?: number;
  readonly modelCallsPerMinute?: number;
  /** What models answer to certain prompts. */
  readonly answers?: readonly TextAnswer[];
}

/** An account and the keys to it, by whose they are. */
export interface ScenarioAccount {
  readonly world: World;
  /** Who responds to the incident. */
  readonly responder: Credentials;
  /** The intruder's credentials, by the name the story gives them. */
  readonly intruder: Readonly<Record<string, Credentials>>;
}

/** A scenario that can be simulated. */
export interface Scenario {
  readonly id: string;
  readonly summary: string;
  readonly open: (options: ScenarioOptions) => ScenarioAccount;
}
