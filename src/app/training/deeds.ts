import type { Json, JsonObject } from '../../base/json.ts';
import { RESPONDER_ROLE } from '../../simulator/scenarios/leaked-credential-policies.ts';
import type { LessonAccount } from './lesson-account.ts';

const MINUTE = 60_000;

/** The learner's own calls, out of the account's CloudTrail records, the first first. */
export function deeds(account: LessonAccount): readonly JsonObject[] {
  return account
    .events()
    .filter(({ record }) => JSON.stringify(record.userIdentity).includes(`role/${RESPONDER_ROLE}`))
    .map(({ record, time }, index) => ({
      n: index + 1,
      name: record.eventName,
      source: record.eventSource,
      error: record.errorCode ?? null,
      at: time,
      request: (record.requestParameters ?? {}) as Json,
    }));
}

/** What the intruder would get done in the time to come, as the account stands: played in a copy, so that it can be asked again and again. */
export async function laterCalls(account: LessonAccount, minutes: number): Promise<JsonObject> {
  const copy = await account.copy();
  try {
    const before = copy.state.moves.length;
    await copy.advanceTo(copy.clock.now() + minutes * MINUTE);
    const { steps } = account;
    const moves = copy.state.moves
      .slice(before)
      .filter(({ step }) => steps.find(({ id }) => id === step)?.innocent === false);
    const through = moves.filter(({ error }) => error === null);
    return {
      tried: moves.length,
      through: through.length,
      as: [...new Set(through.map((move) => move.as))],
      titles: [...new Set(through.map(({ step }) => steps.find(({ id }) => id === step)?.title ?? step))],
    };
  } finally {
    copy.close();
  }
}
