import {
  CreateServiceSpecificCredentialCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  ListGuardrailsCommand,
  PutModelInvocationLoggingConfigurationCommand,
} from '@aws-sdk/client-bedrock';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { actionCase } from '../support/action-case.ts';
import {
  ADMIN_ROLE,
  ANALYST,
  checkAction,
  CI_USER,
  colleague,
  intruder,
  OPERATOR,
} from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/quarantine-principal';

checkAction({
  id: ID,
  params: { principal: ANALYST },
  calls: ['AttachUserPolicy', 'PutUserPolicy'],
  proof: {
    act: (open) => refused(intruder(open, 'secondKey').iam.send(new ListUsersCommand({}))),
    free: 'went through',
    inForce: 'AccessDenied',
  },
  tamper: (open) =>
    colleague(open).iam.send(
      new PutUserPolicyCommand({
        UserName: 'marta.silva',
        PolicyName: 'heptad-quarantine',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: { Effect: 'Deny', Action: 'sts:*', Resource: '*' },
        }),
      }),
    ),
  own: { principal: OPERATOR },
});

describe('iam/quarantine-principal', () => {
  it('closes what AWS’s own policy leaves open', async () => {
    const open = await actionCase();
    await open.apply(ID, { principal: ANALYST });
    await open.apply(ID, { principal: CI_USER });
    const second = intruder(open, 'secondKey');
    const calls = {
      bearer: second.iam.send(
        new CreateServiceSpecificCredentialCommand({
          UserName: 'marta.silva',
          ServiceName: 'bedrock.amazonaws.com',
        }),
      ),
      role: intruder(open, 'leakedKey').sts.send(
        new AssumeRoleCommand({ RoleArn: ADMIN_ROLE, RoleSessionName: 'again' }),
      ),
      logging: second.bedrock.send(
        new PutModelInvocationLoggingConfigurationCommand({
          loggingConfig: { s3Config: { bucketName: 'example-elsewhere' } },
        }),
      ),
      reading: second.bedrock.send(new ListGuardrailsCommand({})),
    };
    const answers = await Promise.all(
      Object.entries(calls).map(async ([name, call]) => [name, await refused(call)]),
    );
    expect(Object.fromEntries(answers)).toEqual({
      bearer: 'AccessDenied',
      role: 'AccessDenied',
      logging: 'AccessDeniedException',
      reading: 'went through',
    });
    await open.close();
  });
});
