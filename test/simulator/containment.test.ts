import { GetFoundationModelCommand, ListGuardrailsCommand } from '@aws-sdk/client-bedrock';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import * as iam from '@aws-sdk/client-iam';
import {
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { refused, testAccount, type Clients, type TestAccount } from '../support/simulated-account.ts';

const KNOWLEDGE = 'example-support-kb-111122223333';
const ADMIN_ROLE = 'arn:aws:iam::111122223333:role/data-platform-admin';
const SECOND = 1000;

async function account(): Promise<
  TestAccount & { readonly responders: Clients; readonly held: (name: string) => Clients }
> {
  const opened = await testAccount();
  const held = (name: string): Clients => {
    const credentials: Credentials | undefined = opened.intruder[name];
    if (credentials === undefined) throw new Error(`the story has no ${name}`);
    return opened.as(credentials);
  };
  return { ...opened, responders: opened.as(opened.responder), held };
}

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

describe('what containment does to the intruder', () => {
  it('C01: a disabled key is dead, a role session made with it lives on', async () => {
    const { responders, held, intruder } = await account();
    await responders.iam.send(
      new iam.UpdateAccessKeyCommand({
        UserName: 'ci-deployer',
        AccessKeyId: intruder['leakedKey']?.accessKeyId,
        Status: 'Inactive',
      }),
    );
    expect(await refused(held('leakedKey').iam.send(new iam.ListUsersCommand({})))).toBe(
      'InvalidClientTokenId',
    );
    expect(await refused(held('adminSession').iam.send(new iam.ListUsersCommand({})))).toBe('went through');
  });

  it('C02: a Deny on everything stops key and sessions', async () => {
    const { responders, held } = await account();
    const deny = policy({ Effect: 'Deny', Action: '*', Resource: '*' });
    await responders.iam.send(
      new iam.PutUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'deny', PolicyDocument: deny }),
    );
    await responders.iam.send(
      new iam.AttachRolePolicyCommand({
        RoleName: 'data-platform-admin',
        PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll',
      }),
    );
    expect(await refused(held('secondKey').iam.send(new iam.ListUsersCommand({})))).toBe('AccessDenied');
    expect(await refused(held('adminSession').iam.send(new iam.ListUsersCommand({})))).toBe('AccessDenied');
    expect(await refused(held('secondKey').sts.send(new GetCallerIdentityCommand({})))).toBe('went through');
  });

  it('C03: quarantine V3 closes much and leaves its holes', async () => {
    const { responders, held } = await account();
    const PolicyArn = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';
    await responders.iam.send(new iam.AttachUserPolicyCommand({ UserName: 'marta.silva', PolicyArn }));
    await responders.iam.send(new iam.AttachUserPolicyCommand({ UserName: 'ci-deployer', PolicyArn }));
    const second = held('secondKey');
    expect(await refused(second.iam.send(new iam.ListUsersCommand({})))).toBe('AccessDenied');
    expect(await refused(second.iam.send(new iam.CreateAccessKeyCommand({ UserName: 'ci-deployer' })))).toBe(
      'AccessDenied',
    );
    expect(await refused(second.s3.send(new ListBucketsCommand({})))).toBe('AccessDenied');
    expect(await refused(second.cloudtrail.send(new LookupEventsCommand({})))).toBe('AccessDeniedException');
    expect(await refused(second.sts.send(new GetSessionTokenCommand({})))).toBe('AccessDenied');
    // The holes: API keys, guardrails, roles.
    expect(
      await refused(
        second.iam.send(
          new iam.CreateServiceSpecificCredentialCommand({
            UserName: 'marta.silva',
            ServiceName: 'bedrock.amazonaws.com',
          }),
        ),
      ),
    ).toBe('went through');
    expect(await refused(second.bedrock.send(new ListGuardrailsCommand({})))).toBe('went through');
    expect(
      await refused(
        held('leakedKey').sts.send(new AssumeRoleCommand({ RoleArn: ADMIN_ROLE, RoleSessionName: 'again' })),
      ),
    ).toBe('went through');
  });

  it('C05: revoking sessions ends the old ones, leaves keys and new sessions alone', async () => {
    const { responders, held, clock, as } = await account();
    const cut = new Date(clock.now() + 30 * SECOND).toISOString();
    const revoke = policy({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': cut } },
    });
    await responders.iam.send(
      new iam.PutRolePolicyCommand({
        RoleName: 'data-platform-admin',
        PolicyName: 'AWSRevokeOlderSessions',
        PolicyDocument: revoke,
      }),
    );
    await responders.iam.send(
      new iam.PutUserPolicyCommand({
        UserName: 'marta.silva',
        PolicyName: 'AWSRevokeOlderSessions',
        PolicyDocument: revoke,
      }),
    );
    expect(await refused(held('adminSession').iam.send(new iam.ListUsersCommand({})))).toBe('AccessDenied');
    expect(await refused(held('secondKey').iam.send(new iam.ListUsersCommand({})))).toBe('went through');
    clock.advance(31 * SECOND);
    const { Credentials: again } = await held('leakedKey').sts.send(
      new AssumeRoleCommand({ RoleArn: ADMIN_ROLE, RoleSessionName: 'again' }),
    );
    const renewed = as({
      accessKeyId: again?.AccessKeyId ?? '',
      secretAccessKey: again?.SecretAccessKey ?? '',
      sessionToken: again?.SessionToken ?? '',
    });
    expect(await refused(renewed.iam.send(new iam.ListUsersCommand({})))).toBe('went through');
  });

  it('C09: a Deny on one service leaves the others open', async () => {
    const { responders, held } = await account();
    const deny = policy({ Effect: 'Deny', Action: ['bedrock:*'], Resource: '*' });
    await responders.iam.send(
      new iam.PutRolePolicyCommand({
        RoleName: 'data-platform-admin',
        PolicyName: 'no-bedrock',
        PolicyDocument: deny,
      }),
    );
    const admin = held('adminSession');
    expect(
      await refused(
        admin.bedrock.send(new GetFoundationModelCommand({ modelIdentifier: 'amazon.nova-pro-v1:0' })),
      ),
    ).toBe('AccessDeniedException');
    expect(await refused(admin.s3.send(new ListBucketsCommand({})))).toBe('went through');
  });

  it('C15: a bucket locked to some principals refuses even an administrator', async () => {
    const { responders, held } = await account();
    const lock = policy({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${KNOWLEDGE}`, `arn:aws:s3:::${KNOWLEDGE}/*`],
      Condition: {
        ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/example-incident-responder'] },
      },
    });
    const read = new GetObjectCommand({ Bucket: KNOWLEDGE, Key: 'manuals/returns/3.md' });
    expect(await refused(held('adminSession').s3.send(read))).toBe('went through');
    await responders.s3.send(new PutBucketPolicyCommand({ Bucket: KNOWLEDGE, Policy: lock }));
    expect(await refused(held('adminSession').s3.send(read))).toBe('AccessDenied');
    expect(
      await refused(
        held('adminSession').s3.send(new PutObjectCommand({ Bucket: KNOWLEDGE, Key: 'x', Body: 'x' })),
      ),
    ).toBe('AccessDenied');
    expect(await refused(responders.s3.send(read))).toBe('went through');
  });

  it('a role whose trust was narrowed is taken up no more', async () => {
    const { responders, held } = await account();
    const trust = policy({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/example-incident-responder' },
      Action: 'sts:AssumeRole',
    });
    await responders.iam.send(
      new iam.UpdateAssumeRolePolicyCommand({ RoleName: 'data-platform-admin', PolicyDocument: trust }),
    );
    const assume = new AssumeRoleCommand({ RoleArn: ADMIN_ROLE, RoleSessionName: 'again' });
    expect(await refused(held('leakedKey').sts.send(assume))).toBe('AccessDenied');
    expect(await refused(responders.sts.send(assume))).toBe('went through');
  });

  it('a boundary and a session policy narrow what a role may do', async () => {
    const { responders, as } = await account();
    const { Policy } = await responders.iam.send(
      new iam.CreatePolicyCommand({
        PolicyName: 'only-iam',
        PolicyDocument: policy({ Effect: 'Allow', Action: 'iam:*', Resource: '*' }),
      }),
    );
    const assume = async (Policy?: string): Promise<Clients> => {
      const { Credentials: made } = await responders.sts.send(
        new AssumeRoleCommand({ RoleArn: ADMIN_ROLE, RoleSessionName: 's', Policy }),
      );
      return as({
        accessKeyId: made?.AccessKeyId ?? '',
        secretAccessKey: made?.SecretAccessKey ?? '',
        sessionToken: made?.SessionToken ?? '',
      });
    };
    const narrow = await assume(policy({ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }));
    expect(await refused(narrow.s3.send(new ListBucketsCommand({})))).toBe('went through');
    expect(await refused(narrow.iam.send(new iam.ListUsersCommand({})))).toBe('AccessDenied');
    await responders.iam.send(
      new iam.PutRolePermissionsBoundaryCommand({
        RoleName: 'data-platform-admin',
        PermissionsBoundary: Policy?.Arn,
      }),
    );
    expect(await refused(narrow.s3.send(new ListBucketsCommand({})))).toBe('AccessDenied');
    expect(await refused((await assume()).iam.send(new iam.ListUsersCommand({})))).toBe('went through');
  });
});
