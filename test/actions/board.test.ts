import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { boardOf } from '../../src/app/actions/board.ts';
import { carryOut, carryOutAll, carryOutSet } from '../../src/app/actions/carry-out.ts';
import { decideSet, runSet, setView } from '../../src/app/actions/decide-set.ts';
import { preservationDecided, setDecided } from '../../src/app/actions/given-approval.ts';
import { logGroupsToHold } from '../../src/app/actions/log-groups-to-hold.ts';
import { planSet } from '../../src/app/actions/plan-set.ts';
import { reportActions } from '../../src/app/report-actions.ts';
import { timelineOf } from '../../src/app/timeline.ts';
import { settleActions } from '../../src/app/actions/settle-actions.ts';
import { liveFootholds } from '../../src/model/board.ts';
import { NO_ANSWERS } from '../../src/model/answers.ts';
import type { ActionAnswer } from '../../src/model/answers.ts';
import type { Responder } from '../../src/ports/responder.ts';
import { createAnswersResponder } from '../../src/app/answers-responder.ts';
import { type ActionCase, actionCase, type ActionCaseOptions } from '../support/action-case.ts';
import { CI_USER, intruder } from '../support/action-checks.ts';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { refused } from '../support/simulated-account.ts';

let open: ActionCase;
afterEach(() => open.close());

function answering(actions: Readonly<Record<string, ActionAnswer>>): Responder {
  return createAnswersResponder({ ...NO_ANSWERS, actions }, null, () => undefined);
}

/** A case with a key and a user that are followed, an offer for the key, and none for the user. */
async function twoFootholds(
  options: ActionCaseOptions = {},
): Promise<{ readonly key: string; readonly offer: number }> {
  open = await actionCase(options);
  const key = open.account.intruder.leakedKey?.accessKeyId ?? '';
  await open.book.record('suspect-decided', { suspects: [], decision: 'follow' });
  await open.book.record('step-finished', {
    step: 'chain',
    suspect: null,
    element: 'access',
    generation: 1,
    rows: 2,
    result: null,
    coverage: { status: 'complete', detail: '', records: 1, stretches: [], missing: [] } as never,
    findings: [],
    proposals: [
      { kind: 'access-key', value: key, why: 'leaked', step: 'chain' },
      { kind: 'principal', value: CI_USER, why: 'its owner', step: 'chain' },
      { kind: 'address', value: '198.51.100.7', why: 'used it', step: 'chain' },
    ],
    failed: null,
  });
  await open.book.record('suspect-decided', {
    suspects: [
      { kind: 'access-key', value: key },
      { kind: 'principal', value: CI_USER },
      { kind: 'address', value: '198.51.100.7' },
    ],
    decision: 'follow',
  });
  const { seq } = await open.book.write('action-offered', {
    step: 'chain',
    action: 'iam/disable-access-key',
    params: { accessKeyId: key },
    key: `chain iam/disable-access-key ${key}`,
  });
  return { key, offer: seq };
}

describe('the board', () => {
  it('shows each foothold with what covers it, and those that nothing covers', async () => {
    const { key, offer } = await twoFootholds();
    const { footholds } = boardOf(open.book.state);
    expect(footholds.map(({ kind, value, state }) => ({ kind, value, state }))).toEqual([
      { kind: 'access-key', value: key, state: 'offered' },
      { kind: 'principal', value: CI_USER, state: 'uncovered' },
    ]);
    expect(footholds[0]?.items).toMatchObject([{ entry: offer, what: 'offer', status: 'offered' }]);
    expect(footholds[1]?.hint).toBe(`iam/quarantine-principal principal=${CI_USER}`);
    expect(liveFootholds(boardOf(open.book.state))).toHaveLength(2);
  });

  it('says that an action takes a part of a foothold only', async () => {
    await twoFootholds();
    await open.apply('iam/remove-console-access', { userName: 'marta.silva' });
    await open.book.record('action-offered', {
      step: 'chain',
      action: 'iam/remove-console-access',
      params: { userName: 'ci-deployer' },
      key: 'chain iam/remove-console-access ci-deployer',
    });
    const { footholds } = boardOf(open.book.state);
    expect(footholds.find(({ value }) => value === CI_USER)?.state).toBe('offered');
    // What nobody suspected and was contained stands for itself.
    expect(footholds.some(({ state, kind }) => state === 'contained' && kind === 'iam')).toBe(true);
  });
});

describe('a set', () => {
  it('is approved by one hash over its ordered plans, and run back to back', async () => {
    const { key, offer } = await twoFootholds();
    const { book, desk } = open;
    const { set } = await planSet(
      [{ entry: offer }, { action: 'iam/quarantine-principal', given: { principal: CI_USER } }],
      book,
      desk,
    );
    const view = setView(set ?? 0, book, desk);
    expect(view.plans.map(({ plan }) => plan.action)).toEqual([
      'iam/disable-access-key',
      'iam/quarantine-principal',
    ]);
    expect(view.alive).toEqual([]);
    expect(open.changesInTrail()).toEqual([]);
    const responder = answering({ set: { approve: view.setSha256 } });
    expect(await carryOutSet(set ?? 0, { book, desk, responder })).toBe('approved');
    expect(open.changesInTrail()[0]).toBe('UpdateAccessKey');
    expect(boardOf(book.state).footholds.map(({ state }) => state)).toEqual(['contained', 'contained']);
    expect(book.state.offers[`chain iam/disable-access-key ${key}`]?.status).toBe('planned');
    expect(await refused(intruder(open, 'leakedKey').iam.send(new ListUsersCommand({})))).not.toBe(
      'went through',
    );
  });

  it('in another order is another set, and is not covered by the approval', async () => {
    const { offer } = await twoFootholds();
    const { book, desk } = open;
    const other = { action: 'iam/quarantine-principal', given: { principal: CI_USER } };
    const first = await planSet([{ entry: offer }, other], book, desk);
    const again = await planSet([{ entry: offer }, other], book, desk);
    const turned = await planSet([other, { entry: offer }], book, desk);
    expect(again.set).toBe(first.set);
    expect(turned.set).not.toBe(first.set);
    const hash = setView(first.set ?? 0, book, desk).setSha256;
    const view = { ...setView(turned.set ?? 0, book, desk), loopback: false };
    expect(view.setSha256).not.toBe(hash);
    await expect(
      setDecided({ ...NO_ANSWERS, actions: { set: { approve: hash } } }, null, view),
    ).rejects.toThrow(/waits for an approval/);
    await expect(setDecided({ ...NO_ANSWERS, actions: { set: 'approve' } }, null, view)).rejects.toThrow(
      /waits for an approval/,
    );
  });

  it('goes on after a crash between its plans, in its own order', async () => {
    const { offer } = await twoFootholds();
    const { book, desk } = open;
    const { set } = await planSet(
      [{ action: 'iam/quarantine-principal', given: { principal: CI_USER } }, { entry: offer }],
      book,
      desk,
    );
    const responder = answering({ set: 'approve' });
    expect(await decideSet(set ?? 0, book, { desk, responder })).toBe('approved');
    // Here it is cut off; what comes after is what resume does.
    await settleActions(book, desk);
    expect(open.changesInTrail().at(-1)).toBe('UpdateAccessKey');
    expect(liveFootholds(boardOf(book.state))).toEqual([]);
  });

  it('runs the others where one is void, and says which failed', async () => {
    const { key, offer } = await twoFootholds();
    const { book, desk } = open;
    const { set } = await planSet(
      [{ entry: offer }, { action: 'iam/quarantine-principal', given: { principal: CI_USER } }],
      book,
      desk,
    );
    await decideSet(set ?? 0, book, { desk, responder: answering({ set: 'approve' }) });
    const user = [...open.account.world.iam.users.values()].find(({ accessKeys }) => accessKeys.has(key));
    const own = user?.accessKeys.get(key);
    if (own === undefined) throw new Error('the key has no user');
    own.status = 'Inactive';
    const told: string[] = [];
    const run = runSet(set ?? 0, book, { desk, tell: (line) => told.push(line) });
    await expect(run).rejects.toThrow(/1 of 2 plans/);
    expect(told).toEqual([expect.stringMatching(/^plan \d+ FAILED, the others have their turn: /)]);
    expect(open.changesInTrail().length).toBeGreaterThan(0);
    expect(Object.values(book.state.actions).map(({ status }) => status)).toEqual(['void', 'applied']);
  });

  it('refuses a member that is no offer and no plan', async () => {
    await twoFootholds();
    await expect(planSet([{ entry: 1 }], open.book, open.desk)).rejects.toThrow(/no offer and no plan/);
  });
});

describe('containing one foothold', () => {
  it('names the others that stay open before it is approved', async () => {
    const { offer } = await twoFootholds();
    const { book, desk } = open;
    const { set } = await planSet([{ entry: offer }], book, desk);
    expect(setView(set ?? 0, book, desk).plans[0]?.alive).toEqual([`principal ${CI_USER} (uncovered)`]);
  });
});

describe('before the first change', () => {
  it('keeps the event history of whom it hits and the policies as they are, and says so in the report', async () => {
    const { offer } = await twoFootholds();
    const { book, desk } = open;
    const { set } = await planSet([{ entry: offer }], book, desk);
    const [plan = 0] = book.state.sets[set ?? 0]?.plans ?? [];
    const responder = answering({ 'iam/disable-access-key': 'approve' });
    expect(await carryOut(plan, { book, desk, responder })).toBe(true);
    const { preservation } = book.state;
    expect(preservation).toMatchObject({ decision: 'kept' });
    const [history, policies] = preservation?.kept ?? [];
    expect(await book.kept(history?.evidence ?? '')).toContain('"Events"');
    expect(await book.kept(policies?.evidence ?? '')).toContain('"UserDetailList"');
    expect(reportActions(book.state).map(({ status }) => status)).not.toContain('declined');
    const told = timelineOf({ entries: book.store.entries(), state: book.state, eventTimes: new Map() });
    expect(told.some(({ title }) => title.includes('event history of the last day'))).toBe(true);
    const kinds = readFileSync(`${book.store.folder}/journal.jsonl`, 'utf8');
    expect(kinds.indexOf('preservation-decided')).toBeLessThan(kinds.indexOf('call-intended'));
  });

  it('takes a reason to be declined, journaled and reported, and is asked once', async () => {
    const { offer } = await twoFootholds();
    const { book, desk } = open;
    const { set } = await planSet([{ entry: offer }], book, desk);
    const answers = { preserve: { decline: 'the key is being used this minute' }, set: 'approve' } as const;
    await carryOutSet(set ?? 0, { book, desk, responder: answering(answers) });
    expect(book.state.preservation).toMatchObject({
      decision: 'declined',
      why: 'the key is being used this minute',
    });
    expect(reportActions(book.state)[0]).toMatchObject({
      status: 'declined',
      verification: expect.stringContaining('this minute') as string,
    });
  });

  it('holds the log groups by plans of their own where that is wanted', async () => {
    const { offer } = await twoFootholds();
    const { book, desk } = open;
    const { set } = await planSet([{ entry: offer }], book, desk);
    const answers = { preserve: 'approve', set: 'approve' } as const;
    await carryOutSet(set ?? 0, { book, desk, responder: answering(answers) });
    const held = Object.values(book.state.actions).filter(
      ({ planned }) => planned.action === 'cloudwatch-logs/hold-logs',
    );
    expect(held.length).toBeGreaterThan(0);
    for (const { status } of held) expect(status).toBe('applied');
    expect(open.changesInTrail().at(-1)).toBe('UpdateAccessKey');
  });

  it('does not put the holding of a log group a second time that the set holds anyway', async () => {
    const { offer } = await twoFootholds();
    const { book, desk } = open;
    const { offers } = await logGroupsToHold(desk);
    const [group] = offers;
    if (group === undefined) throw new Error('no log group is to be held');
    const holding = { action: 'cloudwatch-logs/hold-logs', given: { ...group } };
    const { set } = await planSet([holding, { entry: offer }], book, desk);
    const asked: string[] = [];
    const responder = answering({ preserve: 'approve', set: 'approve' });
    const atPreservation: Responder['atPreservation'] = (view) => {
      asked.push(...view.holds);
      return responder.atPreservation(view);
    };
    await carryOutSet(set ?? 0, { book, desk, responder: { ...responder, atPreservation } });
    expect(asked).toEqual(offers.slice(1).map(({ logGroup }) => logGroup));
    const held = Object.values(book.state.actions).filter(
      ({ planned }) => planned.params['logGroup'] === group.logGroup,
    );
    expect(held.map(({ status }) => status)).toEqual(['applied']);
    const decided = book.store.entries().filter(({ kind }) => kind === 'set-decided');
    expect(decided).toHaveLength(offers.length > 1 ? 2 : 1);
  });

  it('runs every plan that is approved by itself where the logs could not be held, and tells of it last', async () => {
    const hold = 'PutLogGroupDeletionProtection';
    const { offer } = await twoFootholds({
      faults: (call) => (call === `logs:${hold}` ? 'access denied' : undefined),
    });
    const { book, desk } = open;
    const other = { action: 'iam/quarantine-principal', given: { principal: CI_USER } };
    const { set } = await planSet([{ entry: offer }, other], book, desk);
    const plans = book.state.sets[set ?? 0]?.plans ?? [];
    const told: string[] = [];
    const responder = createAnswersResponder({ ...NO_ANSWERS, actions: { '*': 'approve' } }, null, (line) =>
      told.push(line),
    );
    const failure = await carryOutAll({ plans, set }, { book, desk, responder });
    expect(failure?.message).toContain(hold);
    expect(told.find((line) => line.startsWith('not held: '))).toContain('containment goes on');
    expect(plans.map((plan) => book.state.actions[plan]?.status)).toEqual(['applied', 'applied']);
    expect(told.slice(-2)).toEqual(plans.map((plan) => `plan ${plan} is applied and read back`));
  });

  it('runs the other plans where one of them fails', async () => {
    const { offer } = await twoFootholds({
      faults: (call) => (call === 'iam:UpdateAccessKey' ? 'access denied' : undefined),
    });
    const { book, desk } = open;
    const other = { action: 'iam/quarantine-principal', given: { principal: CI_USER } };
    const { set } = await planSet([{ entry: offer }, other], book, desk);
    const plans = book.state.sets[set ?? 0]?.plans ?? [];
    const answers = { '*': 'approve', preserve: 'decline' } as const;
    const failure = await carryOutAll({ plans, set: null }, { book, desk, responder: answering(answers) });
    expect(failure?.message).toBe('1 of 2 plans failed; the others had their turn');
    expect(plans.map((plan) => book.state.actions[plan]?.status)).toEqual(['failed', 'applied']);
  });

  it('changes nothing where nobody could be asked', async () => {
    open = await actionCase();
    const view = { label: '', caseName: '', keeps: ['x'], holds: ['y'], unread: [] };
    expect(await preservationDecided(NO_ANSWERS, null, view)).toMatchObject({ do: 'keep-reads' });
  });
});
