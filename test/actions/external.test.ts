import { ListUsersCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAction } from '../../src/app/actions/action-library.ts';
import { handOver } from '../../src/app/actions/hand-over.ts';
import { makePlan } from '../../src/app/actions/make-plan.ts';
import { exportPlan } from '../../src/app/actions/plan-file.ts';
import { recordPlan } from '../../src/app/actions/record-plan.ts';
import { settleActions } from '../../src/app/actions/settle-actions.ts';
import type { CaseTools } from '../../src/app/case-wiring.ts';
import { reportActions } from '../../src/app/report-actions.ts';
import { isInForce } from '../../src/model/action-state.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { colleague } from '../support/action-checks.ts';

const ID = 'iam/disable-access-key';
const HALF_AN_HOUR = 31 * 60_000;

let open: ActionCase;
let seq: number;

beforeEach(async () => {
  open = await actionCase();
  const unit = findAction(ID);
  seq = await recordPlan(
    await makePlan({ unit, params: { accessKeyId: key() }, at: open.desk.clock.now() }, open.desk),
    open.book,
  );
});
afterEach(() => open.close());

function key(): string {
  return open.account.intruder.leakedKey?.accessKeyId ?? '';
}

/** Hands the plan over as another process would: the case is let go for it. */
async function handedOver(): Promise<void> {
  await open.reopen((folder) =>
    handOver(folder, { entry: seq, to: 'Platform team', ticket: 'OPS-17' }, tools()),
  );
}

function tools(): CaseTools {
  return { by: { human: 'Ada Byron', identity: null }, clock: open.desk.clock } as unknown as CaseTools;
}

/** The other team makes the call of the plan with its own tools. */
function carriedOut(status: 'Active' | 'Inactive'): Promise<unknown> {
  const input = open.book.state.actions[seq]?.planned.calls[0]?.input as { readonly UserName: string };
  return colleague(open).iam.send(
    new UpdateAccessKeyCommand({ UserName: input.UserName, AccessKeyId: key(), Status: status }),
  );
}

const settle = () => settleActions(open.book, open.desk);
const action = () => open.book.state.actions[seq];

describe('a plan that another team carries out', () => {
  it('is not run by heptad, and stays open until it is seen in the account', async () => {
    await handedOver();
    expect(action()).toMatchObject({ status: 'external', executedAt: null });
    await settle();
    await settle();
    expect(open.changesInTrail()).toEqual([]);
    expect(action()).toMatchObject({ status: 'external', readBack: { holds: false } });
    // Nothing new was seen the second time, and nothing was journaled of it.
    expect(open.book.store.entries().filter(({ kind }) => kind === 'action-read-back')).toHaveLength(1);
    const state = action();
    expect(state !== undefined && isInForce(state)).toBe(false);
    expect(exportPlan(open.book.store.folder, seq, open.desk.clock.now()).shown.plan.calls).toHaveLength(1);
    expect(reportActions(open.book.state).at(-1)).toMatchObject({
      status: 'external',
      executedBy: 'Platform team (ticket OPS-17)',
    });
  });

  it('is read back once it is done, and verified a quarter of an hour after that', async () => {
    await handedOver();
    await settle();
    open.account.clock.advance(10 * 60_000);
    await carriedOut('Inactive');
    await settle();
    expect(action()).toMatchObject({ status: 'external', readBack: { holds: true } });
    expect(reportActions(open.book.state).at(-1)?.verification).toMatch(/proof of effect is due at/);
    open.account.clock.advance(HALF_AN_HOUR);
    await settle();
    expect(action()).toMatchObject({ status: 'verified', proof: { result: 'no-later-success' } });
    expect(open.changesInTrail()).toEqual([]);
  });

  it('fails where the identity still succeeded after it was read back', async () => {
    await handedOver();
    await carriedOut('Inactive');
    await settle();
    open.account.clock.advance(5 * 60_000);
    await carriedOut('Active');
    open.account.clock.advance(10_000);
    const leaked = open.account.intruder.leakedKey;
    if (leaked === undefined) throw new Error('the story has no leaked key');
    await open.account.as(leaked).iam.send(new ListUsersCommand({}));
    open.account.clock.advance(HALF_AN_HOUR);
    await settle();
    expect(action()).toMatchObject({ status: 'failed', proof: { result: 'later-success' } });
  });

  it('is undone by heptad from the state that was kept when it was planned', async () => {
    const before = await open.observe(ID, { accessKeyId: key() });
    await handedOver();
    await expect(open.undo(seq)).rejects.toMatchObject({
      why: expect.stringMatching(/has changed nothing/) as string,
    });
    await carriedOut('Inactive');
    await settle();
    open.account.clock.advance(60_000);
    const undo = await open.undo(seq);
    expect(action()).toMatchObject({ status: 'undone', undoneBy: undo });
    expect((await open.observe(ID, { accessKeyId: key() }))['status']).toBe(before['status']);
  });

  it('cannot be one that heptad has begun', async () => {
    await open.book.record('call-intended', { plan: seq, index: 0 });
    await expect(handedOver()).rejects.toThrow(/no plan that can be handed over/);
  });
});
