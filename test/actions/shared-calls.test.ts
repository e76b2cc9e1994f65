import { UpdateServiceSpecificCredentialCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAction } from '../../src/app/actions/action-library.ts';
import { makePlan } from '../../src/app/actions/make-plan.ts';
import { recordPlan } from '../../src/app/actions/record-plan.ts';
import { runPlan } from '../../src/app/actions/run-plan.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { approve } from '../support/desk-case.ts';
import { colleague } from '../support/action-checks.ts';
import { PHANTOM } from '../support/story-keys.ts';

describe('plans of one case that share a call', () => {
  let open: ActionCase;
  let key = 0;
  let sweep = 0;
  const planned = async (id: string, params: JsonObject): Promise<number> => {
    const { book, desk } = open;
    const made = await makePlan({ unit: findAction(id), params, at: desk.clock.now() }, desk);
    const seq = await recordPlan(made, book);
    await approve(book, seq);
    return seq;
  };

  beforeEach(async () => {
    open = await actionCase();
    key = await planned('iam/disable-bedrock-key', PHANTOM);
    sweep = await planned('iam/sweep-user', { userName: PHANTOM.userName });
    await runPlan(key, open.book, open.desk);
  });
  afterEach(() => open.close());

  it('make it once; both are done and read back', async () => {
    await runPlan(sweep, open.book, open.desk);
    const { actions } = open.book.state;
    expect([actions[key]?.status, actions[sweep]?.status]).toEqual(['applied', 'applied']);
    expect(open.changesInTrail().filter((name) => name === 'UpdateServiceSpecificCredential')).toHaveLength(
      1,
    );
    const [first] = actions[key]?.answers ?? [];
    const same = actions[sweep]?.answers.find(({ requestId }) => requestId === first?.requestId);
    expect(same).toMatchObject({ outcome: 'done', recovered: true });
  });

  it('make it again where somebody has undone it meanwhile', async () => {
    await colleague(open).iam.send(
      new UpdateServiceSpecificCredentialCommand({
        UserName: PHANTOM.userName,
        ServiceSpecificCredentialId: PHANTOM.credentialId,
        Status: 'Active',
      }),
    );
    await runPlan(sweep, open.book, open.desk);
    expect(open.book.state.actions[sweep]?.answers.every(({ recovered }) => !recovered)).toBe(true);
  });
});
