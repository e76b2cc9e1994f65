import {
  AccountNotFoundException,
  ChildNotFoundException,
  DestinationParentNotFoundException,
  DuplicateAccountException,
  ParentNotFoundException,
  SourceParentNotFoundException,
  TargetNotFoundException,
  type Account,
} from '@aws-sdk/client-organizations';
import { given } from '../../world/given.ts';
import { pathTo, type OrganizationNode, type OrganizationState } from '../../world/organization-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import type { OrganizationsHandlers } from './handlers.ts';
import { paged } from './paged.ts';

const TYPES = [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] as const;

/** The organization, its units and accounts, and where each of them is. */
export function treeHandlers({ organization }: World): OrganizationsHandlers {
  const { nodes, id, managementAccount } = organization;
  return {
    DescribeOrganization: () => ({
      Organization: {
        Id: id,
        Arn: `arn:aws:organizations::${managementAccount}:organization/${id}`,
        FeatureSet: 'ALL',
        MasterAccountId: managementAccount,
        MasterAccountArn: `arn:aws:organizations::${managementAccount}:account/${id}/${managementAccount}`,
        MasterAccountEmail: 'aws@example.com',
        AvailablePolicyTypes: [...TYPES],
      },
    }),
    ListRoots: (paging) => {
      const { items, ...next } = paged(ofKind(organization, 'ROOT'), paging, 'ListRoots');
      return {
        Roots: items.map((node) => ({
          Id: node.id,
          Arn: node.arn,
          Name: node.name,
          PolicyTypes: [...TYPES],
        })),
        ...next,
      };
    },
    ListAccounts: (paging) => {
      const { items, ...next } = paged(ofKind(organization, 'ACCOUNT'), paging, 'ListAccounts');
      return { Accounts: items.map((node) => accountShape(organization, node)), ...next };
    },
    DescribeAccount: ({ AccountId }) => ({
      Account: accountShape(organization, accountOf(organization, AccountId)),
    }),
    ListOrganizationalUnitsForParent: ({ ParentId, ...paging }) => {
      const units = childrenOf(organization, given(ParentId, 'ParentId'), 'ORGANIZATIONAL_UNIT');
      const { items, ...next } = paged(units, paging, `ListOrganizationalUnitsForParent ${ParentId}`);
      return {
        OrganizationalUnits: items.map((node) => ({ Id: node.id, Arn: node.arn, Name: node.name })),
        ...next,
      };
    },
    ListChildren: ({ ParentId, ChildType, ...paging }) => {
      const type = given(ChildType, 'ChildType');
      const children = childrenOf(organization, given(ParentId, 'ParentId'), type);
      const { items, ...next } = paged(children, paging, `ListChildren ${ParentId} ${type}`);
      return { Children: items.map((node) => ({ Id: node.id, Type: type })), ...next };
    },
    ListParents: ({ ChildId }) => {
      const child = nodes.get(given(ChildId, 'ChildId'));
      if (child === undefined)
        throw new ChildNotFoundException(because('You specified a child that does not exist.'));
      const { parent } = child;
      const node = parent === undefined ? undefined : nodes.get(parent);
      if (node === undefined || node.kind === 'ACCOUNT') return { Parents: [] };
      return { Parents: [{ Id: node.id, Type: node.kind }] };
    },
    MoveAccount: ({ AccountId, SourceParentId, DestinationParentId }) => {
      const account = accountOf(organization, AccountId);
      if (account.parent !== SourceParentId)
        throw new SourceParentNotFoundException(because('The account is not in the specified parent.'));
      const destination = nodes.get(given(DestinationParentId, 'DestinationParentId'));
      if (destination === undefined || destination.kind === 'ACCOUNT')
        throw new DestinationParentNotFoundException(because('The destination does not exist.'));
      if (destination.id === SourceParentId)
        throw new DuplicateAccountException(because('The account is already in the destination.'));
      account.parent = destination.id;
      return {};
    },
  };
}

/** A root, unit or account. @throws TargetNotFoundException */
export function nodeOf({ nodes }: OrganizationState, id: string): OrganizationNode {
  const node = nodes.get(id);
  if (node === undefined)
    throw new TargetNotFoundException(
      because("We can't find a root, OU, or account with the TargetId that you specified."),
    );
  return node;
}

function accountOf({ nodes }: OrganizationState, id: string | undefined): OrganizationNode {
  const account = nodes.get(given(id, 'AccountId'));
  if (account?.kind !== 'ACCOUNT')
    throw new AccountNotFoundException(because('You specified an account that does not exist.'));
  return account;
}

function childrenOf(
  organization: OrganizationState,
  parent: string,
  kind: OrganizationNode['kind'],
): readonly OrganizationNode[] {
  if (!organization.nodes.has(parent))
    throw new ParentNotFoundException(
      because("We can't find a root or OU with the ParentId that you specified."),
    );
  return ofKind(organization, kind).filter((node) => node.parent === parent);
}

function ofKind({ nodes }: OrganizationState, kind: OrganizationNode['kind']): readonly OrganizationNode[] {
  return [...nodes.values()].filter((node) => node.kind === kind);
}

function accountShape(
  organization: OrganizationState,
  { id, arn, name, joinedAt }: OrganizationNode,
): Account {
  const path = pathTo(organization, id).map((node) => node.id);
  return {
    Id: id,
    Arn: arn,
    Name: name,
    Email: `aws+${name}@example.com`,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    Paths: [`${organization.id}/${path.slice(0, -1).join('/')}/`],
    JoinedMethod: 'CREATED',
    JoinedTimestamp: new Date(joinedAt),
  };
}
