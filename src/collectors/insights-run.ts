import { messageOf } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext } from '../ports/collector.ts';
import { textIn } from './given-pieces.ts';
import {
  type Answer,
  asOutcome,
  type InsightsQuestion,
  queryIdOf,
  results,
  saidOf,
  start,
  stop,
} from './insights-calls.ts';

/** Looks at a query that is under way get rarer; after this long it is stopped. AWS stops it after 60 minutes. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 10_000;
const LONGEST_RUN = 15 * 60_000;
/** So many queries may run in an account at once: when others fill the places, this one waits. */
const BUSY_WAIT = 15_000;
const BUSY_TRIES = 20;

/** A query that was started, and the first page of its answer. A text instead: why there is none. */
export interface Ran {
  readonly queryId: string;
  readonly first: Answer | string;
}

/** Waits for a free place, and then for the end. A text as result: why the query was not started. */
export async function untilEnded(
  context: CollectContext,
  question: InsightsQuestion,
  input: JsonObject,
): Promise<Ran | string> {
  for (let tries = 1; ; tries += 1) {
    const ran = await startedOnce(context, question, input);
    if (!(ran instanceof CloudError)) return ran;
    const busy = ran.fault.code === 'LimitExceededException';
    if (!busy || tries === BUSY_TRIES) return saidOf(ran);
    await context.wait(BUSY_WAIT);
  }
}

/** A query runs on in the account, and is billed, when the program is gone: it is stopped before. */
function startedOnce(
  context: CollectContext,
  question: InsightsQuestion,
  input: JsonObject,
): Promise<Ran | CloudError> {
  let starting: Promise<Answer | CloudError> | null = null;
  return context.endedAtLeaving(
    async () => {
      starting = asOutcome(() => start(context, input));
      const started = await starting;
      if (started instanceof CloudError) return started;
      const queryId = queryIdOf(started);
      return { queryId, first: await finished(context, queryId) };
    },
    async (signal) => {
      const name = `the query ${question.query.id} over ${question.group} in ${context.region}`;
      return starting === null ? null : stoppedText(context, { name, starting, signal });
    },
  );
}

async function finished(context: CollectContext, queryId: string): Promise<Answer | string> {
  let waited = 0;
  for (let pause = FIRST_WAIT; waited < LONGEST_RUN; pause = Math.min(pause * 2, LONGEST_WAIT)) {
    const answer = await asOutcome(() => results(context, { queryId }));
    if (answer instanceof CloudError) return saidOf(answer);
    const status = textIn(answer.output['status']) ?? 'Unknown';
    if (status === 'Complete') return answer;
    if (status !== 'Running' && status !== 'Scheduled') return `the query ended as ${status}`;
    await context.wait(pause);
    waited += pause;
  }
  const stopped = await asOutcome(() => stop(context, queryId));
  const how =
    stopped instanceof CloudError ? `and could not be stopped (${saidOf(stopped)})` : 'and was stopped';
  return `the query still ran after ${LONGEST_RUN / 60_000} minutes ${how}; a shorter window takes less`;
}

interface Leaving {
  readonly name: string;
  readonly starting: Promise<Answer | CloudError>;
  readonly signal: AbortSignal;
}

/** What became of a query that ran when the program was told to leave. Null: it was refused, and never ran. */
async function stoppedText(
  context: CollectContext,
  { name, starting, signal }: Leaving,
): Promise<string | null> {
  try {
    const started = await within(starting, signal);
    if (started instanceof CloudError) return null;
    const stopped = await asOutcome(() => stop(context, queryIdOf(started), signal));
    if (!(stopped instanceof CloudError)) return `${name} was stopped`;
    return stopped.fault.code === 'InvalidParameterException'
      ? `${name} had ended before it could be stopped`
      : notStopped(name, saidOf(stopped));
  } catch (error) {
    return notStopped(name, signal.aborted ? 'no answer came in time' : messageOf(error));
  }
}

function notStopped(name: string, why: string): string {
  return `${name} could not be stopped (${why}): it may run on for an hour, and AWS bills what it scans`;
}

/** @throws what the signal was aborted with, when it is aborted before the work is done */
async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
  return Promise.race([work, late]);
}
