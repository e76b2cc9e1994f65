import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/disable-access-key';

describe('iam/disable-access-key', () => {
  let open: ActionCase;
  let accessKeyId = '';
  let sts: STSClient;
  beforeAll(async () => {
    open = await actionCase();
    const { leakedKey } = open.account.intruder;
    if (leakedKey === undefined) throw new Error('the account has no leaked key');
    accessKeyId = leakedKey.accessKeyId;
    sts = open.account.as(leakedKey).sts;
  });
  afterAll(() => open.close());

  it('plans without changing anything', async () => {
    const plan = await open.plan(ID, { accessKeyId });
    expect(plan.calls.map(({ operation, input }) => [operation, input['Status']])).toEqual([
      ['UpdateAccessKey', 'Inactive'],
    ]);
    expect(plan.target).toMatch(/^access key AKIA.* of user /);
    expect(open.changesInTrail()).toEqual([]);
  });

  it('stops the key, and undo gives it back', async () => {
    const before = await open.observe(ID, { accessKeyId });
    const entry = await open.apply(ID, { accessKeyId });
    expect(open.book.state.actions[entry]?.status).toBe('applied');
    expect(await refused(sts.send(new GetCallerIdentityCommand({})))).toBe('InvalidClientTokenId');
    const undo = await open.undo(entry);
    expect(open.book.state.actions[entry]).toMatchObject({ status: 'undone', undoneBy: undo });
    expect(await refused(sts.send(new GetCallerIdentityCommand({})))).toBe('went through');
    expect({ ...(await open.observe(ID, { accessKeyId })), lastUsed: null }).toEqual({
      ...before,
      lastUsed: null,
    });
    expect(open.changesInTrail()).toEqual(['UpdateAccessKey', 'UpdateAccessKey']);
  });

  it('has nothing to do where the key is off already, and refuses a key nobody has', async () => {
    await open.apply(ID, { accessKeyId });
    expect((await open.plan(ID, { accessKeyId })).calls).toEqual([]);
    await expect(open.plan(ID, { accessKeyId: 'AKIAIOSFODNN7NOBODY0' })).rejects.toThrow(/no access key/);
  });
});
