import { InternalError } from '../../base/errors.ts';
import { background } from './background.ts';
import { createCast, type Cast } from './cast.ts';
import type { Caller } from './cloudtrail-record.ts';
import { createIntruder, type Intruder } from './intruder.ts';
import type { Moment } from './model-call.ts';
import { createRandom, type Random } from './random.ts';
import { scheduledIngestion } from './scheduled-ingestion.ts';
import { createStage, type KeyedEvent, type Stage } from './stage.ts';

/** An incident of one kind, written from what AWS documents of its calls, and the ordinary use of the same services. */
export interface PlantedStory {
  readonly id: string;
  readonly summary: string;
  /** What the organization does with these services on any day. */
  readonly ordinary: (stage: Stage) => void;
  readonly incident: (stage: Stage) => void;
}

export interface PlantedOptions {
  readonly seed: string;
  /** The intruder's first call, in milliseconds since 1970. */
  readonly start: number;
  readonly backgroundEvents: number;
  /** Without the incident, the same ordinary work is all there is. */
  readonly planted: boolean;
}

/** A planted story as it happened. */
export interface PlayedStory {
  readonly random: Random;
  readonly cast: Cast;
  readonly intruder: Intruder;
  /** In the order of time. */
  readonly moments: readonly Moment[];
  /** The events of the incident and what each should raise; those of ordinary work are not among them. */
  readonly key: readonly KeyedEvent[];
}

const HOUR = 3_600_000;

/** Tells a planted story. The ordinary work of a seed is the same with the incident and without it, to the last id. */
export function playStory(story: PlantedStory, options: PlantedOptions): PlayedStory {
  const { seed, start, backgroundEvents, planted } = options;
  const random = createRandom(seed);
  const cast = createCast(random.fork('cast'));
  const intruder = createIntruder(random.fork('intruder'), cast, start);
  const stageOf = (name: string) => createStage({ random: random.fork(name), cast, intruder, start });
  const usual = stageOf('usual');
  story.ordinary(usual);
  const incident = stageOf('incident');
  if (planted) story.incident(incident);
  const moments = [
    ...background({
      random: random.fork('background'),
      cast,
      from: start - 3 * HOUR,
      to: start + 5 * HOUR,
      events: backgroundEvents,
    }),
    ...scheduledIngestion(random.fork('ingestion'), cast, start - 2 * HOUR),
    ...usual.played().moments,
    ...incident.played().moments,
  ].toSorted((a, b) => a.time - b.time);
  return { random, cast, intruder, moments, key: incident.played().key };
}

/** One of the people, signed in to the console through the identity provider. */
export function personInConsole(stage: Stage, index: number, at: number): Caller {
  const { cast } = stage;
  const person = cast.people[index % cast.people.length];
  if (person === undefined) throw new InternalError('the cast has no people');
  return cast.session(person.role, stage.minute(at), {
    name: person.email,
    address: person.address,
    userAgent: person.browser,
    fromConsole: true,
  });
}
