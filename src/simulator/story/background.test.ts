import { describe, expect, it } from 'vitest';
import { background } from './background.ts';
import { createCast } from './cast.ts';
import { createRandom } from './random.ts';

const from = Date.UTC(2026, 0, 15, 6);
const to = from + 8 * 3_600_000;
const EVENTS = 12_000;

/** Names that the methodology's signals look for and that no ordinary day should bring. */
const TROUBLING =
  /^(CreateUser|CreateAccessKey|AttachUserPolicy|PutUserPolicy|CreateServiceSpecificCredential|DeactivateMFADevice|StopLogging|DeleteTrail|DeleteGuardrail|UpdateGuardrail|(Delete|Put)ModelInvocationLoggingConfiguration|PutUseCaseForModelAccess|CreateFoundationModelAgreement|PutBucketPolicy|PutBucketVersioning|SendEmail|CreateAgentActionGroup|RequestServiceQuotaIncrease|ModifyDBSnapshotAttribute)$/;

function day(seed: string) {
  const random = createRandom(seed);
  return [...background({ random, cast: createCast(random.fork('cast')), from, to, events: EVENTS })];
}

const moments = day('day');
const events = moments.map((moment) => moment.event);

describe('background', () => {
  it('makes exactly as many events as asked for, in the order of time and inside the window', () => {
    const times = moments.map((moment) => moment.time);
    expect(times).toHaveLength(EVENTS);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(from);
    expect(times.at(-1)).toBeLessThan(to);
  });

  it('has many kinds of event in several Regions, each with an id of its own', () => {
    expect(new Set(events.map((event) => event.eventName)).size).toBeGreaterThanOrEqual(150);
    expect(new Set(events.map((event) => event.awsRegion)).size).toBe(4);
    expect(new Set(events.map((event) => event.eventID)).size).toBe(EVENTS);
  });

  it('is the same for the same seed and another for another', () => {
    const ids = events.map((event) => event.eventID);
    expect(day('day').map((moment) => moment.event.eventID)).toEqual(ids);
    expect(day('other')[0]?.event.eventID).not.toBe(ids[0]);
  });

  it('follows the working day', () => {
    expect(inHour(13)).toBeGreaterThan(inHour(6) * 1.2);
  });

  it('does nothing that the signals of the methodology are about', () => {
    const troubling = events.map((event) => event.eventName).filter((name) => TROUBLING.test(name));
    expect(troubling).toEqual([]);
  });

  it('stays below the twenty refusals an hour that would be a warning', () => {
    const refused = new Map<unknown, number>();
    for (const { errorCode, userIdentity } of events) {
      if (errorCode !== undefined)
        refused.set(userIdentity['arn'], (refused.get(userIdentity['arn']) ?? 0) + 1);
    }
    expect(refused.size).toBeGreaterThan(0);
    expect(Math.max(...refused.values())).toBeLessThan(20);
  });

  it('gives every call to a model, and nothing else, an invocation record with the same request id', () => {
    const calls = moments.filter(({ event }) => /^(InvokeModel|Converse)/.test(event.eventName));
    expect(calls.length).toBeGreaterThan(100);
    for (const { event, invocation } of calls) expect(invocation?.record['requestId']).toBe(event.requestID);
    const others = moments.filter(({ event }) => !/^(InvokeModel|Converse)/.test(event.eventName));
    expect(others.every((moment) => moment.invocation === undefined)).toBe(true);
  });
});

function inHour(hour: number): number {
  return moments.filter(({ time }) => new Date(time).getUTCHours() === hour).length;
}
