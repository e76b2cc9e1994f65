import { InternalError } from '../../base/errors.ts';
import type { Cast } from './cast.ts';
import { cloudTrailRecord } from './cloudtrail-record.ts';
import { DELIVERY_ROUTINES } from './delivery-routines.ts';
import { textField } from './field.ts';
import type { Moment } from './model-call.ts';
import { HOME_REGION, REGIONS } from './names.ts';
import { OVERSIGHT_ROUTINES } from './oversight-routines.ts';
import { PEOPLE_ROUTINES } from './people-routines.ts';
import { weighted, type Random } from './random.ts';
import type { Routine } from './routine.ts';
import { RUNTIME_ROUTINES } from './runtime-routines.ts';
import { assistantMoment } from './support-assistant.ts';

export interface BackgroundOptions {
  readonly random: Random;
  readonly cast: Cast;
  /** Milliseconds since 1970; `to` is not included. */
  readonly from: number;
  readonly to: number;
  /** How many CloudTrail events to make; exactly so many are made. */
  readonly events: number;
  /** From this time on, calls to models leave no invocation record. */
  readonly invocationLoggingEnds?: number;
  /** From this time on, the application calls its model without the guardrail. */
  readonly guardrailEnds?: number;
}

/** Everything the organization does as a matter of course, without the calls to its assistant. */
export const ROUTINES: readonly Routine[] = [
  ...OVERSIGHT_ROUTINES,
  ...PEOPLE_ROUTINES,
  ...DELIVERY_ROUTINES,
  ...RUNTIME_ROUTINES,
];

const SLOT = 300_000;
const ASSISTANT_SHARE = 0.05;
const REGION_WEIGHTS = REGIONS.map((region, index) => ({ region, weight: [60, 20, 14, 6][index] ?? 1 }));
const drawRegion = weighted(REGION_WEIGHTS);
const drawRoutine = weighted(ROUTINES);

/** An ordinary day: nothing in it should trouble anybody. Moments come in the order of time. */
export function* background(options: BackgroundOptions): Generator<Moment> {
  if (options.to <= options.from) throw new InternalError('the background ends before it begins');
  const counts = eventsPerSlot(options);
  for (const [slot, count] of counts.entries()) {
    const start = options.from + slot * SLOT;
    const length = Math.min(SLOT, options.to - start);
    const times = Array.from({ length: count }, () => start + options.random.int(length)).toSorted(
      (a, b) => a - b,
    );
    for (const time of times) yield oneMoment(options, time);
  }
}

/** Shares the events over five-minute slots by the rhythm of a working day, with some noise. */
function eventsPerSlot({ random, from, to, events }: BackgroundOptions): readonly number[] {
  const slots = Math.ceil((to - from) / SLOT);
  const weights = Array.from(
    { length: slots },
    (_, slot) => rhythm(from + slot * SLOT) * (0.8 + 0.4 * random.next()),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let owed = 0;
  let given = 0;
  return weights.map((weight) => {
    owed += (weight / total) * events;
    const count = Math.round(owed) - given;
    given += count;
    return count;
  });
}

/** 0.4 in the dead of night, 1 in the early afternoon. Only + and *, so that every platform agrees to the bit. */
function rhythm(time: number): number {
  const hour = (time % 86_400_000) / 3_600_000;
  const distance = Math.min(Math.abs(hour - 13), 24 - Math.abs(hour - 13)) / 12;
  return 0.4 + 0.6 * (1 - distance) * (1 - distance);
}

function oneMoment(options: BackgroundOptions, time: number): Moment {
  const { random, cast } = options;
  if (random.chance(ASSISTANT_SHARE)) {
    const unlogged = time >= (options.invocationLoggingEnds ?? Infinity);
    const unguarded = time >= (options.guardrailEnds ?? Infinity);
    return assistantMoment({ random, cast, time, unlogged, unguarded });
  }
  return { event: routineEvent(options, drawRoutine(random), time), time };
}

function routineEvent({ random, cast, events }: BackgroundOptions, routine: Routine, time: number) {
  const region = routine.global === true || routine.home === true ? HOME_REGION : drawRegion(random).region;
  const request = routine.request?.(random, region) ?? null;
  const asked = { region, time, request };
  // A few denials belong to any account, but their number must not grow with the size of the background.
  const denied = routine.deniable === true && random.chance(Math.min(0.003, 60 / events));
  const caller = routine.actor(cast, random, time);
  return cloudTrailRecord(random, caller, {
    time,
    region,
    service: routine.service,
    name: routine.name,
    readOnly: routine.readOnly,
    request,
    ...(routine.response === undefined ? {} : { response: routine.response(random, asked) }),
    ...(routine.additional === undefined ? {} : { additional: routine.additional(random, asked) }),
    ...(routine.resources === undefined ? {} : { resources: routine.resources(asked) }),
    ...(routine.data === undefined ? {} : { data: routine.data }),
    ...(routine.eventType === undefined ? {} : { eventType: routine.eventType }),
    ...(denied
      ? { error: denial(textField(caller.identity, 'arn'), `${routine.service}:${routine.name}`) }
      : {}),
  });
}

/** The error of a call that no policy allows. */
export function denial(
  callerArn: string,
  action: string,
): { readonly code: string; readonly message: string } {
  return {
    code: 'AccessDenied',
    message: `User: ${callerArn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  };
}
