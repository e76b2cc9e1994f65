import { ACCOUNT, TOOLING_ACCOUNT } from '../story/names.ts';
import type { OrganizationNode, OrganizationPolicy, OrganizationState } from '../world/organization-state.ts';
import { ALLOW_ALL, ISOLATE, PROTECT } from './leaked-credential-policies.ts';

const DAY = 86_400_000;
const ID = 'o-exampleorgid';
const ROOT = 'r-exam';
const WORKLOADS = 'ou-exam-workload1';
/** Where an account is moved to be cut off. */
export const ISOLATION = 'ou-exam-isolate1';
const FULL = 'p-FullAWSAccess';
const PROTECTION = 'p-protect1';
const ISOLATED = 'p-isolate1';

/** The organization of the story: the account is among the workloads, beside them an empty unit to isolate in. */
export function organizationOf(start: number): OrganizationState {
  const joinedAt = start - 1200 * DAY;
  const node = (
    id: string,
    kind: OrganizationNode['kind'],
    rest: Pick<OrganizationNode, 'name' | 'parent'> & { readonly policies: readonly string[] },
  ): OrganizationNode => ({
    id,
    kind,
    arn: `arn:aws:organizations::${TOOLING_ACCOUNT}:${kind === 'ROOT' ? 'root' : kind === 'ACCOUNT' ? 'account' : 'ou'}/${ID}/${id}`,
    name: rest.name,
    parent: rest.parent,
    joinedAt,
    attached: new Set(rest.policies),
  });
  const nodes = [
    node(ROOT, 'ROOT', { name: 'Root', parent: undefined, policies: [FULL] }),
    node(WORKLOADS, 'ORGANIZATIONAL_UNIT', { name: 'workloads', parent: ROOT, policies: [FULL] }),
    node(ISOLATION, 'ORGANIZATIONAL_UNIT', { name: 'isolation', parent: ROOT, policies: [FULL, ISOLATED] }),
    node(TOOLING_ACCOUNT, 'ACCOUNT', { name: 'management', parent: ROOT, policies: [FULL] }),
    node(ACCOUNT, 'ACCOUNT', { name: 'support', parent: WORKLOADS, policies: [FULL, PROTECTION] }),
  ];
  const policies = [
    policy(FULL, 'FullAWSAccess', { description: 'Allows access to every operation', content: ALLOW_ALL }),
    policy(PROTECTION, 'protect-the-account', {
      description: 'What nobody but the responders may do',
      content: PROTECT,
    }),
    policy(ISOLATED, 'isolate', { description: 'Denies everything but to the responders', content: ISOLATE }),
  ];
  return {
    id: ID,
    managementAccount: TOOLING_ACCOUNT,
    nodes: new Map(nodes.map((one) => [one.id, one])),
    policies: new Map(policies.map((one) => [one.id, one])),
  };
}

function policy(
  id: string,
  name: string,
  rest: Pick<OrganizationPolicy, 'description' | 'content'>,
): OrganizationPolicy {
  const awsManaged = id === FULL;
  const owner = awsManaged ? 'aws' : TOOLING_ACCOUNT;
  const path = awsManaged ? `service_control_policy/${id}` : `${ID}/service_control_policy/${id}`;
  return { id, name, awsManaged, arn: `arn:aws:organizations::${owner}:policy/${path}`, ...rest };
}
