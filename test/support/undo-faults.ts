import { expect } from 'vitest';
import { ActionFailedError } from '../../src/app/actions/read-back.ts';
import { runPlan, settleIntended } from '../../src/app/actions/run-plan.ts';
import type { CaseBook } from '../../src/app/case-book.ts';
import type { Json } from '../../src/base/json.ts';
import { CloudError } from '../../src/model/cloud-error.ts';
import { faultyCase, type Faulty, READS } from './action-faults.ts';
import type { ActionExample } from './action-example.ts';
import { effectsOf } from './cut-off-checks.ts';
import { type FaultName, PASSING } from './faulty-wire.ts';

/** An action with an undo. */
export type Undoable = ActionExample & { readonly kept: NonNullable<ActionExample['kept']> };

/** What the undo of an example calls when nothing goes wrong. */
interface UndoStages {
  /** Every call as it arrives, in order: what planning reads, the changes, what is read back. */
  readonly calls: readonly string[];
  /** The changes, as the account's own log names them. */
  readonly taken: readonly string[];
  readonly before: Json;
  /** Once it was taken back, the action has the same to do again: the account can be used again. */
  readonly again: boolean;
}

/** An applied action that waits to be taken back. */
interface Applied {
  readonly faulty: Faulty;
  readonly entry: number;
  /** How many changes took effect until now. */
  readonly mark: number;
}

/** Strikes every call of an undo with each fault in turn, lets the case go on, and gives how many were struck. */
export async function checkUndoFaults(example: Undoable): Promise<number> {
  const first = await faultyCase(example);
  const stages = await undoStages(example, first);
  let faulty = first;
  let struck = 0;
  for (const [position, call] of stages.calls.entries())
    for (const fault of faultsOf(call)) {
      if (!stages.again) {
        await faulty.open.close();
        faulty = await faultyCase(example);
      }
      const about = `${fault} on call ${position + 1} of the undo, ${call}`;
      const applied = await apply(example, faulty);
      const check = fault === 'access denied' ? checkDeniedUndo : checkPassingUndo;
      await check(applied, { example, stages, position, fault, about });
      struck += 1;
    }
  await faulty.open.close();
  return struck;
}

/** A read whose answer is lost is a read that timed out. */
function faultsOf(call: string): readonly FaultName[] {
  return READS.test(call) ? [...PASSING, 'access denied'] : [...PASSING, 'access denied', 'answer lost'];
}

async function apply({ id, params, settles = 0 }: ActionExample, faulty: Faulty): Promise<Applied> {
  const { open } = faulty;
  faulty.strike = () => undefined;
  const entry = await open.apply(id, params);
  open.account.clock.advance(settles);
  faulty.arrived.splice(0);
  return { faulty, entry, mark: effectsOf(open).length };
}

async function undoStages(example: Undoable, faulty: Faulty): Promise<UndoStages> {
  const { id, params, kept } = example;
  const { open } = faulty;
  const before = kept(await open.observe(id, params));
  const planned = await open.plan(id, params);
  const { entry, mark } = await apply(example, faulty);
  await open.undo(entry);
  const calls = faulty.arrived.splice(0);
  const taken = effectsOf(open).slice(mark);
  open.account.clock.advance(example.settles ?? 0);
  const next = await open.plan(id, params);
  const names = (plan: typeof next): readonly string[] => plan.calls.map(({ operation }) => operation);
  return { calls, taken, before, again: names(next).join() === names(planned).join() };
}

interface Struck {
  readonly example: Undoable;
  readonly stages: UndoStages;
  readonly position: number;
  readonly fault: FaultName;
  readonly about: string;
}

/** Something passes: the run ends complete or paused, and `resume` (or undo, where nothing was planned yet) ends it. */
async function checkPassingUndo({ faulty, entry, mark }: Applied, struck: Struck): Promise<void> {
  const { stages, position, fault, about } = struck;
  const { open } = faulty;
  let arriving = 0;
  faulty.strike = () => {
    arriving += 1;
    return arriving === position + 1 ? fault : undefined;
  };
  const ended = await ending(open.undo(entry));
  expect([about, ended]).toEqual([about, expect.stringMatching(/^(complete|exit 5)$/)]);
  const made = effectsOf(open).slice(mark);
  expect([about, made]).toEqual([about, stages.taken.slice(0, made.length)]);
  faulty.strike = () => undefined;
  await goOn(faulty, entry);
  if (open.book.state.actions[entry]?.status !== 'undone') await open.undo(entry);
  await expectBefore({ faulty, entry, mark }, struck);
}

/** One call is refused for as long as it lasts: it is told, the action stays in force, and undo ends it afterwards. */
async function checkDeniedUndo({ faulty, entry, mark }: Applied, struck: Struck): Promise<void> {
  const { stages, position, about } = struck;
  const { open } = faulty;
  const call = stages.calls[position];
  let arriving = 0;
  faulty.strike = (name) => {
    arriving += 1;
    return arriving > position && name === call ? 'access denied' : undefined;
  };
  const ended = await ending(open.undo(entry));
  const made = effectsOf(open).slice(mark);
  expect([about, made]).toEqual([about, stages.taken.slice(0, made.length)]);
  // Before anything is planned the cloud refused; from then on the plan failed.
  const planned = undoOf(open.book, entry) !== null;
  expect([about, ended]).toEqual([about, planned ? 'exit 7' : 'exit 5']);
  expect([about, open.book.state.actions[entry]?.status]).not.toEqual([about, 'undone']);
  faulty.strike = () => undefined;
  await goOn(faulty, entry);
  open.account.clock.advance(struck.example.settles ?? 0);
  await open.undo(entry);
  await expectBefore({ faulty, entry, mark }, struck);
}

/** What `resume` does with the undo, where one was planned. */
async function goOn({ open: { book, desk } }: Faulty, entry: number): Promise<void> {
  const seq = undoOf(book, entry);
  if (seq === null) return;
  await settleIntended(seq, book, desk);
  const { status, readBack } = book.state.actions[seq] ?? {};
  if (status === 'approved' && readBack === null) await runPlan(seq, book, desk);
}

function undoOf({ state }: CaseBook, entry: number): number | null {
  return Object.values(state.actions).findLast(({ planned }) => planned.undoes === entry)?.seq ?? null;
}

async function expectBefore(
  { faulty: { open, ...faulty }, entry, mark }: Applied,
  { example: { id, params, kept, settles = 0 }, stages, about }: Struck,
): Promise<void> {
  expect([about, open.book.state.actions[entry]?.status]).toEqual([about, 'undone']);
  expect([about, effectsOf(open).slice(mark)]).toEqual([about, stages.taken]);
  expect([about, kept(await open.observe(id, params))]).toEqual([about, stages.before]);
  open.account.clock.advance(settles);
  faulty.arrived.splice(0);
}

async function ending(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'complete';
  } catch (error) {
    if (error instanceof CloudError || error instanceof ActionFailedError) return `exit ${error.exitCode}`;
    throw error;
  }
}
