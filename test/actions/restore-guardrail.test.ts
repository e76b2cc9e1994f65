import {
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  GetGuardrailCommand,
  type GetGuardrailCommandOutput,
  UpdateGuardrailCommand,
} from '@aws-sdk/client-bedrock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder } from '../support/action-checks.ts';

const ID = 'bedrock/restore-guardrail';
const guardrail = 'grexample002';

function weaken(open: ActionCase, blockedInputMessaging = 'Weakened.') {
  return intruder(open, 'adminSession').bedrock.send(
    new UpdateGuardrailCommand({
      guardrailIdentifier: guardrail,
      name: 'hr-portal',
      blockedInputMessaging,
      blockedOutputsMessaging: 'Weakened.',
      wordPolicyConfig: { wordsConfig: [{ text: 'nothing' }] },
    }),
  );
}

function get(open: ActionCase, guardrailVersion: string): Promise<GetGuardrailCommandOutput> {
  return colleague(open).bedrock.send(
    new GetGuardrailCommand({ guardrailIdentifier: guardrail, guardrailVersion }),
  );
}

function rules({
  contentPolicy,
  wordPolicy,
  sensitiveInformationPolicy,
  blockedInputMessaging,
}: GetGuardrailCommandOutput) {
  return { contentPolicy, wordPolicy, sensitiveInformationPolicy, blockedInputMessaging };
}

checkAction({
  id: ID,
  params: { guardrail, version: '1' },
  // The intruder weakens the draft and has a version made of it, for callers to pin.
  prepare: async (open) => {
    await weaken(open);
    await intruder(open, 'adminSession').bedrock.send(
      new CreateGuardrailVersionCommand({ guardrailIdentifier: guardrail }),
    );
  },
  calls: ['UpdateGuardrail', 'CreateGuardrailVersion'],
  proof: {
    act: async (open) => {
      const draft = await get(open, 'DRAFT');
      return [draft.blockedInputMessaging, draft.contentPolicy?.filters?.length ?? 0];
    },
    free: ['Weakened.', 0],
    inForce: ['I can not help with that.', 2],
  },
  tamper: (open) => weaken(open, 'Weakened again.'),
  conflict: /neither as it was before nor as it was restored/,
  // Declared: the new version stays.
  withoutResidue: ({ draft }: JsonObject) => draft ?? null,
});

describe('bedrock/restore-guardrail', () => {
  let open: ActionCase;
  beforeEach(async () => {
    open = await actionCase();
  });
  afterEach(() => open.close());

  it('makes a version that says what the good one says, and no other when one does already', async () => {
    expect((await open.plan(ID, { guardrail, version: '1' })).calls).toEqual([]);
    await weaken(open);
    await open.apply(ID, { guardrail, version: '1' });
    expect(open.changesInTrail()).toEqual(['UpdateGuardrail']);
    expect(rules(await get(open, 'DRAFT'))).toEqual(rules(await get(open, '1')));
  });

  it('makes a deleted one anew from a copy that was kept, with a version', async () => {
    const kept = await get(open, 'DRAFT');
    const body = JSON.parse(JSON.stringify({ ...kept, $metadata: undefined })) as JsonObject;
    await intruder(open, 'adminSession').bedrock.send(
      new DeleteGuardrailCommand({ guardrailIdentifier: guardrail }),
    );
    await expect(open.plan(ID, { guardrail, version: '1' })).rejects.toMatchObject({
      why: 'there is no guardrail grexample002',
    });
    const entry = await open.apply(ID, { guardrail, body });
    expect(open.changesInTrail()).toEqual(['CreateGuardrail', 'CreateGuardrailVersion']);
    const { id } = await open.observe(ID, { guardrail, body });
    const made = await colleague(open).bedrock.send(
      new GetGuardrailCommand({ guardrailIdentifier: String(id), guardrailVersion: '1' }),
    );
    expect(rules(made)).toEqual(rules(kept));
    expect((await open.plan(ID, { guardrail, body })).calls).toEqual([]);
    await expect(open.undo(entry)).rejects.toMatchObject({
      why: expect.stringContaining('was not there before') as string,
    });
  });

  it('wants one source and one only', async () => {
    await expect(open.plan(ID, { guardrail })).rejects.toMatchObject({
      why: expect.stringContaining('either') as string,
    });
    await expect(open.plan(ID, { guardrail, version: '7' })).rejects.toMatchObject({
      why: expect.stringContaining('no version 7') as string,
    });
  });
});
