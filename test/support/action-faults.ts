import { expect } from 'vitest';
import { ActionFailedError } from '../../src/app/actions/read-back.ts';
import { runPlan, settleIntended } from '../../src/app/actions/run-plan.ts';
import { CloudError } from '../../src/model/cloud-error.ts';
import { type ActionCase, actionCase } from './action-case.ts';
import type { ActionExample } from './action-example.ts';
import { effectsOf, newest } from './cut-off-checks.ts';
import { type FaultName, PASSING } from './faulty-wire.ts';

/** What an example calls when nothing goes wrong, by what it is about. */
export interface Stages {
  /** The calls that are made until the plan is approved, each once. */
  readonly planning: readonly string[];
  /** The calls of the plan as they arrive, in order. */
  readonly changing: readonly string[];
  /** The names of those calls in the account's own log. */
  readonly made: readonly string[];
}

/** A case on whose calls something goes wrong, and what arrived. */
export interface Faulty {
  readonly open: ActionCase;
  readonly arrived: string[];
  strike: (call: string) => FaultName | undefined;
}

export async function faultyCase({ prepare }: ActionExample): Promise<Faulty> {
  const arrived: string[] = [];
  const faulty: { strike: Faulty['strike'] } = { strike: () => undefined };
  const open = await actionCase({
    faults: (call) => {
      arrived.push(call);
      return faulty.strike(call);
    },
  });
  await prepare?.(open);
  arrived.splice(0);
  return Object.assign(faulty, { open, arrived });
}

export const READS = /:(Get|List|Describe|Lookup|Head|BatchGet|Search|View|Generate)/;

export async function stagesOf(example: ActionExample): Promise<Stages> {
  const { open, arrived } = await faultyCase(example);
  await open.plan(example.id, example.params);
  const planning = [...new Set(arrived.splice(0))];
  await open.apply(example.id, example.params);
  const stages = {
    planning,
    changing: arrived.filter((call) => !READS.test(call)),
    made: open.changesInTrail(),
  };
  await open.close();
  return stages;
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(() => null).catch((error: unknown) => error);

/** A plan that cannot be made changes nothing, and is made once the account answers. */
export async function checkPlanning(example: ActionExample, { planning, made }: Stages): Promise<number> {
  const { id, params } = example;
  const faulty = await faultyCase(example);
  let struck = 0;
  for (const call of planning)
    for (const fault of [...PASSING, 'access denied'] as const) {
      faulty.strike = (name) => (name === call ? fault : undefined);
      const ended = await failureOf(faulty.open.plan(id, params));
      // Who else may write policies is looked at where it can be: a preview without it says so.
      if (fault !== 'access denied' || call !== 'iam:GetAccountAuthorizationDetails')
        expect([call, fault, ended instanceof CloudError && ended.exitCode]).toEqual([call, fault, 5]);
      struck += 1;
    }
  expect(effectsOf(faulty.open)).toEqual([]);
  faulty.strike = () => undefined;
  await faulty.open.apply(id, params);
  expect(effectsOf(faulty.open)).toEqual(made);
  await faulty.open.close();
  return struck;
}

/** Each call of the plan is refused: what was made stands, is told as what it is, and can be taken back. */
export async function checkDenied(example: ActionExample, { changing, made }: Stages): Promise<number> {
  const { id, params, kept, settles = 0 } = example;
  for (const index of changing.keys()) {
    const faulty = await faultyCase(example);
    const { open } = faulty;
    const before = await open.observe(id, params);
    let changes = 0;
    faulty.strike = (call) => {
      if (READS.test(call)) return undefined;
      changes += 1;
      return changes === index + 1 ? 'access denied' : undefined;
    };
    const ended = await failureOf(open.apply(id, params));
    expect(ended).toBeInstanceOf(ActionFailedError);
    const seq = newest(open);
    expect(open.book.state.actions[seq]?.status).toBe(index === 0 ? 'failed' : 'partial');
    expect(effectsOf(open)).toEqual(made.slice(0, index));
    open.account.clock.advance(settles);
    if (index === 0) await expect(open.undo(seq)).rejects.toThrow(/nothing to undo/);
    else if (kept !== null) {
      const undone = await failureOf(open.undo(seq));
      // What was made may be no more than what undo is declared to leave.
      if (undone === null) expect(open.book.state.actions[seq]?.status).toBe('undone');
      else expect(undone).toMatchObject({ message: expect.stringContaining('cannot be undone') as string });
      expect(kept(await open.observe(id, params))).toEqual(kept(before));
    }
    await open.close();
  }
  return changing.length;
}

/** A call that gets no answer is settled when the case is resumed, and made once. */
export async function checkPassing(example: ActionExample, { changing, made }: Stages): Promise<number> {
  const { id, params, unseen = false } = example;
  const faults: readonly FaultName[] = unseen ? PASSING : [...PASSING, 'answer lost'];
  for (const index of changing.keys())
    for (const fault of faults) {
      const faulty = await faultyCase(example);
      const { open } = faulty;
      let changes = 0;
      faulty.strike = (call) => {
        if (READS.test(call)) return undefined;
        changes += 1;
        return changes === index + 1 ? fault : undefined;
      };
      const ended = await failureOf(open.apply(id, params));
      const seq = newest(open);
      // A refusal that did nothing for sure is followed by another try at once.
      if (fault === 'throttling') expect(ended).toBeNull();
      else {
        expect([index, fault, ended instanceof CloudError && ended.exitCode]).toEqual([index, fault, 5]);
        await settleIntended(seq, open.book, open.desk);
        await runPlan(seq, open.book, open.desk);
      }
      expect([index, fault, open.book.state.actions[seq]?.status]).toEqual([index, fault, 'applied']);
      expect([index, fault, effectsOf(open)]).toEqual([index, fault, made]);
      await open.close();
    }
  return changing.length * faults.length;
}

/** What became of it cannot be read: it is told as that, it stays listed, and it can be taken back. */
export async function checkUnseen(example: ActionExample, { changing, made }: Stages): Promise<string> {
  const { id, params, kept, settles = 0 } = example;
  const faulty = await faultyCase(example);
  const { open } = faulty;
  const before = await open.observe(id, params);
  let changes = 0;
  faulty.strike = (call) => {
    if (!READS.test(call)) changes += 1;
    return changes === changing.length && READS.test(call) ? 'access denied' : undefined;
  };
  const ended = await failureOf(open.apply(id, params));
  expect(ended).toBeInstanceOf(ActionFailedError);
  const seq = newest(open);
  expect(open.book.state.actions[seq]).toMatchObject({ status: 'partial', readBack: { holds: false } });
  expect(effectsOf(open)).toEqual(made);
  const { unseen = '' } = open.book.state.actions[seq]?.readBack ?? {};
  faulty.strike = () => undefined;
  open.account.clock.advance(settles);
  if (kept !== null) {
    await open.undo(seq);
    expect(open.book.state.actions[seq]?.status).toBe('undone');
    expect(kept(await open.observe(id, params))).toEqual(kept(before));
  }
  await open.close();
  return unseen;
}
