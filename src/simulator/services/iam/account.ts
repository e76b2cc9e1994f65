import type { EntityType, SummaryKeyType } from '@aws-sdk/client-iam';
import type { PolicyHolder } from '../../world/iam-state.ts';
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
      const page = listPage(details(world, Filter), paging, `GetAccountAuthorizationDetails ${Filter.toSorted().join()}`);
      const of = <Kind extends Detail['kind']>(kind: Kind) =>
        page.items.filter((detail): detail is Extract<Detail, { kind: Kind }> => detail.kind === kind).map(({ detail }) => detail);
      return { UserDetailList: of('User'), GroupDetailList: of('Group'), RoleDetailList: of('Role'), Policies: of('Policy'), ...pageMark(page) };
    },
    GetAccountSummary: () => ({ SummaryMap: summary(world) }),
    ListAccountAliases: (paging) => {
      const page = listPage(iam.aliases, paging, 'ListAccountAliases');
      return { AccountAliases: [...page.items], ...pageMark(page) };
    },
  };
}

type Detail =
  | { readonly kind: 'User'; readonly detail: ReturnType<typeof userDetail> }
  | { readonly kind: 'Group'; readonly detail: ReturnType<typeof groupDetail> }
  | { readonly kind: 'Role'; readonly detail: ReturnType<typeof roleDetail> }
  | { readonly kind: 'Policy'; readonly detail: ReturnType<typeof policyDetail> };

/** Without a filter: everything, AWS's own policies only where they are in use. */
function details(world: World, filter: readonly EntityType[]): readonly Detail[] {
  const { iam } = world;
  const wants = (type: EntityType): boolean => filter.length === 0 || filter.includes(type);
  const policies = byName(iam.policies.values()).filter(({ arn, awsOwned }) =>
    awsOwned ? wants('AWSManagedPolicy') && attachments(iam, arn) > 0 : wants('LocalManagedPolicy'),
  );
  return [
    ...(wants('User') ? byName(iam.users.values()).map((user) => ({ kind: 'User' as const, detail: userDetail(world, user.name) })) : []),
    ...(wants('Group') ? byName(iam.groups.values()).map((group) => ({ kind: 'Group' as const, detail: groupDetail(world, group.name) })) : []),
    ...(wants('Role') ? byName(iam.roles.values()).map((role) => ({ kind: 'Role' as const, detail: roleDetail(world, role.name) })) : []),
    ...policies.map(({ arn }) => ({ kind: 'Policy' as const, detail: policyDetail(world, arn) })),
  ];
}

function userDetail({ iam }: World, name: string) {
  const user = iam.users.get(name);
  if (user === undefined) return {};
  const { PasswordLastUsed: _used, ...shape } = userShape(user);
  return {
    ...shape,
    UserPolicyList: inlineList(user),
    GroupList: [...user.groups],
    AttachedManagedPolicies: attachedShapes(iam, user),
    Tags: tagList(user.tags),
  };
}

function groupDetail({ iam }: World, name: string) {
  const group = iam.groups.get(name);
  if (group === undefined) return {};
  return { ...groupShape(group), GroupPolicyList: inlineList(group), AttachedManagedPolicies: attachedShapes(iam, group) };
}

function roleDetail({ iam }: World, name: string) {
  const role = iam.roles.get(name);
  if (role === undefined) return {};
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

function policyDetail({ iam }: World, arn: string) {
  const policy = iam.policies.get(arn);
  if (policy === undefined) return {};
  const versions = [...policy.versions.values()].toReversed();
  return {
    ...policyShape(iam, policy),
    PolicyVersionList: versions.map((version) => ({ ...versionShape(policy, version), Document: encodeDocument(version.document) })),
  };
}

function inlineList({ inline }: PolicyHolder) {
  return [...inline].map(([PolicyName, text]) => ({ PolicyName, PolicyDocument: encodeDocument(text) }));
}

/** Counts and quotas. The root user has an MFA device and no access key. */
function summary({ iam }: World): Partial<Record<SummaryKeyType, number>> {
  const users = [...iam.users.values()];
  const own = [...iam.policies.values()].filter(({ awsOwned }) => !awsOwned);
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
    MFADevices: devices + 1,
    MFADevicesInUse: devices + 1,
    AccountMFAEnabled: 1,
    AccountAccessKeysPresent: 0,
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
