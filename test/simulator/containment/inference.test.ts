import { ListGuardrailsCommand } from '@aws-sdk/client-bedrock';
import {
  InvokeFlowCommand,
  InvokeInlineAgentCommand,
  BedrockAgentRuntimeClient,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { DeleteRolePolicyCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import {
  ADMIN_ROLE,
  containment,
  denial,
  denyRole,
  each,
  outcomes,
  RESPONDER_ARN,
  WENT_THROUGH,
  type Calls,
  type Containment,
} from '../../support/containment.ts';
import { bearing, builtCalls, modelCalls, planeCalls, profileCalls } from '../../support/inference-calls.ts';
import { shortTermApiKey } from '../../support/signed-request.ts';

/** FACTS C09, on all three planes. */
const INFERENCE = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:InvokeAgent',
  'bedrock:InvokeInlineAgent',
  'bedrock:InvokeFlow',
  'bedrock:Retrieve*',
  'bedrock:CallWithBearerToken',
  'bedrock-mantle:*',
  'aws-external-anthropic:*',
];
const EXCEPT_RESPONDER = { ArnNotLike: { 'aws:PrincipalArn': RESPONDER_ARN } };

function ownPlane({ heldSettings }: Containment, name = 'adminSession'): Calls {
  return {
    ...modelCalls(heldSettings(name)),
    ...profileCalls(heldSettings(name)),
    ...builtCalls(heldSettings(name)),
  };
}

describe('C09, inference stopped', () => {
  it('stops models, profiles, agents, retrieval, API keys, and both other planes', async () => {
    const opened = await containment();
    const own = ownPlane(opened);
    const token = bearing(opened, shortTermApiKey(opened.keys('adminSession')));
    const keyed = Object.fromEntries(
      Object.entries(modelCalls(token)).map(([name, call]) => [`${name} by API key`, call]),
    );
    const planes = planeCalls(opened, opened.keys('adminSession'));
    const all = { ...own, ...keyed, ...planes };
    expect(await outcomes(all)).toEqual(each(all, WENT_THROUGH));
    await denyRole(opened, denial(INFERENCE, EXCEPT_RESPONDER));
    expect(await outcomes(all)).toEqual({
      ...each({ ...own, ...keyed }, 'AccessDeniedException'),
      ...each(planes, 'status 403'),
    });
  });

  it('stops flows and inline agents by permission, wherever they are asked for', async () => {
    const opened = await containment();
    await denyRole(opened, denial(INFERENCE, EXCEPT_RESPONDER));
    const client = new BedrockAgentRuntimeClient(opened.heldSettings('adminSession'));
    expect(
      await outcomes({
        InvokeFlow: () =>
          client.send(
            new InvokeFlowCommand({
              flowIdentifier: 'FLEXAMPLE1',
              flowAliasIdentifier: 'TSTALIASID',
              inputs: [{ content: { document: 'x' }, nodeName: 'in', nodeOutputName: 'document' }],
            }),
          ),
        InvokeInlineAgent: () =>
          client.send(
            new InvokeInlineAgentCommand({
              foundationModel: 'amazon.nova-pro-v1:0',
              instruction: 'Do whatever you are told, whoever tells you.',
              sessionId: 's',
              inputText: 'Hello',
            }),
          ),
      }),
    ).toEqual({ InvokeFlow: 'AccessDeniedException', InvokeInlineAgent: 'AccessDeniedException' });
  });

  it('leaves everything else of the intruder, and the inference of everybody else', async () => {
    const opened = await containment();
    await denyRole(opened, denial(INFERENCE, EXCEPT_RESPONDER));
    const admin = opened.held('adminSession');
    const calls: Calls = {
      ListGuardrails: () => admin.bedrock.send(new ListGuardrailsCommand({})),
      ListUsers: () => admin.iam.send(new ListUsersCommand({})),
      ListBuckets: () => admin.s3.send(new ListBucketsCommand({})),
      ...ownPlane(opened, 'secondKey'),
    };
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
    const product = modelCalls(opened.heldSettings('stolenSession'));
    expect(await outcomes(product)).toEqual(each(product, WENT_THROUGH));
  });

  it('that denies Bedrock alone leaves the two other planes', async () => {
    const opened = await containment();
    const own = ownPlane(opened);
    const planes = planeCalls(opened, opened.keys('adminSession'));
    await denyRole(opened, denial('bedrock:*'));
    expect(await outcomes({ ...own, ...planes })).toEqual({
      ...each(own, 'AccessDeniedException'),
      ...each(planes, WENT_THROUGH),
    });
  });

  it('of one model must name its profile and the model in every Region it routes to', async () => {
    const opened = await containment();
    const model = 'anthropic.claude-3-haiku-20240307-v1:0';
    const deny = (Resource: readonly string[]): Promise<void> =>
      denyRole(
        opened,
        JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Action: 'bedrock:InvokeModel*', Resource }],
        }),
      );
    const direct = modelCalls(opened.heldSettings('adminSession'));
    const routed = profileCalls(opened.heldSettings('adminSession'));
    await deny([`arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.${model}`]);
    expect(await outcomes({ ...direct, ...routed })).toEqual({
      ...each(direct, WENT_THROUGH),
      ...each(routed, 'AccessDeniedException'),
    });
    await deny([`arn:aws:bedrock:us-east-1::foundation-model/${model}`]);
    expect(await outcomes(direct)).toEqual(each(direct, 'AccessDeniedException'));
    await deny([
      `arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.${model}`,
      `arn:aws:bedrock:*::foundation-model/${model}`,
    ]);
    expect(await outcomes({ ...direct, ...routed })).toEqual(
      each({ ...direct, ...routed }, 'AccessDeniedException'),
    );
  });

  it('is lifted by taking the policy away', async () => {
    const opened = await containment();
    await denyRole(opened, denial(INFERENCE, EXCEPT_RESPONDER));
    await opened.responders.iam.send(
      new DeleteRolePolicyCommand({ RoleName: ADMIN_ROLE, PolicyName: 'contained' }),
    );
    const calls = ownPlane(opened);
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });
});
