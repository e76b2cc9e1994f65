import { GetRolePolicyCommand, ListUsersCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, checkAction, colleague, intruder, OPERATOR } from '../support/action-checks.ts';
import { type Clients, refused } from '../support/simulated-account.ts';

const ID = 'iam/revoke-sessions';
const lists = (clients: Clients) => refused(clients.iam.send(new ListUsersCommand({})));

checkAction({
  id: ID,
  params: { principal: ADMIN_ROLE },
  calls: ['PutRolePolicy'],
  proof: {
    act: (open) => lists(intruder(open, 'adminSession')),
    free: 'went through',
    inForce: 'AccessDenied',
  },
  tamper: (open) =>
    colleague(open).iam.send(
      new PutRolePolicyCommand({
        RoleName: 'data-platform-admin',
        PolicyName: 'AWSRevokeOlderSessions',
        PolicyDocument: revoking('2026-01-14T00:00:00Z'),
      }),
    ),
  own: { principal: OPERATOR },
});

function revoking(time: string, more: object = {}): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: ['*'],
        Resource: ['*'],
        Condition: { DateLessThan: { 'aws:TokenIssueTime': time }, ...more },
      },
    ],
  });
}

describe('iam/revoke-sessions', () => {
  let open: ActionCase;
  beforeEach(async () => {
    open = await actionCase();
  });
  afterEach(() => open.close());

  async function session(name: string): Promise<Clients> {
    const { Credentials: made } = await colleague(open).sts.send(
      new AssumeRoleCommand({ RoleArn: ADMIN_ROLE, RoleSessionName: name }),
    );
    return open.account.as({
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken ?? '',
    });
  }

  async function policy(): Promise<{ readonly Statement: readonly object[] }> {
    const { PolicyDocument = '' } = await colleague(open).iam.send(
      new GetRolePolicyCommand({ RoleName: 'data-platform-admin', PolicyName: 'AWSRevokeOlderSessions' }),
    );
    return JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: readonly object[] };
  }

  it('hits sessions of the next half minute too, and leaves later ones and long-term keys alone', async () => {
    const good = await session('good');
    await open.apply(ID, { principal: ADMIN_ROLE });
    expect(await lists(good)).toBe('AccessDenied');
    expect(await lists(await session('at-once'))).toBe('AccessDenied');
    open.account.clock.advance(31_000);
    expect(await lists(await session('later'))).toBe('went through');
    expect(await lists(intruder(open, 'secondKey'))).toBe('went through');
  });

  it('narrowed to one session, leaves the others', async () => {
    const good = await session('good');
    const { id } = open.account.world.iam.roles.get('data-platform-admin') ?? { id: '' };
    await open.apply(ID, { principal: ADMIN_ROLE, userId: `${id}:explore` });
    expect(await lists(intruder(open, 'adminSession'))).toBe('AccessDenied');
    expect(await lists(good)).toBe('went through');
    await expect(
      open.plan(ID, { principal: ADMIN_ROLE, userId: 'AROAEXAMPLE:explore' }),
    ).rejects.toMatchObject({
      why: expect.stringContaining('no session of role data-platform-admin') as string,
    });
  });

  it('may hit another session of the operator’s own role, and never the operator’s', async () => {
    const { id } = open.account.world.iam.roles.get('example-incident-responder') ?? { id: '' };
    expect((await open.plan(ID, { principal: OPERATOR, userId: `${id}:intruder` })).calls).toHaveLength(1);
    for (const userId of [`${id}:responder`, `${id}:*`, id])
      await expect(open.plan(ID, { principal: OPERATOR, userId })).rejects.toMatchObject({
        why: expect.stringContaining('heptad works with') as string,
      });
  });

  it('puts a later time in place of an earlier one and keeps what else is there', async () => {
    const { iam } = colleague(open);
    const narrow = { StringLike: { 'aws:userid': 'AROAX:old' } };
    const both = {
      Version: '2012-10-17',
      Statement: [
        ...(JSON.parse(revoking('2026-01-14T00:00:00Z')) as { Statement: object[] }).Statement,
        ...(JSON.parse(revoking('2026-01-14T00:00:00Z', narrow)) as { Statement: object[] }).Statement,
        { Effect: 'Deny', Action: 'ses:*', Resource: '*' },
      ],
    };
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'data-platform-admin',
        PolicyName: 'AWSRevokeOlderSessions',
        PolicyDocument: JSON.stringify(both),
      }),
    );
    const entry = await open.apply(ID, { principal: ADMIN_ROLE });
    const { Statement } = await policy();
    expect(Statement).toHaveLength(3);
    expect(Statement.slice(0, 2)).toEqual(both.Statement.slice(1));
    expect(Statement[2]).toMatchObject({
      Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-01-15T12:00:30.000Z' } },
    });
    await open.undo(entry);
    expect(await policy()).toEqual(both);
  });
});
