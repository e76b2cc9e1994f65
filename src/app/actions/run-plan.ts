import { randomBytes } from 'node:crypto';
import { InternalError } from '../../base/errors.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { type ActionState, planName, remainingCalls } from '../../model/action-state.ts';
import { type CloudAnswer, type CloudCall, markedValue } from '../../model/cloud-call.ts';
import { CloudError, isForeignAnswer, isPassing } from '../../model/cloud-error.ts';
import { planDifference, type PlannedCall, sameCall } from '../../model/plan.ts';
import type { CaseBook } from '../case-book.ts';
import { type AccountDesk, deskFor, journalFootprints } from './account-desk.ts';
import { actionOf, neededFor } from './needed-for.ts';
import { ActionFailedError, notSeen, readBack, unlessDenied } from './read-back.ts';
import { recoveredResults } from './recovered-results.ts';
import { sharedCalls, withoutShared } from './shared-calls.ts';

/**
 * Runs an approved plan: works it out once more, and only if the calls are the same makes them, each journaled before
 * it leaves; then reads the account back.
 * @throws ActionFailedError when the plan is void, a call was refused, or the account does not read back as wanted
 */
export async function runPlan(seq: number, book: CaseBook, desk: AccountDesk): Promise<void> {
  const shared = await voidIfChanged(seq, book, desk);
  await makeCalls(seq, shared, { book, desk });
  await readBack(seq, book, desk);
}

/** Gives the calls that need not be made, because another approved plan of this case has made them. */
async function voidIfChanged(
  seq: number,
  book: CaseBook,
  desk: AccountDesk,
): Promise<ReadonlyMap<number, string | null>> {
  const action = actionOf(book, seq);
  const seen = await unlessDenied(() => neededFor(action, book, desk));
  await journalFootprints(desk, book);
  if (seen instanceof CloudError) {
    await book.record('action-voided', { plan: seq, difference: [notSeen(seen)] });
    throw new ActionFailedError(
      `plan ${seq} (${planName(action.planned)}) is void: the account cannot be read`,
      {
        why: notSeen(seen),
        fix: seen.fix,
      },
    );
  }
  const { calls } = seen;
  const difference = planDifference(remainingCalls(action).calls, calls);
  if (difference.length === 0) return new Map();
  const shared = sharedCalls(action, book);
  const left = withoutShared(action, shared);
  if (left.length > 0 && planDifference(left, calls).length === 0) return shared;
  await book.record('action-voided', { plan: seq, difference });
  throw new ActionFailedError(
    `plan ${seq} (${planName(action.planned)}) is void: the account has changed since`,
    {
      why: `these calls differ from what was approved:\n${difference.join('\n')}`,
      fix: 'plan it again and approve the new plan',
    },
  );
}

/** Makes what remains of the plan. The first refusal ends it: what comes after may rest on it. */
async function makeCalls(
  seq: number,
  shared: ReadonlyMap<number, string | null>,
  { book, desk }: { readonly book: CaseBook; readonly desk: AccountDesk },
): Promise<void> {
  for (;;) {
    const action = actionOf(book, seq);
    const { from, calls } = remainingCalls(action);
    const [call] = calls;
    if (call === undefined) return;
    if (shared.has(from)) {
      const requestId = shared.get(from) ?? null;
      const answered = { plan: seq, index: from, requestId, error: null, results: {} };
      await book.record('call-answered', { ...answered, outcome: 'done', recovered: true });
      continue;
    }
    await book.record('call-intended', { plan: seq, index: from });
    await makeCall({ seq, index: from, call, action }, book, desk);
  }
}

/** Refusals that say themselves that nothing was done, and that it may go through in a moment. */
const BUSY =
  /Throttl|SlowDown|TooManyRequests|RequestLimitExceeded|ConcurrentModification|EntityTemporarilyUnmodifiable|ConflictException|ResourceInUse/;
const BUSY_WAITS = [1000, 2000, 4000, 8000];

/** Sends a change once; only a refusal that did nothing for sure is followed by another try. */
async function callOnce(call: CloudCall, desk: AccountDesk): Promise<CloudAnswer> {
  for (const pause of BUSY_WAITS) {
    try {
      return await desk.cloud.call(call, { once: true });
    } catch (error) {
      if (!(error instanceof CloudError) || !BUSY.test(error.fault.code)) throw error;
      await desk.wait(pause);
    }
  }
  return desk.cloud.call(call, { once: true });
}

interface Making {
  readonly seq: number;
  readonly index: number;
  readonly call: CloudCall;
  readonly action: ActionState;
}

async function makeCall(
  { seq, index, call, action }: Making,
  book: CaseBook,
  desk: AccountDesk,
): Promise<void> {
  try {
    const { output, requestId } = await callOnce(
      { ...call, input: resolved(call.input, action) as JsonObject },
      deskFor(desk, action.planned.account),
    );
    await journalFootprints(desk, book);
    await book.record('call-answered', {
      plan: seq,
      index,
      recovered: false,
      requestId,
      outcome: 'done',
      error: null,
      results: resultsFor(index, action.planned.calls, output),
    });
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    await journalFootprints(desk, book);
    // A call that never got an answer may have taken effect: it stays intended, and is read back before anything else.
    if (isPassing(error.fault)) throw error;
    // Nor does a page that is not the service's say whether it did anything: the account does.
    if (isForeignAnswer(error.fault)) {
      await settleIntended(seq, book, desk);
      if (remainingCalls(actionOf(book, seq)).from > index) return;
    }
    await recordRefusal({ seq, index, call, action }, error, book);
  }
}

/** What the service refused: nothing was done, or it was so already. @throws ActionFailedError for a real refusal */
async function recordRefusal(
  { seq, index, action }: Making,
  error: CloudError,
  book: CaseBook,
): Promise<void> {
  const { code, requestId } = error.fault;
  const answered = { plan: seq, index, requestId, results: {}, recovered: false };
  if (action.planned.calls[index]?.alreadyWhen?.includes(code) === true) {
    await book.record('call-answered', { ...answered, outcome: 'done', error: null });
    return;
  }
  await book.record('call-answered', {
    ...answered,
    outcome: 'failed',
    error: `${code}: ${error.why ?? ''}`,
  });
  throw new ActionFailedError(`call ${index + 1} of plan ${seq} was refused: ${error.message}`, {
    why: error.why,
    fix:
      index === 0
        ? 'nothing was changed; see why it was refused, and plan it again'
        : action.planned.undoes === null
          ? `the ${index} calls before it were made and the rest was not; heptad undo takes them back: entry ${seq}`
          : `the ${index} calls before it were made and the rest was not; heptad undo goes on: entry ${action.planned.undoes}`,
  });
}

/**
 * After a crash or a lost answer: reads the account back to tell whether the call that was under way took effect.
 * Nothing is repeated blindly. @throws ActionFailedError where the account is neither as before nor as after the call
 */
export async function settleIntended(seq: number, book: CaseBook, desk: AccountDesk): Promise<void> {
  const action = actionOf(book, seq);
  if (action.intended === null) return;
  const { from, calls } = remainingCalls(action);
  const { calls: needed, conflicts } = await neededFor(action, book, desk);
  await journalFootprints(desk, book);
  const [own, ...rest] = calls;
  const shared = sharedCalls(action, book);
  const restAlone = rest.filter((_, index) => !shared.has(from + 1 + index));
  const isNeeded = (left: readonly CloudCall[]): boolean => conflicts.length === 0 && isSame(left, needed);
  const outcome = [rest, restAlone].some((left) => own !== undefined && isNeeded([own, ...left]))
    ? 'not-made'
    : [rest, restAlone].some(isNeeded)
      ? 'done'
      : null;
  if (outcome === null) {
    await book.record('call-answered', {
      plan: seq,
      index: from,
      requestId: null,
      outcome: 'failed',
      error: 'the account is neither as before nor as after this call',
      results: {},
      recovered: true,
    });
    throw new ActionFailedError(`plan ${seq} was cut off, and the account has changed since`, {
      why: [...conflicts, ...planDifference(calls, needed)].join('\n'),
      fix: `plan it again, or take back what was done: heptad undo, entry ${seq}`,
    });
  }
  await book.record('call-answered', {
    plan: seq,
    index: from,
    requestId: null,
    outcome,
    error: null,
    results: outcome === 'done' ? recoveredResults({ index: from, planned: calls.slice(1), needed }) : {},
    recovered: true,
  });
}

function isSame(a: readonly CloudCall[], b: readonly CloudCall[]): boolean {
  return a.length === b.length && a.every((call, index) => sameCall(call, b[index] ?? call));
}

/** Fills in what a plan leaves open: results of earlier calls, and secrets made on the spot and kept nowhere. */
function resolved(value: Json, action: ActionState): Json {
  const marked = markedValue(value);
  if (marked?.mark === '$secret') return newPassword();
  if (marked?.mark === '$result') return resultOf(marked.value, action);
  if (Array.isArray(value)) return value.map((item: Json) => resolved(item, action));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value as JsonObject).map(([name, member]) => [name, resolved(member, action)]),
    );
  return value;
}

function resultOf(reference: Json, { answers }: ActionState): string {
  const [index, ...path] = reference as readonly (number | string)[];
  const answer = answers.find((candidate) => candidate.index === index && candidate.outcome === 'done');
  const value = answer?.results[path.join('.')];
  if (value === undefined)
    throw new InternalError(
      `a call takes ${path.join('.')} of call ${Number(index) + 1}, which is not known`,
    );
  return value;
}

/** What later calls take from this answer. */
function resultsFor(
  index: number,
  calls: readonly PlannedCall[],
  output: JsonObject,
): Readonly<Record<string, string>> {
  const paths = calls.flatMap(({ input }) => referencesIn(input)).filter(([of]) => of === index);
  return Object.fromEntries(
    paths.flatMap(([, ...path]) => {
      const value = path.reduce<Json | undefined>(
        (at, name) => (typeof at === 'object' && at !== null ? (at as JsonObject)[String(name)] : undefined),
        output,
      );
      return typeof value === 'string' ? [[path.join('.'), value]] : [];
    }),
  );
}

function referencesIn(value: Json): readonly (readonly (number | string)[])[] {
  const marked = markedValue(value);
  if (marked?.mark === '$result') return [marked.value as readonly (number | string)[]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((member: Json) => referencesIn(member));
}

/** Satisfies any password policy: 32 characters of four kinds. */
function newPassword(): string {
  return `aA1!${randomBytes(21).toString('base64url')}`;
}
