import { LimitExceededException, type Policy } from '@aws-sdk/client-iam';
import { drawId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import type { IamState, ManagedPolicyState, PolicyVersionState } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import {
  byName,
  checkPolicy,
  encodeDocument,
  found,
  listPage,
  pageMark,
  policyOf,
  unbound,
  unused,
} from './entities.ts';
import type { IamHandlers } from './handlers.ts';

const MOST_VERSIONS = 5;

/** Customer managed policies and their versions; AWS's own can be read only. */
export function managedPolicyHandlers({ iam, random, accountId }: World): IamHandlers {
  return {
    ListPolicies: ({ Scope = 'All', OnlyAttached = false, PathPrefix = '/', ...paging }) => {
      const all = byName(iam.policies.values())
        .filter((policy) => Scope === 'All' || policy.awsOwned === (Scope === 'AWS'))
        .filter(
          (policy) =>
            policy.path.startsWith(PathPrefix) && (!OnlyAttached || attachments(iam, policy.arn) > 0),
        );
      const page = listPage(all, paging, `ListPolicies ${Scope} ${OnlyAttached} ${PathPrefix}`);
      return { Policies: page.items.map((policy) => policyShape(iam, policy)), ...pageMark(page) };
    },
    GetPolicy: ({ PolicyArn }) => {
      const policy = policyOf(iam, given(PolicyArn, 'PolicyArn'));
      return { Policy: { ...policyShape(iam, policy), Description: policy.description } };
    },
    CreatePolicy: ({ PolicyName, PolicyDocument, Path = '/', Description }, call) => {
      const name = given(PolicyName, 'PolicyName');
      const document = given(PolicyDocument, 'PolicyDocument');
      checkPolicy(document, 'identity');
      const arn = `arn:aws:iam::${accountId}:policy${Path}${name}`;
      unused(
        iam.policies.has(arn),
        `A policy called ${name} already exists. Duplicate names are not allowed.`,
      );
      const policy = newPolicy({
        name,
        arn,
        path: Path,
        id: drawId(random, 'ANPA'),
        document,
        createdAt: call.now,
        description: Description,
      });
      iam.policies.set(arn, policy);
      return { Policy: policyShape(iam, policy) };
    },
    DeletePolicy: ({ PolicyArn }) => {
      const policy = ownPolicy(iam, given(PolicyArn, 'PolicyArn'));
      unbound(attachments(iam, policy.arn) > 0, 'Cannot delete a policy attached to entities.');
      unbound(
        policy.versions.size > 1,
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
      iam.policies.delete(policy.arn);
      return {};
    },
    GetPolicyVersion: ({ PolicyArn, VersionId }) => {
      const policy = policyOf(iam, given(PolicyArn, 'PolicyArn'));
      const version = versionOf(policy, given(VersionId, 'VersionId'));
      return {
        PolicyVersion: { ...versionShape(policy, version), Document: encodeDocument(version.document) },
      };
    },
    ListPolicyVersions: ({ PolicyArn, ...paging }) => {
      const policy = policyOf(iam, given(PolicyArn, 'PolicyArn'));
      const page = listPage(
        [...policy.versions.values()].toReversed(),
        paging,
        `ListPolicyVersions ${policy.arn}`,
      );
      return { Versions: page.items.map((version) => versionShape(policy, version)), ...pageMark(page) };
    },
    CreatePolicyVersion: ({ PolicyArn, PolicyDocument, SetAsDefault = false }, call) => {
      const policy = ownPolicy(iam, given(PolicyArn, 'PolicyArn'));
      const document = given(PolicyDocument, 'PolicyDocument');
      checkPolicy(document, 'identity');
      if (policy.versions.size >= MOST_VERSIONS) {
        throw new LimitExceededException(
          because(
            `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
          ),
        );
      }
      const version = { id: `v${policy.nextVersion}`, document, createdAt: call.now };
      policy.nextVersion += 1;
      policy.versions.set(version.id, version);
      if (SetAsDefault) policy.defaultVersionId = version.id;
      return { PolicyVersion: versionShape(policy, version) };
    },
    DeletePolicyVersion: ({ PolicyArn, VersionId }) => {
      const policy = ownPolicy(iam, given(PolicyArn, 'PolicyArn'));
      const version = versionOf(policy, given(VersionId, 'VersionId'));
      unbound(version.id === policy.defaultVersionId, 'Cannot delete the default version of a policy.');
      policy.versions.delete(version.id);
      return {};
    },
    SetDefaultPolicyVersion: ({ PolicyArn, VersionId }) => {
      const policy = ownPolicy(iam, given(PolicyArn, 'PolicyArn'));
      policy.defaultVersionId = versionOf(policy, given(VersionId, 'VersionId')).id;
      return {};
    },
    ListEntitiesForPolicy: ({ PolicyArn }) => {
      const { arn } = policyOf(iam, given(PolicyArn, 'PolicyArn'));
      const on = {
        Users: byName(iam.users.values()),
        Groups: byName(iam.groups.values()),
        Roles: byName(iam.roles.values()),
      };
      return {
        PolicyUsers: on.Users.filter(({ attached }) => attached.has(arn)).map(({ name, id }) => ({
          UserName: name,
          UserId: id,
        })),
        PolicyGroups: on.Groups.filter(({ attached }) => attached.has(arn)).map(({ name, id }) => ({
          GroupName: name,
          GroupId: id,
        })),
        PolicyRoles: on.Roles.filter(({ attached }) => attached.has(arn)).map(({ name, id }) => ({
          RoleName: name,
          RoleId: id,
        })),
        IsTruncated: false,
      };
    },
  };
}

/** A policy with its first version. */
export function newPolicy(of: {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
  readonly description?: string | undefined;
  readonly awsVersion?: string | undefined;
}): ManagedPolicyState {
  const { name, arn, path, id, document, createdAt, description, awsVersion } = of;
  const version = { id: awsVersion ?? 'v1', document, createdAt };
  return {
    name,
    arn,
    path,
    id,
    createdAt,
    description,
    awsOwned: awsVersion !== undefined,
    versions: new Map([[version.id, version]]),
    defaultVersionId: version.id,
    nextVersion: 2,
  };
}

/** How many users, groups and roles a policy is on. */
export function attachments(iam: IamState, arn: string): number {
  const holders = [...iam.users.values(), ...iam.groups.values(), ...iam.roles.values()];
  return holders.filter(({ attached }) => attached.has(arn)).length;
}

export function policyShape(iam: IamState, policy: ManagedPolicyState): Policy {
  const bounded = [...iam.users.values(), ...iam.roles.values()].filter(
    ({ boundary }) => boundary === policy.arn,
  );
  const newest = [...policy.versions.values()].at(-1);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attachments(iam, policy.arn),
    PermissionsBoundaryUsageCount: bounded.length,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(newest?.createdAt ?? policy.createdAt),
  };
}

export function versionShape(policy: ManagedPolicyState, { id, createdAt }: PolicyVersionState) {
  return { VersionId: id, IsDefaultVersion: id === policy.defaultVersionId, CreateDate: new Date(createdAt) };
}

function ownPolicy(iam: IamState, arn: string): ManagedPolicyState {
  const policy = policyOf(iam, arn);
  if (policy.awsOwned)
    throw new WireError('AccessDenied', `Cannot modify the AWS managed policy ${arn}.`, 403);
  return policy;
}

function versionOf(policy: ManagedPolicyState, id: string): PolicyVersionState {
  return found(
    policy.versions.get(id),
    `Policy ${policy.arn} version ${id} does not exist or is not attachable.`,
  );
}
