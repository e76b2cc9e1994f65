import * as organizations from '@aws-sdk/client-organizations';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from 'vitest';
import { refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const ACCOUNT = '111122223333';
const Filter = 'SERVICE_CONTROL_POLICY';
const DENY_IAM = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: 'iam:*',
      Resource: '*',
      Condition: {
        ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/example-incident-responder` },
      },
    },
  ],
});

describe('the organization', () => {
  let account: TestAccount;
  let client: organizations.OrganizationsClient;
  beforeEach(async () => {
    account = await testAccount();
    client = new organizations.OrganizationsClient(account.settings(account.responder));
  });
  const intruders = (): Promise<string> =>
    refused(
      account.as(account.intruder['adminSession'] ?? account.responder).iam.send(new ListUsersCommand({})),
    );
  const create = async (): Promise<string> => {
    const { Policy } = await client.send(
      new organizations.CreatePolicyCommand({
        Name: 'deny-iam',
        Description: 'd',
        Content: DENY_IAM,
        Type: Filter,
      }),
    );
    return Policy?.PolicySummary?.Id ?? '';
  };

  it('shows its tree', async () => {
    const { Organization } = await client.send(new organizations.DescribeOrganizationCommand({}));
    expect(Organization?.MasterAccountId).toBe('123456789012');
    const { Roots = [] } = await client.send(new organizations.ListRootsCommand({}));
    const ParentId = Roots[0]?.Id;
    const { OrganizationalUnits = [] } = await client.send(
      new organizations.ListOrganizationalUnitsForParentCommand({ ParentId }),
    );
    expect(OrganizationalUnits.map(({ Name }) => Name)).toEqual(['workloads', 'isolation']);
    const { Accounts = [] } = await client.send(new organizations.ListAccountsCommand({ MaxResults: 1 }));
    expect(Accounts).toHaveLength(1);
    const { Children } = await client.send(
      new organizations.ListChildrenCommand({ ParentId: OrganizationalUnits[0]?.Id, ChildType: 'ACCOUNT' }),
    );
    expect(Children).toEqual([{ Id: ACCOUNT, Type: 'ACCOUNT' }]);
    expect(
      (
        await client.send(new organizations.ListPoliciesForTargetCommand({ TargetId: ACCOUNT, Filter }))
      ).Policies?.map(({ Name }) => Name),
    ).toEqual(['FullAWSAccess', 'protect-the-account']);
    expect(
      await refused(
        client.send(new organizations.ListPoliciesForTargetCommand({ TargetId: '999999999999', Filter })),
      ),
    ).toBe('TargetNotFoundException');
  });

  it('denies at once what an attached policy denies, and lets go when it is detached', async () => {
    const PolicyId = await create();
    expect(await intruders()).toBe('went through');
    const names = { PolicyId, TargetId: ACCOUNT };
    await client.send(new organizations.AttachPolicyCommand(names));
    expect(await intruders()).toBe('AccessDenied');
    expect(await refused(account.as(account.responder).iam.send(new ListUsersCommand({})))).toBe(
      'went through',
    );
    expect(await refused(client.send(new organizations.AttachPolicyCommand(names)))).toBe(
      'DuplicatePolicyAttachmentException',
    );
    expect(await refused(client.send(new organizations.DeletePolicyCommand({ PolicyId })))).toBe(
      'PolicyInUseException',
    );
    expect(
      (await client.send(new organizations.ListTargetsForPolicyCommand({ PolicyId }))).Targets?.map(
        ({ TargetId }) => TargetId,
      ),
    ).toEqual([ACCOUNT]);
    await client.send(new organizations.DetachPolicyCommand(names));
    expect(await intruders()).toBe('went through');
    await client.send(new organizations.DeletePolicyCommand({ PolicyId }));
    expect(await refused(client.send(new organizations.DescribePolicyCommand({ PolicyId })))).toBe(
      'PolicyNotFoundException',
    );
  });

  it('isolates an account that is moved, and takes back what is moved back', async () => {
    const move = (SourceParentId: string, DestinationParentId: string): Promise<unknown> =>
      client.send(
        new organizations.MoveAccountCommand({ AccountId: ACCOUNT, SourceParentId, DestinationParentId }),
      );
    await move('ou-exam-workload1', 'ou-exam-isolate1');
    expect(await intruders()).toBe('AccessDenied');
    expect((await client.send(new organizations.ListParentsCommand({ ChildId: ACCOUNT }))).Parents).toEqual([
      { Id: 'ou-exam-isolate1', Type: 'ORGANIZATIONAL_UNIT' },
    ]);
    expect(await refused(move('ou-exam-workload1', 'ou-exam-isolate1'))).toBe(
      'SourceParentNotFoundException',
    );
    await move('ou-exam-isolate1', 'ou-exam-workload1');
    expect(await intruders()).toBe('went through');
  });

  it('refuses bad policies, keeps what an update leaves out, and leaves its tracks in us-east-1', async () => {
    const PolicyId = await create();
    expect(await refused(create())).toBe('DuplicatePolicyException');
    const update = (Content: string) =>
      client.send(new organizations.UpdatePolicyCommand({ PolicyId, Content }));
    expect(await refused(update('no JSON'))).toBe('MalformedPolicyDocumentException');
    const { Policy } = await update(DENY_IAM.replace('iam:*', 'iam:List*'));
    expect([Policy?.PolicySummary?.Name, Policy?.Content?.includes('iam:List*')]).toEqual(['deny-iam', true]);
    expect(
      await refused(
        client.send(new organizations.UpdatePolicyCommand({ PolicyId: 'p-FullAWSAccess', Name: 'x' })),
      ),
    ).toBe('InvalidInputException');
    expect(
      account.world.trail.events.findLast(({ record }) => record.eventName === 'CreatePolicy')?.record,
    ).toMatchObject({
      eventSource: 'organizations.amazonaws.com',
      awsRegion: 'us-east-1',
      requestParameters: { name: 'deny-iam', type: Filter },
    });
    const admin = new organizations.OrganizationsClient(
      account.settings(account.intruder['adminSession'] ?? account.responder),
    );
    expect(await refused(admin.send(new organizations.ListAccountsCommand({})))).toBe(
      'AccessDeniedException',
    );
  });
});
