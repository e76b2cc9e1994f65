import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverageEntries } from '../../src/app/case-coverage.ts';
import { verifyCase } from '../../src/case/verify.ts';
import { changesThrough, type FaultyRun, faultyRun, type Phase } from '../support/faulty-run.ts';
import { type FaultName, PASSING } from '../support/faulty-wire.ts';

const LONG = 900_000;
/** Verifying a case reads all of its evidence: after every so-manieth pause is often enough. */
const VERIFIED_EVERY = 10;

/** The exit code a run ends with. The errors are of the built program's own classes. */
function exitOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'exitCode') : null;
}

/** What a run came to, without what differs from run to run. */
function outcomeOf(run: FaultyRun): object {
  const state = run.state();
  const { findings, actions, collected, runs } = state;
  return {
    finished: state.finished,
    findings: Object.values(findings)
      .map(({ id, count }) => `${id} ${count}`)
      .toSorted(),
    actions: Object.values(actions)
      .filter(({ status }) => status !== 'void')
      .map(({ planned, status }) => `${planned.action} ${planned.target} ${status}`)
      .toSorted(),
    collected: Object.values(collected)
      .map(({ collector, done }) => `${collector} ${done}`)
      .toSorted(),
    coverage: coverageEntries(state)
      .map(({ source, region, status }) => `${source} ${region} ${status}`)
      .toSorted(),
    steps: Object.entries(runs)
      .map(([key, { coverage, rows, failed }]) => `${key} ${coverage.status} ${rows} ${failed}`)
      .toSorted(),
    changes: changesThrough(run).toSorted(),
  };
}

/** Calls that change something: their answer is lost besides, which for a read is a timeout. */
const CHANGES = /:(Attach|Delete|Prepare|Put|Update)/;

/** Collecting meets every fault at every call in test/collectors/faults-in-turn.test.ts; here it is one of them in turn. */
function faultsFor(phase: Phase, call: string, turn: number): readonly FaultName[] {
  if (CHANGES.test(call)) return [...PASSING, 'answer lost'];
  const one = PASSING[turn % PASSING.length];
  return phase === 'collecting' && one !== undefined ? [one] : PASSING;
}

describe('every call of a run goes wrong in every way that passes, one at a time', () => {
  let whole: FaultyRun;
  let faulty: FaultyRun;
  /** By phase and call: what has gone wrong with it, in this order. */
  const gone = new Map<string, { readonly due: readonly FaultName[]; readonly met: FaultName[] }>();
  const pauses: { readonly at: string; readonly ended: unknown }[] = [];
  const unverified: string[] = [];
  let finishedEarly = 0;

  beforeAll(async () => {
    whole = await faultyRun(() => undefined);
    expect(await whole.go()).toBeNull();
    let last = '';
    faulty = await faultyRun((phase, call) => {
      const key = `${phase} ${call}`;
      const own = gone.get(key) ?? { due: faultsFor(phase, call, gone.size), met: [] };
      gone.set(key, own);
      const fault = own.due[own.met.length];
      if (fault === undefined) return undefined;
      own.met.push(fault);
      last = `${key}: ${fault}`;
      return fault;
    });
    for (;;) {
      const ended = await faulty.go();
      if (ended === null) break;
      pauses.push({ at: last, ended });
      if (faulty.state().finished) finishedEarly += 1;
      if (pauses.length % VERIFIED_EVERY === 0 && !verifyCase(faulty.folder, null).ok) unverified.push(last);
      if (exitOf(ended) !== 5) break;
    }
  }, LONG);
  afterAll(() => {
    whole.close();
    faulty.close();
  });

  it('pauses, says so by its exit code, and keeps what it has', () => {
    expect(pauses.filter(({ ended }) => exitOf(ended) !== 5)).toEqual([]);
    expect(pauses.length).toBeGreaterThan(150);
    expect(finishedEarly).toBe(0);
    expect(unverified).toEqual([]);
    expect(verifyCase(faulty.folder, null)).toMatchObject({ ok: true, faults: [] });
  });

  it('comes to the same end as a run on which nothing went wrong, with nothing done twice', () => {
    expect(outcomeOf(faulty)).toEqual(outcomeOf(whole));
  });

  it('lets no call of the run escape, and no fault', () => {
    expect(new Set(faulty.wire.struck)).toEqual(new Set(whole.wire.arrived));
    const met = new Map<string, Set<FaultName>>();
    for (const [key, own] of gone) {
      const call = key.replace(/^\S+ /, '');
      met.set(call, new Set([...(met.get(call) ?? []), ...own.met]));
    }
    // A call may be made for the last time before it has met all that was due; elsewhere in the run it has.
    const spared = [...gone].flatMap(([key, { due }]) =>
      due
        .filter((fault) => met.get(key.replace(/^\S+ /, ''))?.has(fault) !== true)
        .map((fault) => `${key}: ${fault}`),
    );
    expect(spared).toEqual([]);
    expect([...gone.values()].flatMap((own) => own.met).length).toBeGreaterThan(180);
    expect([...new Set(faulty.wire.arrived)].toSorted()).toEqual([...new Set(whole.wire.arrived)].toSorted());
  });
});
