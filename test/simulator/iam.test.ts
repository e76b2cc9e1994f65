import * as iam from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const DENY_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }],
});

describe.each(['in process', 'over HTTP'] as const)('IAM %s', (over) => {
  let account: TestAccount;
  let client: iam.IAMClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).iam;
  });
  afterAll(() => account.close());

  it('shows who the intruder left behind', async () => {
    const { Users = [] } = await client.send(new iam.ListUsersCommand({}));
    expect(Users.map(({ UserName }) => UserName)).toEqual([
      'BedrockAPIKey-x7q2',
      'ci-deployer',
      'marta.silva',
    ]);
    const { AccessKeyMetadata = [] } = await client.send(
      new iam.ListAccessKeysCommand({ UserName: 'marta.silva' }),
    );
    expect(AccessKeyMetadata.map(({ CreateDate }) => CreateDate?.toISOString())).toContain(
      '2026-01-15T09:08:00.000Z',
    );
    const { ServiceSpecificCredentials = [] } = await client.send(
      new iam.ListServiceSpecificCredentialsCommand({ AllUsers: true }),
    );
    expect(ServiceSpecificCredentials).toMatchObject([
      { UserName: 'BedrockAPIKey-x7q2', ServiceName: 'bedrock.amazonaws.com', Status: 'Active' },
    ]);
    const { AttachedPolicies } = await client.send(
      new iam.ListAttachedUserPoliciesCommand({ UserName: 'marta.silva' }),
    );
    expect(AttachedPolicies).toEqual([
      { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ]);
  });

  it('makes, tags, pages and deletes users', async () => {
    for (const name of ['u1', 'u2', 'u3'])
      await client.send(
        new iam.CreateUserCommand({ UserName: name, Path: '/team/', Tags: [{ Key: 'a', Value: name }] }),
      );
    expect(await refused(client.send(new iam.CreateUserCommand({ UserName: 'u1' })))).toBe(
      'EntityAlreadyExistsException',
    );
    const first = await client.send(new iam.ListUsersCommand({ PathPrefix: '/team/', MaxItems: 2 }));
    expect(first.IsTruncated).toBe(true);
    const second = await client.send(
      new iam.ListUsersCommand({ PathPrefix: '/team/', MaxItems: 2, Marker: first.Marker }),
    );
    expect([...(first.Users ?? []), ...(second.Users ?? [])].map(({ UserName }) => UserName)).toEqual([
      'u1',
      'u2',
      'u3',
    ]);
    expect(
      await refused(client.send(new iam.ListUsersCommand({ PathPrefix: '/', Marker: first.Marker }))),
    ).toBe('ValidationError');
    await client.send(new iam.TagUserCommand({ UserName: 'u1', Tags: [{ Key: 'b', Value: '2' }] }));
    await client.send(new iam.UntagUserCommand({ UserName: 'u1', TagKeys: ['a'] }));
    expect((await client.send(new iam.ListUserTagsCommand({ UserName: 'u1' }))).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
    expect((await client.send(new iam.GetUserCommand({ UserName: 'u1' }))).User?.Arn).toBe(
      'arn:aws:iam::111122223333:user/team/u1',
    );
    for (const name of ['u1', 'u2', 'u3']) await client.send(new iam.DeleteUserCommand({ UserName: name }));
    expect(await refused(client.send(new iam.GetUserCommand({ UserName: 'u1' })))).toBe(
      'NoSuchEntityException',
    );
  });

  it('keeps access keys, their status and their last use', async () => {
    await client.send(new iam.CreateUserCommand({ UserName: 'keys' }));
    const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName: 'keys' }));
    await client.send(new iam.CreateAccessKeyCommand({ UserName: 'keys' }));
    expect(await refused(client.send(new iam.CreateAccessKeyCommand({ UserName: 'keys' })))).toBe(
      'LimitExceededException',
    );
    const id = AccessKey?.AccessKeyId;
    expect(
      (await client.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: id }))).AccessKeyLastUsed
        ?.ServiceName,
    ).toBe('N/A');
    const own = account.as({ accessKeyId: id ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' });
    expect(await refused(own.iam.send(new iam.ListUsersCommand({})))).toBe('AccessDenied');
    expect(
      (await client.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: id }))).AccessKeyLastUsed,
    ).toMatchObject({ ServiceName: 'iam', Region: 'us-east-1' });
    await client.send(
      new iam.UpdateAccessKeyCommand({ UserName: 'keys', AccessKeyId: id, Status: 'Inactive' }),
    );
    expect(
      (await client.send(new iam.ListAccessKeysCommand({ UserName: 'keys' }))).AccessKeyMetadata?.[0]?.Status,
    ).toBe('Inactive');
    expect(await refused(client.send(new iam.DeleteUserCommand({ UserName: 'keys' })))).toBe(
      'DeleteConflictException',
    );
    await client.send(new iam.DeleteAccessKeyCommand({ UserName: 'keys', AccessKeyId: id }));
    expect(
      (await client.send(new iam.ListAccessKeysCommand({ UserName: 'keys' }))).AccessKeyMetadata,
    ).toHaveLength(1);
  });

  it('keeps login profiles and MFA devices', async () => {
    expect(
      (await client.send(new iam.GetLoginProfileCommand({ UserName: 'marta.silva' }))).LoginProfile
        ?.PasswordResetRequired,
    ).toBe(false);
    await client.send(
      new iam.UpdateLoginProfileCommand({
        UserName: 'marta.silva',
        Password: 'New-Secret-1',
        PasswordResetRequired: true,
      }),
    );
    expect(
      (await client.send(new iam.GetLoginProfileCommand({ UserName: 'marta.silva' }))).LoginProfile
        ?.PasswordResetRequired,
    ).toBe(true);
    expect(
      await refused(
        client.send(new iam.CreateLoginProfileCommand({ UserName: 'marta.silva', Password: 'x' })),
      ),
    ).toBe('EntityAlreadyExistsException');
    await client.send(new iam.DeleteLoginProfileCommand({ UserName: 'marta.silva' }));
    expect(await refused(client.send(new iam.GetLoginProfileCommand({ UserName: 'marta.silva' })))).toBe(
      'NoSuchEntityException',
    );
    await client.send(
      new iam.CreateLoginProfileCommand({ UserName: 'marta.silva', Password: 'New-Secret-2' }),
    );
    expect(
      (await client.send(new iam.ListMFADevicesCommand({ UserName: 'marta.silva' }))).MFADevices,
    ).toEqual([]);
    expect(
      await refused(
        client.send(
          new iam.DeactivateMFADeviceCommand({
            UserName: 'marta.silva',
            SerialNumber: 'arn:aws:iam::111122223333:mfa/x',
          }),
        ),
      ),
    ).toBe('NoSuchEntityException');
  });

  it('keeps service-specific credentials', async () => {
    await client.send(new iam.CreateUserCommand({ UserName: 'api' }));
    const { ServiceSpecificCredential: made } = await client.send(
      new iam.CreateServiceSpecificCredentialCommand({
        UserName: 'api',
        ServiceName: 'bedrock.amazonaws.com',
        CredentialAgeDays: 30,
      }),
    );
    expect(made?.ServiceCredentialSecret).toMatch(/^ABSK/);
    expect(made?.ExpirationDate?.toISOString()).toBe('2026-02-14T12:00:00.000Z');
    const id = made?.ServiceSpecificCredentialId;
    const reset = await client.send(
      new iam.ResetServiceSpecificCredentialCommand({ UserName: 'api', ServiceSpecificCredentialId: id }),
    );
    expect(reset.ServiceSpecificCredential?.ServiceCredentialSecret).not.toBe(made?.ServiceCredentialSecret);
    await client.send(
      new iam.UpdateServiceSpecificCredentialCommand({
        UserName: 'api',
        ServiceSpecificCredentialId: id,
        Status: 'Inactive',
      }),
    );
    const { ServiceSpecificCredentials = [] } = await client.send(
      new iam.ListServiceSpecificCredentialsCommand({ UserName: 'api' }),
    );
    expect(ServiceSpecificCredentials[0]?.Status).toBe('Inactive');
    await client.send(
      new iam.DeleteServiceSpecificCredentialCommand({ UserName: 'api', ServiceSpecificCredentialId: id }),
    );
    expect(
      await refused(
        client.send(
          new iam.CreateServiceSpecificCredentialCommand({
            UserName: 'api',
            ServiceName: 's3.amazonaws.com',
          }),
        ),
      ),
    ).toBe('ServiceNotSupportedException');
  });

  it('keeps inline policies of users, groups and roles', async () => {
    await client.send(new iam.CreateGroupCommand({ GroupName: 'g' }));
    await client.send(
      new iam.PutUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'p', PolicyDocument: DENY_ALL }),
    );
    await client.send(
      new iam.PutGroupPolicyCommand({ GroupName: 'g', PolicyName: 'p', PolicyDocument: DENY_ALL }),
    );
    await client.send(
      new iam.PutRolePolicyCommand({
        RoleName: 'support-assistant-exec',
        PolicyName: 'p',
        PolicyDocument: DENY_ALL,
      }),
    );
    const user = await client.send(
      new iam.GetUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'p' }),
    );
    expect(decodeURIComponent(user.PolicyDocument ?? '')).toBe(DENY_ALL);
    expect(
      decodeURIComponent(
        (await client.send(new iam.GetGroupPolicyCommand({ GroupName: 'g', PolicyName: 'p' })))
          .PolicyDocument ?? '',
      ),
    ).toBe(DENY_ALL);
    expect(
      decodeURIComponent(
        (
          await client.send(
            new iam.GetRolePolicyCommand({ RoleName: 'support-assistant-exec', PolicyName: 'p' }),
          )
        ).PolicyDocument ?? '',
      ),
    ).toBe(DENY_ALL);
    expect(
      (await client.send(new iam.ListUserPoliciesCommand({ UserName: 'marta.silva' }))).PolicyNames,
    ).toEqual(['p']);
    expect((await client.send(new iam.ListGroupPoliciesCommand({ GroupName: 'g' }))).PolicyNames).toEqual([
      'p',
    ]);
    expect(
      (await client.send(new iam.ListRolePoliciesCommand({ RoleName: 'support-assistant-exec' })))
        .PolicyNames,
    ).toEqual(['p', 'support-assistant-exec-policy']);
    await client.send(new iam.DeleteUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'p' }));
    await client.send(new iam.DeleteGroupPolicyCommand({ GroupName: 'g', PolicyName: 'p' }));
    await client.send(
      new iam.DeleteRolePolicyCommand({ RoleName: 'support-assistant-exec', PolicyName: 'p' }),
    );
    expect(
      await refused(client.send(new iam.GetUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'p' }))),
    ).toBe('NoSuchEntityException');
    expect(
      await refused(
        client.send(
          new iam.PutUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'p', PolicyDocument: '{' }),
        ),
      ),
    ).toBe('MalformedPolicyDocumentException');
    const long = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: '*',
          Resource: Array.from({ length: 200 }, (_, index) => `arn:aws:s3:::b${index}`),
        },
      ],
    });
    expect(
      await refused(
        client.send(
          new iam.PutUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'p', PolicyDocument: long }),
        ),
      ),
    ).toBe('LimitExceededException');
    await client.send(new iam.DeleteGroupCommand({ GroupName: 'g' }));
  });

  it('attaches managed policies and boundaries', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/AWSDenyAll';
    await client.send(new iam.CreateGroupCommand({ GroupName: 'g2' }));
    await client.send(new iam.AttachUserPolicyCommand({ UserName: 'ci-deployer', PolicyArn }));
    await client.send(new iam.AttachGroupPolicyCommand({ GroupName: 'g2', PolicyArn }));
    await client.send(new iam.AttachRolePolicyCommand({ RoleName: 'support-assistant-exec', PolicyArn }));
    const entities = await client.send(new iam.ListEntitiesForPolicyCommand({ PolicyArn }));
    expect([
      entities.PolicyUsers?.[0]?.UserName,
      entities.PolicyGroups?.[0]?.GroupName,
      entities.PolicyRoles?.[0]?.RoleName,
    ]).toEqual(['ci-deployer', 'g2', 'support-assistant-exec']);
    expect(
      (await client.send(new iam.ListAttachedGroupPoliciesCommand({ GroupName: 'g2' }))).AttachedPolicies,
    ).toHaveLength(1);
    expect(
      (await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: 'support-assistant-exec' })))
        .AttachedPolicies,
    ).toHaveLength(1);
    expect((await client.send(new iam.GetPolicyCommand({ PolicyArn }))).Policy?.AttachmentCount).toBe(3);
    await client.send(new iam.DetachUserPolicyCommand({ UserName: 'ci-deployer', PolicyArn }));
    await client.send(new iam.DetachGroupPolicyCommand({ GroupName: 'g2', PolicyArn }));
    await client.send(new iam.DetachRolePolicyCommand({ RoleName: 'support-assistant-exec', PolicyArn }));
    expect(
      await refused(client.send(new iam.DetachUserPolicyCommand({ UserName: 'ci-deployer', PolicyArn }))),
    ).toBe('NoSuchEntityException');
    expect(
      await refused(
        client.send(new iam.AttachUserPolicyCommand({ UserName: 'ci-deployer', PolicyArn: `${PolicyArn}x` })),
      ),
    ).toBe('NoSuchEntityException');
    await client.send(
      new iam.PutUserPermissionsBoundaryCommand({ UserName: 'ci-deployer', PermissionsBoundary: PolicyArn }),
    );
    expect(
      (await client.send(new iam.GetUserCommand({ UserName: 'ci-deployer' }))).User?.PermissionsBoundary
        ?.PermissionsBoundaryArn,
    ).toBe(PolicyArn);
    await client.send(new iam.DeleteUserPermissionsBoundaryCommand({ UserName: 'ci-deployer' }));
    await client.send(
      new iam.PutRolePermissionsBoundaryCommand({
        RoleName: 'support-assistant-exec',
        PermissionsBoundary: PolicyArn,
      }),
    );
    await client.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName: 'support-assistant-exec' }));
    expect(
      (await client.send(new iam.GetRoleCommand({ RoleName: 'support-assistant-exec' }))).Role
        ?.PermissionsBoundary,
    ).toBeUndefined();
  });

  it('keeps versions of managed policies', async () => {
    const { Policy } = await client.send(
      new iam.CreatePolicyCommand({ PolicyName: 'own', PolicyDocument: DENY_ALL }),
    );
    const PolicyArn = Policy?.Arn;
    for (let made = 0; made < 4; made += 1)
      await client.send(
        new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: DENY_ALL, SetAsDefault: made === 3 }),
      );
    expect(
      await refused(client.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: DENY_ALL }))),
    ).toBe('LimitExceededException');
    expect((await client.send(new iam.GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId).toBe('v5');
    await client.send(new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    expect(
      await refused(client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }))),
    ).toBe('DeleteConflictException');
    await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    const { Versions = [] } = await client.send(new iam.ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual(['v5', 'v4', 'v3', 'v2']);
    const { PolicyVersion } = await client.send(
      new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }),
    );
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(DENY_ALL);
    expect(await refused(client.send(new iam.DeletePolicyCommand({ PolicyArn })))).toBe(
      'DeleteConflictException',
    );
    for (const VersionId of ['v3', 'v4', 'v5'])
      await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    expect(
      (await client.send(new iam.ListPoliciesCommand({ Scope: 'Local' }))).Policies?.map(
        ({ PolicyName }) => PolicyName,
      ),
    ).toEqual(['own']);
    await client.send(new iam.DeletePolicyCommand({ PolicyArn }));
    const awsOwned = { PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll', PolicyDocument: DENY_ALL };
    expect(await refused(client.send(new iam.CreatePolicyVersionCommand(awsOwned)))).toBe('AccessDenied');
  });

  it('keeps roles and groups', async () => {
    await client.send(
      new iam.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST, MaxSessionDuration: 7200 }),
    );
    await client.send(
      new iam.UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 3600, Description: 'd' }),
    );
    await client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument: TRUST }));
    await client.send(new iam.TagRoleCommand({ RoleName: 'r', Tags: [{ Key: 'a', Value: '1' }] }));
    expect((await client.send(new iam.ListRoleTagsCommand({ RoleName: 'r' }))).Tags).toEqual([
      { Key: 'a', Value: '1' },
    ]);
    await client.send(new iam.UntagRoleCommand({ RoleName: 'r', TagKeys: ['a'] }));
    expect((await client.send(new iam.GetRoleCommand({ RoleName: 'r' }))).Role).toMatchObject({
      MaxSessionDuration: 3600,
      Description: 'd',
      AssumeRolePolicyDocument: encodeURIComponent(TRUST),
    });
    await client.send(new iam.DeleteRoleCommand({ RoleName: 'r' }));
    expect(
      (await client.send(new iam.ListRolesCommand({}))).Roles?.map(({ RoleName }) => RoleName),
    ).toContain('data-platform-admin');
    await client.send(new iam.CreateGroupCommand({ GroupName: 'team' }));
    await client.send(new iam.AddUserToGroupCommand({ GroupName: 'team', UserName: 'marta.silva' }));
    expect(
      (await client.send(new iam.GetGroupCommand({ GroupName: 'team' }))).Users?.map(
        ({ UserName }) => UserName,
      ),
    ).toEqual(['marta.silva']);
    expect(
      (await client.send(new iam.ListGroupsForUserCommand({ UserName: 'marta.silva' }))).Groups?.[0]
        ?.GroupName,
    ).toBe('team');
    expect(await refused(client.send(new iam.DeleteGroupCommand({ GroupName: 'team' })))).toBe(
      'DeleteConflictException',
    );
    await client.send(new iam.RemoveUserFromGroupCommand({ GroupName: 'team', UserName: 'marta.silva' }));
    await client.send(new iam.DeleteGroupCommand({ GroupName: 'team' }));
    expect(
      (await client.send(new iam.ListGroupsCommand({}))).Groups?.map(({ GroupName }) => GroupName),
    ).not.toContain('team');
  });

  it('tells of the account as a whole', async () => {
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page: iam.GetAccountAuthorizationDetailsCommandOutput = await client.send(
        new iam.GetAccountAuthorizationDetailsCommand({ MaxItems: 5, Marker }),
      );
      names.push(
        ...(page.UserDetailList ?? []).map(({ UserName }) => UserName),
        ...(page.RoleDetailList ?? []).map(({ RoleName }) => RoleName),
      );
      Marker = page.Marker;
    } while (Marker !== undefined);
    expect(names).toEqual(
      expect.arrayContaining(['ci-deployer', 'data-platform-admin', 'support-assistant-exec']),
    );
    const onlyUsers = await client.send(new iam.GetAccountAuthorizationDetailsCommand({ Filter: ['User'] }));
    expect(onlyUsers.RoleDetailList).toEqual([]);
    expect((await client.send(new iam.GetAccountSummaryCommand({}))).SummaryMap).toMatchObject({
      AccountMFAEnabled: 1,
      AccountAccessKeysPresent: 0,
    });
    expect((await client.send(new iam.ListAccountAliasesCommand({}))).AccountAliases).toEqual([
      'example-support',
    ]);
  });

  it('says clearly what it does not have', async () => {
    const error: unknown = await client
      .send(new iam.ListVirtualMFADevicesCommand({}))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining(
        'IAM: ListVirtualMFADevices is not part of the simulated account',
      ) as string,
    });
  });
});
