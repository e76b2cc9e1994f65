import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import { type PolicyDocument, playbookPolicies } from '../../src/app/playbook-policy.ts';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import { collectCase } from '../support/collect-case.ts';
import { testAccount } from '../support/simulated-account.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
const { playbook } = findPlaybook('genai-workload');

const actionsOf = (policies: readonly PolicyDocument[]): readonly string[] =>
  policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));

describe("a playbook's policy", () => {
  it('names reads alone, in order, each once, and fits into IAM', async () => {
    const policies = await playbookPolicies(playbook, 'read');
    const actions = actionsOf(policies);
    expect(actions).toEqual([...new Set(actions)].toSorted());
    expect(actions).toContain('cloudtrail:LookupEvents');
    expect(actions).toContain('logs:FilterLogEvents');
    expect(actions).toContain('s3:ListBucket');
    expect(actions.some((action) => /:(Put|Update|Delete|Create|Attach|Stop)/.test(action))).toBe(false);
    for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6144);
  });

  it('to contain has what the offered actions change', async () => {
    const actions = actionsOf(await playbookPolicies(playbook, 'contain'));
    expect(actions).toContain('sts:GetCallerIdentity');
    expect(actions.some((action) => action === 'iam:UpdateAccessKey')).toBe(
      playbook.elements.some(({ steps }) =>
        steps.some(({ actions: offers }) => offers.some(({ id }) => id === 'iam/disable-access-key')),
      ),
    );
  });

  it('is enough to collect with: nothing is denied', async () => {
    const account = await testAccount();
    const { iam, sts } = account.as(account.responder);
    const RoleName = 'heptad-reader';
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
      ],
    };
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    const policies = await playbookPolicies(playbook, 'read');
    for (const [index, policy] of policies.entries())
      await iam.send(
        new PutRolePolicyCommand({
          RoleName,
          PolicyName: `read-${index}`,
          PolicyDocument: JSON.stringify(policy),
        }),
      );
    account.clock.advance(60_000);
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::111122223333:role/${RoleName}`,
        RoleSessionName: 'reader',
      }),
    );
    const own = await collectCase(account, {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    });
    open.push(own.close, account.close);
    await own.collect({ regions: ['us-east-1', 'eu-west-1'] });
    const denied = own.calls.filter(({ error }) => error !== null && /Denied|Unauthorized/.test(error));
    expect(denied.map(({ service, operation }) => `${service}:${operation}`)).toEqual([]);
    expect(own.calls.length).toBeGreaterThan(100);
  });
});
