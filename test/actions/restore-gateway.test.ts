import {
  BedrockAgentCoreControlClient,
  GetGatewayCommand,
  UpdateGatewayCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';

const ID = 'bedrock-agentcore/restore-gateway';
const gateway = 'support-tools-example001';

const control = ({ account }: ActionCase) =>
  new BedrockAgentCoreControlClient(account.settings(account.responder));
const read = (open: ActionCase) => control(open).send(new GetGatewayCommand({ gatewayIdentifier: gateway }));

async function guarded(open: ActionCase): Promise<unknown> {
  const { policyEngineConfiguration, authorizerType, description } = await read(open);
  return [policyEngineConfiguration?.mode, authorizerType, description];
}

/** The intruder opens it: no sign-in, no policies, and everything left out is gone. */
async function opened(open: ActionCase, name = 'support-tools'): Promise<unknown> {
  const { roleArn } = await read(open);
  return control(open).send(
    new UpdateGatewayCommand({ gatewayIdentifier: gateway, name, roleArn, authorizerType: 'NONE' }),
  );
}

checkAction({
  id: ID,
  params: { gateway },
  calls: ['UpdateGateway'],
  proof: {
    act: guarded,
    free: ['LOG_ONLY', 'AWS_IAM', 'Tools of the support agent'],
    inForce: ['ENFORCE', 'AWS_IAM', 'Tools of the support agent'],
  },
  tamper: (open) => opened(open),
});

describe('bedrock-agentcore/restore-gateway', () => {
  it('writes a kept body back, enforcing, and gives back what was there', async () => {
    const open = await actionCase();
    const { $metadata: _metadata, ...kept } = await read(open);
    const body = JSON.parse(JSON.stringify(kept)) as Record<string, string>;
    await opened(open);
    const before = await open.observe(ID, { gateway });
    const entry = await open.apply(ID, { gateway, body });
    expect(await guarded(open)).toEqual(['ENFORCE', 'AWS_IAM', 'Tools of the support agent']);
    expect((await open.plan(ID, { gateway, body })).calls).toEqual([]);
    await open.undo(entry);
    expect(await open.observe(ID, { gateway })).toEqual(before);
    await open.close();
  });

  it('refuses a gateway that is not there, and one with nothing to enforce', async () => {
    const open = await actionCase();
    await expect(open.plan(ID, { gateway: 'gone' })).rejects.toMatchObject({
      why: expect.stringContaining('no gateway gone') as string,
    });
    await opened(open);
    await expect(open.plan(ID, { gateway })).rejects.toMatchObject({
      why: expect.stringContaining('no policy engine') as string,
    });
    await open.close();
  });
});
