import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { PolicyDocument } from '../../src/app/playbook-policy.ts';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import type { TestAccount } from './simulated-account.ts';

const RoleName = 'example-incident-responder-under-test';
export const ROLE_UNDER_TEST = `arn:aws:iam::111122223333:role/${RoleName}`;
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
  ],
});

/** Credentials of a new role of the account that may do exactly what these managed policies allow. */
export async function roleUnder(
  { as, responder, clock, world }: TestAccount,
  policies: readonly PolicyDocument[],
): Promise<Credentials> {
  const { iam, sts } = as(responder);
  // The organization's own policies let its incident responders through: this role is one of them.
  for (const policy of world.organization.policies.values())
    policy.content = policy.content.replaceAll(
      'role/example-incident-responder"',
      'role/example-incident-responder*"',
    );
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  for (const [index, policy] of policies.entries()) {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: `heptad-under-test-${index + 1}`,
        PolicyDocument: JSON.stringify(policy),
      }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
  }
  clock.advance(60_000);
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: ROLE_UNDER_TEST,
      RoleSessionName: 'responder',
    }),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}
