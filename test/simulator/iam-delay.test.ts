import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { refused, testAccount, type Clients, type TestAccount } from '../support/simulated-account.ts';

const SECOND = 1000;
const MOST = 5 * SECOND;
const ADMIN = 'data-platform-admin';
const DENY_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action: '*', Resource: '*' },
});

type Delayed = TestAccount & {
  readonly responders: Clients;
  readonly admin: Clients;
  readonly leaked: Clients;
};

async function delayed(): Promise<Delayed> {
  const account = await testAccount('in process', { iamDelay: MOST });
  const held = (name: string): Clients => {
    const credentials = account.intruder[name];
    if (credentials === undefined) throw new Error(`the story has no ${name}`);
    return account.as(credentials);
  };
  return {
    ...account,
    responders: account.as(account.responder),
    admin: held('adminSession'),
    leaked: held('leakedKey'),
  };
}

const probe = (clients: Clients): Promise<string> => refused(clients.iam.send(new iam.ListUsersCommand({})));

function denied(account: Delayed, PolicyName = 'deny'): Promise<unknown> {
  return account.responders.iam.send(
    new iam.PutRolePolicyCommand({ RoleName: ADMIN, PolicyName, PolicyDocument: DENY_ALL }),
  );
}

describe('changes of IAM', () => {
  it('are read at once and count a few seconds later', async () => {
    const account = await delayed();
    await denied(account);
    const { PolicyDocument } = await account.responders.iam.send(
      new iam.GetRolePolicyCommand({ RoleName: ADMIN, PolicyName: 'deny' }),
    );
    expect(decodeURIComponent(PolicyDocument ?? '')).toBe(DENY_ALL);
    expect(await probe(account.admin)).toBe('went through');
    account.clock.advance(SECOND - 1);
    expect(await probe(account.admin)).toBe('went through');
    account.clock.advance(MOST - SECOND + 1);
    expect(await probe(account.admin)).toBe('AccessDenied');
  });

  it('let a key be used until its end has reached sign-in', async () => {
    const account = await delayed();
    await account.responders.iam.send(
      new iam.UpdateAccessKeyCommand({
        UserName: 'ci-deployer',
        AccessKeyId: account.intruder['leakedKey']?.accessKeyId,
        Status: 'Inactive',
      }),
    );
    const assume = (): Promise<string> =>
      refused(
        account.leaked.sts.send(
          new AssumeRoleCommand({
            RoleArn: `arn:aws:iam::111122223333:role/${ADMIN}`,
            RoleSessionName: 'window',
          }),
        ),
      );
    expect(await assume()).toBe('went through');
    account.clock.advance(MOST);
    expect(await assume()).toBe('InvalidClientTokenId');
  });

  it('make a new key wait as well', async () => {
    const account = await delayed();
    await account.responders.iam.send(new iam.CreateUserCommand({ UserName: 'newcomer' }));
    account.clock.advance(MOST);
    const { AccessKey } = await account.responders.iam.send(
      new iam.CreateAccessKeyCommand({ UserName: 'newcomer' }),
    );
    const made = account.as({
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    });
    expect(await probe(made)).toBe('InvalidClientTokenId');
    account.clock.advance(MOST);
    expect(await probe(made)).toBe('AccessDenied');
  });

  it('arrive in the order they were made in', async () => {
    const account = await delayed();
    await denied(account);
    account.clock.advance(SECOND / 2);
    await account.responders.iam.send(
      new iam.DeleteRolePolicyCommand({ RoleName: ADMIN, PolicyName: 'deny' }),
    );
    const answers: string[] = [];
    for (let step = 0; step < 12; step += 1) {
      answers.push(await probe(account.admin));
      account.clock.advance(SECOND / 2);
    }
    expect(answers[0]).toBe('went through');
    expect(answers.at(-1)).toBe('went through');
    // Denied for one stretch at the most, never denied again after it was let through.
    expect(answers.join().match(/AccessDenied(?=,went)/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  it('take as long again from the same seed', async () => {
    const moments = async (): Promise<number> => {
      const account = await delayed();
      await denied(account);
      let waited = 0;
      while ((await probe(account.admin)) === 'went through' && waited < 10 * SECOND) {
        account.clock.advance(100);
        waited += 100;
      }
      return waited;
    };
    const first = await moments();
    expect(first).toBeGreaterThanOrEqual(SECOND);
    expect(first).toBeLessThanOrEqual(MOST);
    expect(await moments()).toBe(first);
  });

  it('count at once where no delay was asked for', async () => {
    const account = await testAccount();
    const admin = account.as(account.intruder['adminSession'] ?? account.responder);
    await account
      .as(account.responder)
      .iam.send(
        new iam.PutRolePolicyCommand({ RoleName: ADMIN, PolicyName: 'deny', PolicyDocument: DENY_ALL }),
      );
    expect(await probe(admin)).toBe('AccessDenied');
  });
});
