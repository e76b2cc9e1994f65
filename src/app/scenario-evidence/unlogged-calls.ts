import { counted, listed } from '../../base/text.ts';
import type { DeliveredEvent, LeftBehind } from './left-behind.ts';

const MODEL_CALL = /^(InvokeModel|Converse)/;

/** How many calls of models the invocation log knows nothing of, and why. */
export function unloggedCalls({ events, invocations, key }: LeftBehind): string {
  const calls = events.filter(({ name }) => MODEL_CALL.test(name));
  const unlogged = calls.filter(({ requestId }) => !invocations.has(requestId));
  const loggedIn = new Set(
    calls.filter(({ requestId }) => invocations.has(requestId)).map(({ region }) => region),
  );
  const ended = key.invocationLoggingEnds.replace('.000Z', 'Z');
  const reasons = new Map<string, number>();
  for (const call of unlogged) {
    const reason = reasonFor(call, { loggedIn, ended });
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const told = [...reasons]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([reason, count]) => `${count.toLocaleString('en-US')} ${reason}`);
  return `Of ${counted(calls.length, 'call')} of models ${counted(unlogged.length, 'has', 'have')} no record, so that their words cannot be known: ${listed(told)}.`;
}

function reasonFor(
  { region, time, failed }: DeliveredEvent,
  { loggedIn, ended }: { readonly loggedIn: ReadonlySet<string>; readonly ended: string },
): string {
  if (!loggedIn.has(region)) return `in ${region}, where the log never was on`;
  if (time >= ended) return `in ${region} after the intruder switched the log off at ${ended}`;
  return failed ? `in ${region} before that, which failed` : `in ${region} before that, for no known reason`;
}
