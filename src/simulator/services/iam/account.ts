import type {
  EntityType,
  GroupDetail,
  ManagedPolicyDetail,
  RoleDetail,
  SummaryKeyType,
  UserDetail,
} from '@aws-sdk/client-iam';
import type { Group, IamState, ManagedPolicyState, PolicyHolder, Role, User } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { attachedShapes } from './attached-policies.ts';
import { byName, encodeDocument, listPage, pageMark } from './entities.ts';
import { groupShape } from './groups.ts';
import type { IamHandlers } from './handlers.ts';
import { attachments, policyShape, versionShape } from './managed-policies.ts';
import { lastUsedShape, roleShape } from './roles.ts';
import { tagList, userShape } from './users.ts';

/** What is said about the account as a whole. */
export function accountHandlers(world: World): IamHandlers {
  const { iam } = world;
  return {
    GetAccountAuthorizationDetails: ({ Filter = [], ...paging }) => {
      const page = listPage(
        details(world, Filter),
        paging,
        `GetAccountAuthorizationDetails ${Filter.toSorted().join()}`,
      );
      return {
        UserDetailList: page.items.flatMap(({ user }) => user ?? []),
        GroupDetailList: page.items.flatMap(({ group }) => group ?? []),
        RoleDetailList: page.items.flatMap(({ role }) => role ?? []),
        Policies: page.items.flatMap(({ policy }) => policy ?? []),
        ...pageMark(page),
      };
    },
    GetAccountSummary: () => ({ SummaryMap: summary(world) }),
    ListAccountAliases: (paging) => {
      const page = listPage(iam.aliases, paging, 'ListAccountAliases');
      return { AccountAliases: [...page.items], ...pageMark(page) };
    },
  };
}

/** One entry of the list that is paged: of one kind. */
interface Detail {
  readonly user?: UserDetail;
  readonly group?: GroupDetail;
  readonly role?: RoleDetail;
  readonly policy?: ManagedPolicyDetail;
}

/** Without a filter: everything, AWS's own policies only where they are in use. */
function details({ iam }: World, filter: readonly EntityType[]): readonly Detail[] {
  const wants = (type: EntityType): boolean => filter.length === 0 || filter.includes(type);
  const policies = byName(iam.policies.values()).filter(({ arn, awsOwned }) =>
    awsOwned ? wants('AWSManagedPolicy') && attachments(iam, arn) > 0 : wants('LocalManagedPolicy'),
  );
  return [
    ...(wants('User') ? byName(iam.users.values()).map((user) => ({ user: userDetail(iam, user) })) : []),
    ...(wants('Group')
      ? byName(iam.groups.values()).map((group) => ({ group: groupDetail(iam, group) }))
      : []),
    ...(wants('Role') ? byName(iam.roles.values()).map((role) => ({ role: roleDetail(iam, role) })) : []),
    ...policies.map((policy) => ({ policy: policyDetail(iam, policy) })),
  ];
}

function userDetail(iam: IamState, user: User): UserDetail {
  const { PasswordLastUsed: _used, ...shape } = userShape(user);
  return {
    ...shape,
    UserPolicyList: inlineList(user),
    GroupList: [...user.groups],
    AttachedManagedPolicies: attachedShapes(iam, user),
    Tags: tagList(user.tags),
  };
}

function groupDetail(iam: IamState, group: Group): GroupDetail {
  return {
    ...groupShape(group),
    GroupPolicyList: inlineList(group),
    AttachedManagedPolicies: attachedShapes(iam, group),
  };
}

function roleDetail(iam: IamState, role: Role): RoleDetail {
  const { Description: _description, MaxSessionDuration: _duration, ...shape } = roleShape(role);
  return {
    ...shape,
    InstanceProfileList: [],
    RolePolicyList: inlineList(role),
    AttachedManagedPolicies: attachedShapes(iam, role),
    Tags: tagList(role.tags),
    RoleLastUsed: lastUsedShape(role),
  };
}

function policyDetail(iam: IamState, policy: ManagedPolicyState): ManagedPolicyDetail {
  const versions = [...policy.versions.values()].toReversed();
  return {
    ...policyShape(iam, policy),
    PolicyVersionList: versions.map((version) => ({
      ...versionShape(policy, version),
      Document: encodeDocument(version.document),
    })),
  };
}

function inlineList({ inline }: PolicyHolder) {
  return [...inline].map(([PolicyName, text]) => ({ PolicyName, PolicyDocument: encodeDocument(text) }));
}

/** Counts and quotas. */
function summary({ iam }: World): Partial<Record<SummaryKeyType, number>> {
  const users = [...iam.users.values()];
  const own = [...iam.policies.values()].filter(({ awsOwned }) => !awsOwned);
  const { root = { mfa: true, accessKeys: 0 } } = iam;
  const mfa = root.mfa ? 1 : 0;
  const devices = users.reduce((sum, { mfaDevices }) => sum + mfaDevices.size, 0);
  return {
    Users: users.length,
    UsersQuota: 5000,
    Groups: iam.groups.size,
    GroupsQuota: 300,
    Roles: iam.roles.size,
    RolesQuota: 1000,
    Policies: own.length,
    PoliciesQuota: 1500,
    PolicyVersionsInUse: own.reduce((sum, { versions }) => sum + versions.size, 0),
    PolicyVersionsInUseQuota: 10_000,
    MFADevices: devices + mfa,
    MFADevicesInUse: devices + mfa,
    AccountMFAEnabled: mfa,
    AccountAccessKeysPresent: root.accessKeys > 0 ? 1 : 0,
    AccountPasswordPresent: 1,
    AccountSigningCertificatesPresent: 0,
    AccessKeysPerUserQuota: 2,
    AttachedPoliciesPerUserQuota: 10,
    AttachedPoliciesPerGroupQuota: 10,
    AttachedPoliciesPerRoleQuota: 10,
    UserPolicySizeQuota: 2048,
    GroupPolicySizeQuota: 5120,
    RolePolicySizeQuota: 10_240,
    PolicySizeQuota: 6144,
    VersionsPerPolicyQuota: 5,
    GroupsPerUserQuota: 10,
    ServerCertificates: 0,
    Providers: 0,
    InstanceProfiles: 0,
  };
}
