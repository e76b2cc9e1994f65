import { ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { afterEach, describe, expect, it } from 'vitest';
import { guard } from '../../src/actions/guards.ts';
import { withCopyGuarded } from '../../src/app/evidence-copy/keep-apart.ts';
import { INITIAL_STATE } from '../../src/engine/initial-state.ts';
import type { EvidenceDestination } from '../../src/model/evidence-copy.ts';
import { planDecided } from '../../src/app/actions/given-approval.ts';
import { decidePlan, planView } from '../../src/app/actions/decide-plan.ts';
import { findAction } from '../../src/app/actions/action-library.ts';
import { makePlan } from '../../src/app/actions/make-plan.ts';
import { recordPlan } from '../../src/app/actions/record-plan.ts';
import { runPlan } from '../../src/app/actions/run-plan.ts';
import { settleActions } from '../../src/app/actions/settle-actions.ts';
import { placeRequest } from '../../src/case/inbox.ts';
import { NO_ANSWERS } from '../../src/model/answers.ts';
import { NO_ORGANIZATION, type Organization } from '../../src/model/organization.ts';
import type { Responder } from '../../src/ports/responder.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';

const ID = 'iam/disable-access-key';
const ALLOW_MODELS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'bedrock:ListFoundationModels', Resource: '*' }],
});
const TWO_PEOPLE: Organization = { ...NO_ORGANIZATION, breakGlass: 'none', twoPerson: true };

let open: ActionCase;
afterEach(() => open.close());

/** A responder of whom nothing but a decision on plans is asked. */
function deciding(decision: 'approve' | 'later'): Responder {
  const answer =
    decision === 'approve' ? ({ do: 'approve', how: 'typed' } as const) : ({ do: 'later' } as const);
  return { atPlan: () => Promise.resolve(answer) } as unknown as Responder;
}

async function planned(): Promise<number> {
  const accessKeyId = open.account.intruder.leakedKey?.accessKeyId ?? '';
  const wanted = { unit: findAction(ID), params: { accessKeyId }, at: open.desk.clock.now() };
  return recordPlan(await makePlan(wanted, open.desk), open.book);
}

describe('two people', () => {
  it('have to approve with two identities, the second one through the inbox', async () => {
    open = await actionCase({ organization: TWO_PEOPLE });
    const { book, desk } = open;
    book.by = { human: 'Ada Byron', identity: 'arn:aws:sts::111122223333:assumed-role/ir/ada' };
    const seq = await planned();
    await expect(decidePlan(seq, book, { desk, responder: deciding('approve') })).rejects.toThrow(
      /waits for a second approval/,
    );
    expect(open.changesInTrail()).toEqual([]);
    const approval = (identity: string, planSha256: string) => ({
      kind: 'action-decided' as const,
      data: { plan: seq, offer: null, decision: 'approved' as const, planSha256, how: 'typed', why: null },
      identity,
    });
    const hash = book.state.actions[seq]?.planned.planSha256 ?? '';
    // The same identity again, and another one for other calls: neither counts.
    for (const [index, { identity, ...event }] of [
      approval('arn:aws:sts::111122223333:assumed-role/ir/ada', hash),
      approval('arn:aws:sts::111122223333:assumed-role/ir/grace', 'f'.repeat(64)),
    ].entries())
      placeRequest(book.store.folder, {
        id: `request-${index}`,
        at: desk.clock.now(),
        by: { human: 'Grace', identity },
        event,
      });
    await book.catchUp();
    await expect(settleActions(book, desk)).rejects.toThrow(/second approval/);
    expect(open.changesInTrail()).toEqual([]);
    const { identity, ...event } = approval('arn:aws:sts::111122223333:assumed-role/ir/grace', hash);
    const by = { human: 'Grace', identity };
    placeRequest(book.store.folder, { id: 'request-3', at: desk.clock.now(), by, event });
    await book.catchUp();
    await settleActions(book, desk);
    expect(open.changesInTrail()).toEqual(['UpdateAccessKey']);
    expect(book.state.actions[seq]).toMatchObject({ status: 'applied' });
  });
});

describe('an approval from a file', () => {
  const view = async (loopback: boolean) => {
    open = await actionCase();
    return { ...planView(await planned(), open.book, open.desk), loopback };
  };

  it('may cover everything on the own machine, and nothing elsewhere', async () => {
    const shown = await view(true);
    const everything = { ...NO_ANSWERS, actions: { '*': 'approve' as const } };
    expect(await planDecided(everything, null, shown)).toEqual({ do: 'approve', how: 'file' });
    await expect(planDecided(everything, null, { ...shown, loopback: false })).rejects.toThrow(
      /waits for an approval/,
    );
  });

  it('holds elsewhere by account and hash, for exactly this plan', async () => {
    const shown = await view(false);
    const given = (approve: string, account: string) => ({
      ...NO_ANSWERS,
      account,
      actions: { [ID]: { approve } },
    });
    const right = given(shown.planSha256, '111122223333');
    expect(await planDecided(right, null, shown)).toEqual({ do: 'approve', how: 'file' });
    await expect(planDecided(given('0'.repeat(64), '111122223333'), null, shown)).rejects.toThrow(/waits/);
    await expect(planDecided(given(shown.planSha256, '444455556666'), null, shown)).rejects.toThrow(/waits/);
  });

  it('never gives access back with a word for everything', async () => {
    const shown = await view(true);
    const reopening = { ...shown, plan: { ...shown.plan, reopens: true } };
    const everything = { ...NO_ANSWERS, actions: { '*': 'approve' as const } };
    await expect(planDecided(everything, null, reopening)).rejects.toThrow(/waits for an approval/);
  });
});

describe('guards', () => {
  it('refuse to change a real account before break-glass principals are named', async () => {
    open = await actionCase();
    const operator = { arn: 'arn:aws:iam::111122223333:user/ir', account: '111122223333' };
    const touched = { principals: ['arn:aws:iam::111122223333:user/glass'], buckets: ['evidence'] };
    const real = { ...operator, label: 'REAL' as const };
    expect(guard(touched, { operator: real, organization: NO_ORGANIZATION })?.why).toMatch(/break-glass/);
    const listed = { ...NO_ORGANIZATION, breakGlass: touched.principals };
    expect(guard(touched, { operator: real, organization: listed })?.why).toMatch(
      /is listed as a break-glass/,
    );
    const evidence = { ...NO_ORGANIZATION, breakGlass: 'none' as const, evidenceBuckets: ['evidence'] };
    expect(guard(touched, { operator: real, organization: evidence })?.why).toMatch(/where evidence goes/);
    const none = { ...NO_ORGANIZATION, breakGlass: 'none' as const };
    expect(guard(touched, { operator: real, organization: none })).toBeNull();
  });

  it('refuse to shut out who copies the evidence, and its bucket', async () => {
    open = await actionCase();
    const operator = { arn: 'arn:aws:iam::111122223333:user/ir', account: '111122223333' };
    const arn = 'arn:aws:sts::444455556666:assumed-role/writer/heptad';
    const destination = { bucket: 'example-vault', arn } as EvidenceDestination;
    const evidenceCopy = { destination, confirmed: [], head: null, ended: null };
    const organization = withCopyGuarded(NO_ORGANIZATION, { ...INITIAL_STATE, evidenceCopy });
    const judge = (touched: Parameters<typeof guard>[0]) =>
      guard(touched, { operator: { ...operator, label: 'SIMULATED' }, organization });
    const everybody = { principals: ['*'], spared: [operator.arn], buckets: [] };
    expect(judge({ principals: [], buckets: ['example-vault'] })?.why).toMatch(/where evidence goes/);
    expect(judge({ ...everybody, accounts: ['444455556666'] })?.why).toMatch(/copies the evidence/);
    expect(judge({ principals: ['arn:aws:iam::444455556666:role/writer'], buckets: [] })?.why).toMatch(
      /would shut out arn:aws:iam::444455556666:role\/writer/,
    );
    expect(judge({ ...everybody, accounts: ['777788889999'] })).toBeNull();
    expect(judge({ ...everybody, buckets: ['other'] })).toBeNull();
  });
});

describe('a plan that a guard refuses', () => {
  const BUCKET = 'example-hr-records-111122223333';
  const ROLE = 'arn:aws:iam::111122223333:role/example-incident-responder';
  const USER = 'arn:aws:iam::111122223333:user/marta.silva';

  it.each([
    [
      'a break-glass principal',
      { breakGlass: [USER] },
      'iam/quarantine-principal',
      { principal: USER },
      /break-glass/,
    ],
    [
      'the bucket evidence goes to',
      { breakGlass: 'none' as const, evidenceBuckets: [BUCKET] },
      's3/lock-bucket',
      { bucket: BUCKET, allow: [ROLE] },
      /where evidence goes/,
    ],
  ])('because it would hit %s is not made, and nothing is changed', async (_, given, id, params, why) => {
    open = await actionCase({ organization: { ...NO_ORGANIZATION, ...given } });
    await expect(open.plan(id, params)).rejects.toMatchObject({
      why: expect.stringMatching(why) as string,
      fix: expect.stringMatching(/./) as string,
    });
    expect(open.changesInTrail()).toEqual([]);
  });
});

describe('a plan', () => {
  it('is void when the account changed after it was approved, and the difference is told', async () => {
    open = await actionCase();
    const seq = await planned();
    await decidePlan(seq, open.book, { desk: open.desk, responder: deciding('approve') });
    const other = await open.apply(ID, {
      accessKeyId: open.account.intruder.leakedKey?.accessKeyId ?? '',
    });
    expect(open.book.state.actions[other]?.status).toBe('applied');
    await expect(runPlan(seq, open.book, open.desk)).rejects.toThrow(/is void/);
    expect(open.book.state.actions[seq]).toMatchObject({ status: 'void' });
    expect(open.changesInTrail()).toEqual(['UpdateAccessKey']);
  });

  it('that was put off stays planned', async () => {
    open = await actionCase();
    const seq = await planned();
    expect(await decidePlan(seq, open.book, { desk: open.desk, responder: deciding('later') })).toBe(false);
    expect(open.book.state.actions[seq]?.status).toBe('planned');
  });
});

describe('proof of effect', () => {
  const HALF_AN_HOUR = 31 * 60_000;
  const applied = async () => {
    open = await actionCase();
    const key = open.account.intruder.leakedKey;
    if (key === undefined) throw new Error('the account has no leaked key');
    return { key, seq: await open.apply(ID, { accessKeyId: key.accessKeyId }) };
  };

  it('is not claimed before evidence covers the quarter of an hour after', async () => {
    const { seq } = await applied();
    open.account.clock.advance(20 * 60_000);
    await settleActions(open.book, open.desk);
    expect(open.book.state.actions[seq]).toMatchObject({ status: 'applied', proof: null });
    open.account.clock.advance(HALF_AN_HOUR);
    await settleActions(open.book, open.desk);
    expect(open.book.state.actions[seq]).toMatchObject({ status: 'verified' });
  });

  it('fails where the identity still succeeded', async () => {
    const { key, seq } = await applied();
    const user = [...open.account.world.iam.users.values()].find(({ accessKeys }) =>
      accessKeys.has(key.accessKeyId),
    );
    const own = user?.accessKeys.get(key.accessKeyId);
    if (own === undefined) throw new Error('the key has no user');
    open.account.clock.advance(5 * 60_000);
    own.status = 'Active';
    await open.account.as(key).iam.send(new ListUsersCommand({}));
    open.account.clock.advance(HALF_AN_HOUR);
    await settleActions(open.book, open.desk);
    expect(open.book.state.actions[seq]).toMatchObject({
      status: 'failed',
      proof: { result: 'later-success' },
    });
  });

  it('looks in every Region of the case', async () => {
    const { key, seq } = await applied();
    const { book, desk } = open;
    await book.record('collection-planned', {
      account: '111122223333',
      regions: ['us-east-1', 'us-west-2'],
      from: desk.clock.now(),
      to: desk.clock.now(),
      collectors: [],
      limits: [],
    });
    const owner = [...open.account.world.iam.users.values()].find(({ accessKeys }) =>
      accessKeys.has(key.accessKeyId),
    );
    const own = owner?.accessKeys.get(key.accessKeyId);
    if (own === undefined) throw new Error('the key has no user');
    open.account.clock.advance(5 * 60_000);
    own.status = 'Active';
    owner?.inline.set('models', ALLOW_MODELS);
    await open.account.as(key, 'us-west-2').bedrock.send(new ListFoundationModelsCommand({}));
    open.account.clock.advance(HALF_AN_HOUR);
    await settleActions(book, desk);
    expect(book.state.actions[seq]?.proof).toMatchObject({ result: 'later-success' });
  });
});
