import type { PlayEntry } from '../../model/play.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ControlledClock } from '../../simulator/world/clock.ts';
import type { Log } from './memory-log.ts';
import type { KeptRequest } from './recorded-dispatch.ts';

/** What a stage is opened with. */
export interface StageOptions {
  readonly scenario: Scenario;
  readonly seed: string;
  /** The intruder's first call, in milliseconds since 1970. */
  readonly start: number;
  readonly clock: ControlledClock;
  readonly real: () => number;
  /** Every request to the account; what a stage closed before has left in it is played again. */
  readonly requests: Log<KeptRequest>;
  /** What the intruder did. */
  readonly play: Log<PlayEntry>;
  /** LookupEvents a second; as in AWS unless given. */
  readonly lookupsPerSecond?: number;
}
