import * as sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const RoleArn = 'arn:aws:iam::111122223333:role/data-platform-admin';

describe.each(['in process', 'over HTTP'] as const)('STS %s', (over) => {
  let account: TestAccount;
  let client: sts.STSClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).sts;
  });
  afterAll(() => account.close());

  it('says who calls', async () => {
    const { Arn, Account } = await client.send(new sts.GetCallerIdentityCommand({}));
    expect([Arn, Account]).toEqual([
      'arn:aws:sts::111122223333:assumed-role/example-incident-responder/responder',
      '111122223333',
    ]);
    const leaked = account.as(account.intruder['leakedKey'] ?? account.responder).sts;
    expect((await leaked.send(new sts.GetCallerIdentityCommand({}))).Arn).toBe(
      'arn:aws:iam::111122223333:user/ci-deployer',
    );
  });

  it('gives sessions of roles that work and end', async () => {
    const assume = (input: Partial<sts.AssumeRoleCommandInput>): Promise<sts.AssumeRoleCommandOutput> =>
      client.send(new sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'job', ...input }));
    const { Credentials, AssumedRoleUser } = await assume({ DurationSeconds: 900 });
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::111122223333:assumed-role/data-platform-admin/job');
    expect(Credentials?.Expiration?.getTime()).toBe(account.clock.now() + 900_000);
    const session = account.as({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }).sts;
    expect((await session.send(new sts.GetCallerIdentityCommand({}))).UserId).toMatch(/^AROA.+:job$/);
    expect(await refused(session.send(new sts.GetSessionTokenCommand({})))).toBe('AccessDenied');
    account.clock.advance(900_000);
    expect(await refused(session.send(new sts.GetCallerIdentityCommand({})))).toBe('ExpiredToken');
    expect(await refused(assume({ DurationSeconds: 7200 }))).toBe('ValidationError');
    // The role's trust does not let anybody set it.
    expect(await refused(assume({ SourceIdentity: 'ana' }))).toBe('AccessDenied');
    expect(await refused(assume({ DurationSeconds: 60 }))).toBe('ValidationError');
    expect(await refused(assume({ Policy: '{' }))).toBe('MalformedPolicyDocumentException');
    expect(await refused(assume({ RoleArn: 'arn:aws:iam::111122223333:role/none' }))).toBe('AccessDenied');
    expect(await refused(assume({ RoleArn: 'arn:aws:iam::111122223333:role/support-assistant-exec' }))).toBe(
      'AccessDenied',
    );
  });

  it('gives sessions of users', async () => {
    const leaked = account.as(account.intruder['leakedKey'] ?? account.responder).sts;
    const { Credentials } = await leaked.send(new sts.GetSessionTokenCommand({ DurationSeconds: 3600 }));
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA/);
    expect(await refused(leaked.send(new sts.GetSessionTokenCommand({ DurationSeconds: 1 })))).toBe(
      'ValidationError',
    );
    expect(
      await refused(
        leaked.send(
          new sts.GetSessionTokenCommand({
            SerialNumber: 'arn:aws:iam::111122223333:mfa/none',
            TokenCode: '123456',
          }),
        ),
      ),
    ).toBe('AccessDenied');
  });
});
