import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/actions/registry.gen.ts';
import { containOperations, type PolicyDocument, playbookPolicies } from '../../src/app/playbook-policy.ts';
import { policyScope } from '../../src/app/policy-scope.ts';
import { iamActionsOf } from '../../src/playbook/iam-action.ts';
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
  it('names reads alone, each once, and fits into IAM', async () => {
    const policies = await playbookPolicies(playbook, 'read');
    const actions = actionsOf(policies);
    expect(actions).toHaveLength(new Set(actions).size);
    expect(actions).toContain('cloudtrail:LookupEvents');
    expect(actions).toContain('logs:FilterLogEvents');
    expect(actions).toContain('s3:ListBucket');
    // It ends a query that StartQuery began and changes nothing: AWS counts it among the reads.
    const others = actions.filter((action) => action !== 'logs:StopQuery');
    expect(others.some((action) => /:(Put|Update|Delete|Create|Attach|Stop)/.test(action))).toBe(false);
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

  it('is about the account, the Regions and the buckets that are given, and about all where none is', async () => {
    const resources = (policies: readonly PolicyDocument[], action: string) =>
      policies.flatMap(({ Statement }) =>
        Statement.filter(({ Action }) => Action.includes(action)).map(({ Resource, Condition }) => [
          Resource,
          Condition,
        ]),
      );
    const scope = policyScope(playbook, {
      account: null,
      region: ['us-east-1', 'eu-west-1'],
      bucket: ['example-trail'],
      inputs: { account: '111122223333', kb_bucket: 'example-knowledge' },
    });
    const narrow = await playbookPolicies(playbook, 'contain', scope);
    expect(resources(narrow, 'iam:UpdateAccessKey')).toEqual([
      [['arn:aws:iam::111122223333:user/*'], undefined],
    ]);
    expect(resources(narrow, 'iam:AttachUserPolicy')).toEqual([
      [
        ['arn:aws:iam::111122223333:user/*'],
        {
          ArnLike: {
            'iam:PolicyARN': [
              'arn:aws*:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
              'arn:aws*:iam::aws:policy/AWSDenyAll',
            ],
          },
        },
      ],
    ]);
    expect(resources(narrow, 'lambda:PutFunctionConcurrency')).toEqual([
      [
        ['arn:aws:lambda:*:111122223333:function:*'],
        { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } },
      ],
    ]);
    const read = await playbookPolicies(playbook, 'read', scope);
    expect(resources(read, 's3:GetObject')).toEqual([
      [['arn:aws:s3:::example-knowledge/*', 'arn:aws:s3:::example-trail/*'], undefined],
    ]);
    // A function may use a layer of any account, of its own Region.
    expect(resources(read, 'lambda:GetLayerVersion')).toEqual([
      [
        ['arn:aws:lambda:*:*:layer:*:*'],
        { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } },
      ],
    ]);
    // A trail may belong to the account of the organization.
    expect(resources(narrow, 'cloudtrail:StartLogging')).toEqual([
      [['arn:aws:cloudtrail:*:*:trail/*'], undefined],
    ]);
    const wide = await playbookPolicies(playbook, 'contain');
    expect(resources(wide, 'iam:UpdateAccessKey')).toEqual([[['arn:aws:iam::*:user/*'], undefined]]);
  });

  it.each([
    [{ account: '12' }, /not the number of an account/],
    [{ region: ['here'] }, /not a Region/],
    [{ inputs: { colour: 'red' } }, /takes no input colour/],
  ])('refuses %j', (given, message) => {
    const none = { account: null, region: [], bucket: [], inputs: {} };
    expect(() => policyScope(playbook, { ...none, ...given })).toThrow(message);
  });

  it('is cut into documents that IAM takes, without losing an action', async () => {
    const everything = {
      ...playbook,
      elements: playbook.elements.map((element, index) =>
        index > 0
          ? element
          : {
              ...element,
              steps: element.steps.map((step) => ({
                ...step,
                actions: ACTIONS.map(({ id }) => ({ ...step.actions[0], id, when: null, with: {} })),
              })),
            },
      ),
    } as unknown as typeof playbook;
    const policies = await playbookPolicies(everything, 'contain');
    expect(policies.length).toBeGreaterThan(1);
    for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6144);
    const needed = (await Promise.all(containOperations(everything).map(iamActionsOf))).flatMap(
      (actions) => actions ?? [],
    );
    expect(new Set(actionsOf(policies))).toEqual(new Set(needed));
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
