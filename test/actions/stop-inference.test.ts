import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/simulator/iam/evaluate.ts';
import { readPolicy } from '../../src/simulator/iam/policy-document.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, checkAction, colleague, intruder, OPERATOR } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/stop-inference';

/** Ways to a model, by their IAM actions. */
const WAYS = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:InvokeAgent',
  'bedrock:InvokeInlineAgent',
  'bedrock:InvokeFlow',
  'bedrock:Retrieve',
  'bedrock:RetrieveAndGenerate',
  'bedrock:CallWithBearerToken',
  'bedrock-mantle:CreateInference',
  'bedrock-mantle:CallWithBearerToken',
  'aws-external-anthropic:CreateInference',
];

/** Which ways the role's policies leave open, and whether its other work goes on. */
async function openWays(open: ActionCase): Promise<unknown> {
  const role = open.account.world.iam.roles.get('data-platform-admin');
  const identity = [
    ...(role?.inline.values() ?? []),
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
  ]
    .map((text) => readPolicy(text, 'identity'))
    .flatMap((read) => ('fault' in read ? [] : [read]));
  const allowed = WAYS.filter(
    (action) =>
      evaluate(
        { action, resource: '*', context: new Map([['aws:principalarn', [ADMIN_ROLE]]]) },
        {
          identity,
          boundary: undefined,
          session: undefined,
          resource: undefined,
          resourceMustAllow: false,
          serviceControl: [],
          caller: { account: '111122223333', arn: ADMIN_ROLE, sessionArn: undefined },
        },
      ).allowed,
  );
  return [allowed, await refused(intruder(open, 'adminSession').s3.send(new ListBucketsCommand({})))];
}

checkAction({
  id: ID,
  params: { principal: ADMIN_ROLE, except: [OPERATOR] },
  calls: ['PutRolePolicy'],
  proof: { act: openWays, free: [WAYS, 'went through'], inForce: [[], 'went through'] },
  tamper: (open) =>
    colleague(open).iam.send(
      new PutRolePolicyCommand({
        RoleName: 'data-platform-admin',
        PolicyName: 'heptad-stop-inference',
        PolicyDocument:
          '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"bedrock:*","Resource":"*"}}',
      }),
    ),
  own: { principal: OPERATOR },
});

describe('iam/stop-inference', () => {
  it('leaves those alone that it is told to', async () => {
    const open = await actionCase();
    const [call] = (await open.plan(ID, { principal: ADMIN_ROLE, except: [OPERATOR] })).calls;
    expect(String(call?.input['PolicyDocument'])).toContain(
      `"Condition":{"ArnNotLike":{"aws:PrincipalArn":["${OPERATOR}"]}}`,
    );
    await open.close();
  });
});
