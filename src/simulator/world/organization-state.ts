/** A policy of the organization; service control policies are the only kind it has. */
export interface OrganizationPolicy {
  readonly id: string;
  readonly arn: string;
  readonly awsManaged: boolean;
  name: string;
  description: string;
  /** JSON, as given. */
  content: string;
}

/** The root, an organizational unit or an account. */
export interface OrganizationNode {
  readonly id: string;
  readonly arn: string;
  readonly kind: 'ROOT' | 'ORGANIZATIONAL_UNIT' | 'ACCOUNT';
  readonly name: string;
  readonly joinedAt: number;
  parent: string | undefined;
  /** Ids of the policies on it. */
  readonly attached: Set<string>;
}

/** The organization that the account is a member of. */
export interface OrganizationState {
  readonly id: string;
  readonly managementAccount: string;
  readonly nodes: Map<string, OrganizationNode>;
  readonly policies: Map<string, OrganizationPolicy>;
}

/** The nodes from the root down to one of them, itself included. */
export function pathTo({ nodes }: Pick<OrganizationState, 'nodes'>, id: string): readonly OrganizationNode[] {
  const node = nodes.get(id);
  if (node === undefined) return [];
  const above = node.parent === undefined ? [] : pathTo({ nodes }, node.parent);
  return [...above, node];
}

/** JSON of the service control policies that bear on an account, root first; on the management account, none. */
export function serviceControlOn(
  organization: OrganizationState,
  accountId: string,
): readonly (readonly string[])[] {
  if (accountId === organization.managementAccount) return [];
  return pathTo(organization, accountId).map(({ attached }) =>
    [...attached].flatMap((id) => organization.policies.get(id)?.content ?? []),
  );
}
