import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTION_IDS, findAction } from '../../src/app/actions/action-library.ts';
import { planUndo } from '../../src/app/actions/plan-undo.ts';
import { accountState } from './moto/account-state.ts';
import { type Carried, nameOf } from './moto/carried.ts';
import { CARRIED_IAM } from './moto/carried-iam.ts';
import { CARRIED_S3 } from './moto/carried-s3.ts';
import { CARRIED_SERVICES } from './moto/carried-services.ts';
import { CARRIED_DATABASES } from './moto/carried-databases.ts';
import { CARRIED_LOGGING } from './moto/carried-logging.ts';
import { CARRIED_MODELS } from './moto/carried-models.ts';
import { CARRIED_WATCHING } from './moto/carried-watching.ts';
import { DIFFERENT } from './moto/different.ts';
import { caseOnMoto } from './moto/case-on-moto.ts';
import { newAccount } from './moto/moto-account.ts';
import { motoHas } from './moto/moto-has.ts';
import { NOT_CARRIED } from './moto/not-carried.ts';
import { actionsPage } from './moto/actions-page.ts';
import { type MotoServer, startMoto } from './moto-server.ts';

const CARRIED: readonly Carried[] = [
  ...CARRIED_IAM,
  ...CARRIED_S3,
  ...CARRIED_SERVICES,
  ...CARRIED_MODELS,
  ...CARRIED_LOGGING,
  ...CARRIED_WATCHING,
  ...CARRIED_DATABASES,
];

describe('the actions on moto, which is another’s work', () => {
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto('111122223333');
  });
  afterAll(() => moto.close());

  it.each(CARRIED.map((row) => [nameOf(row), row] as const))(
    '%s: plan, apply, read back, undo',
    async (_name, { id, setup, calls, proof, undo, again }) => {
      const account = await newAccount(moto);
      const params = await setup(account);
      await moto.enforce();
      const open = await caseOnMoto(account);
      const state = () => accountState(account.clients, { withEc2: id.startsWith('ec2/') });

      const before = await state();
      const plan = await open.plan(id, params);
      expect(plan.calls.map(({ operation }) => operation)).toEqual(calls);
      expect(await state()).toEqual(before);
      expect(await proof.act(account, params)).toEqual(proof.before);

      const untouched = await state();
      const entry = await open.apply(id, params);
      expect(open.book.state.actions[entry]?.status).toBe('applied');
      expect(await proof.act(account, params)).toEqual(proof.inForce);
      if (again === undefined) expect((await open.plan(id, params)).calls).toEqual([]);

      if (undo instanceof RegExp)
        await expect(planUndo(entry, open.book, open.desk)).rejects.toMatchObject({
          why: expect.stringMatching(undo) as string,
        });
      else {
        await open.undo(entry);
        expect(open.book.state.actions[entry]?.status).toBe('undone');
        expect(undo(await state())).toEqual(undo(untouched));
        expect(await proof.act(account, params)).toEqual(proof.undone ?? proof.before);
      }
      await open.close();
    },
  );

  it.each(DIFFERENT.map((row) => [nameOf(row), row] as const))(
    '%s: moto does otherwise than AWS, and that is told',
    async (_name, { id, setup, at, told }) => {
      const account = await newAccount(moto);
      const params = await setup(account);
      const open = await caseOnMoto(account);
      const tried = {
        plan: () => open.plan(id, params),
        apply: () => open.apply(id, params),
        undo: async () => open.undo(await open.apply(id, params)),
      };
      await expect(tried[at]()).rejects.toMatchObject({
        exitCode: at === 'plan' ? 5 : 7,
        message: expect.stringContaining(at === 'plan' ? 'ForeignAnswer' : 'does not hold') as string,
        why: expect.stringMatching(told) as string,
      });
      const [action] = Object.values(open.book.state.actions);
      if (at === 'undo') expect(action?.readBack).toMatchObject({ holds: true });
      await open.close();
    },
  );

  it.each(Object.entries(NOT_CARRIED))('%s: moto does not have its calls', async (id, { lacks, ...row }) => {
    const { reads, changes } = findAction(id);
    expect([...reads, ...changes]).toContain(lacks);
    const account = await newAccount(moto);
    await row.setup?.(account);
    const open = await caseOnMoto(account);
    const [service = '', operation = ''] = lacks.split(':');
    const call = { service, operation, region: 'us-east-1', input: row.input };
    await expect(open.desk.cloud.call(call, { once: true })).rejects.toMatchObject({
      fault: { code: 'ForeignAnswer', retryable: false },
    });
    await open.close();
  });

  it('has no code for what it is said not to have, and has it for all that is carried', () => {
    const lacking = Object.values(NOT_CARRIED).map(({ lacks }) => lacks);
    const used = CARRIED.flatMap(({ id, calls }) =>
      findAction(id).changes.filter((name) => calls.includes(name.split(':')[1] ?? '')),
    );
    const asked = [...new Set([...lacking, ...used])];
    const expected = asked.map((name) => [name, !lacking.includes(name)]);
    expect(motoHas(asked)).toEqual(Object.fromEntries(expected));
  });

  it('every action is carried, different or lacking, and no row is there twice', () => {
    const tried = [...CARRIED, ...DIFFERENT];
    const lacking = Object.keys(NOT_CARRIED);
    expect([...new Set(tried.map(({ id }) => id)), ...lacking].toSorted()).toEqual(ACTION_IDS.toSorted());
    expect(new Set(tried.map(nameOf)).size).toBe(tried.length);
    expect(new Set(CARRIED.map(({ id }) => id)).size).toBeGreaterThan(30);
  });

  it('has its lists on their page', async () => {
    const page = actionsPage({
      carried: CARRIED,
      different: DIFFERENT,
      lacking: NOT_CARRIED,
    });
    await expect(page).toMatchFileSnapshot('../../docs/reference/simulated-account/moto-actions.md');
  });
});
