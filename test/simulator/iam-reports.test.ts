import * as iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { refused, testAccount } from '../support/simulated-account.ts';

const DENY = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' },
});

describe('the credential report', () => {
  it('is asked for, made, and then fetched: a line for root and for every user', async () => {
    const account = await testAccount();
    const client = account.as(account.responder).iam;
    const get = new iam.GetCredentialReportCommand({});
    expect(await refused(client.send(get))).toBe('CredentialReportNotPresentException');
    const { State } = await client.send(new iam.GenerateCredentialReportCommand({}));
    expect(State).toBe('STARTED');
    expect(await refused(client.send(get))).toBe('CredentialReportNotReadyException');
    expect((await client.send(new iam.GenerateCredentialReportCommand({}))).State).toBe('COMPLETE');
    const { Content, ReportFormat } = await client.send(get);
    expect(ReportFormat).toBe('text/csv');
    const [header = '', root = '', ...users] = Buffer.from(Content ?? [])
      .toString('utf8')
      .split('\n');
    expect(header).toMatch(/^user,arn,user_creation_time,password_enabled,.*,cert_2_last_rotated$/);
    expect(root).toMatch(/^<root_account>,arn:aws:iam::111122223333:root,/);
    const { Users = [] } = await client.send(new iam.ListUsersCommand({}));
    expect(users.map((line) => line.split(',')[0])).toEqual(Users.map(({ UserName }) => UserName));
    expect(users.every((line) => line.split(',').length === header.split(',').length)).toBe(true);
  });

  it('shows what was true when it was made, for four hours', async () => {
    const account = await testAccount();
    const client = account.as(account.responder).iam;
    const report = async (): Promise<string> => {
      await client.send(new iam.GenerateCredentialReportCommand({}));
      await client.send(new iam.GenerateCredentialReportCommand({}));
      const { Content } = await client.send(new iam.GetCredentialReportCommand({}));
      return Buffer.from(Content ?? []).toString('utf8');
    };
    const active = (text: string): string | undefined =>
      text
        .split('\n')
        .find((line) => line.startsWith('ci-deployer,'))
        ?.split(',')[8];
    expect(active(await report())).toBe('true');
    await client.send(
      new iam.UpdateAccessKeyCommand({
        UserName: 'ci-deployer',
        AccessKeyId: account.intruder['leakedKey']?.accessKeyId,
        Status: 'Inactive',
      }),
    );
    expect(active(await report())).toBe('true');
    account.clock.advance(4 * 3_600_000);
    expect(await refused(client.send(new iam.GetCredentialReportCommand({})))).toBe(
      'CredentialReportExpiredException',
    );
    expect(active(await report())).toBe('false');
  });
});

describe('SimulatePrincipalPolicy', () => {
  const decisions = async (
    client: iam.IAMClient,
    input: Partial<iam.SimulatePrincipalPolicyCommandInput> = {},
  ): Promise<Readonly<Record<string, string | undefined>>> => {
    const { EvaluationResults = [] } = await client.send(
      new iam.SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::111122223333:role/data-platform-admin',
        ActionNames: ['bedrock:InvokeModel', 's3:ListAllMyBuckets'],
        ...input,
      }),
    );
    return Object.fromEntries(
      EvaluationResults.map(({ EvalActionName = '', EvalDecision }) => [EvalActionName, EvalDecision]),
    );
  };

  it('says what the policies of a role come to, as they are now', async () => {
    const account = await testAccount('in process', { iamDelay: 5000 });
    const client = account.as(account.responder).iam;
    expect(await decisions(client)).toEqual({
      'bedrock:InvokeModel': 'allowed',
      's3:ListAllMyBuckets': 'allowed',
    });
    await client.send(
      new iam.PutRolePolicyCommand({
        RoleName: 'data-platform-admin',
        PolicyName: 'deny',
        PolicyDocument: DENY,
      }),
    );
    expect(await decisions(client)).toEqual({
      'bedrock:InvokeModel': 'explicitDeny',
      's3:ListAllMyBuckets': 'allowed',
    });
  });

  it('gives one result an action over all resources, the most restrictive, and names the keys it was not given', async () => {
    const account = await testAccount();
    const { EvaluationResults = [] } = await account.as(account.responder).iam.send(
      new iam.SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::111122223333:role/data-platform-admin',
        ActionNames: ['s3:GetObject', 's3:ListAllMyBuckets'],
        ResourceArns: ['arn:aws:s3:::example-open/a', 'arn:aws:s3:::example-shut/a'],
        PolicyInputList: [
          JSON.stringify({
            Version: '2012-10-17',
            Statement: {
              Effect: 'Deny',
              Action: 's3:GetObject',
              Resource: 'arn:aws:s3:::example-shut/*',
              Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
            },
          }),
        ],
      }),
    );
    expect(
      EvaluationResults.map(({ EvalActionName, EvalDecision, MissingContextValues, ...result }) => [
        EvalActionName,
        EvalDecision,
        MissingContextValues,
        result.ResourceSpecificResults?.map(({ EvalResourceDecision }) => EvalResourceDecision),
      ]),
    ).toEqual([
      ['s3:GetObject', 'explicitDeny', ['aws:MultiFactorAuthPresent'], ['allowed', 'explicitDeny']],
      ['s3:ListAllMyBuckets', 'allowed', [], ['allowed', 'allowed']],
    ]);
  });

  it('takes policies that are not on anybody, and conditions that are given', async () => {
    const account = await testAccount();
    const client = account.as(account.responder).iam;
    const older = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-01-15T12:00:00Z' } },
      },
    });
    const asked = { PolicyInputList: [older] };
    expect((await decisions(client, asked))['bedrock:InvokeModel']).toBe('allowed');
    const issued = (ContextKeyValues: string[]) => ({
      ...asked,
      ContextEntries: [
        { ContextKeyName: 'aws:TokenIssueTime', ContextKeyValues, ContextKeyType: 'date' as const },
      ],
    });
    expect((await decisions(client, issued(['2026-01-15T11:00:00Z'])))['bedrock:InvokeModel']).toBe(
      'explicitDeny',
    );
    expect((await decisions(client, issued(['2026-01-15T13:00:00Z'])))['bedrock:InvokeModel']).toBe(
      'allowed',
    );
    const nobody = decisions(client, { PolicySourceArn: 'arn:aws:iam::111122223333:role/nobody' });
    expect(await refused(nobody)).toBe('NoSuchEntityException');
  });
});
