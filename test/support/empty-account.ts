import { managedPolicyArn } from '../../src/simulator/iam/managed-policies.ts';
import { leakedCredentialAccount } from '../../src/simulator/scenarios/leaked-credential.ts';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { newUser } from '../../src/simulator/services/iam/users.ts';
import { createRandom } from '../../src/simulator/story/random.ts';
import { newAnomalyState } from '../../src/simulator/world/anomaly-state.ts';
import { byRegion } from '../../src/simulator/world/by-region.ts';
import { controlledClock } from '../../src/simulator/world/clock.ts';
import { drawId, drawKey } from '../../src/simulator/world/draw.ts';
import type { OrganizationState } from '../../src/simulator/world/organization-state.ts';
import type { World } from '../../src/simulator/world/world.ts';

/** A Region that nobody of the story was ever in. */
const UNTOUCHED = 'ap-south-1';

/**
 * An account with one administrator and nothing else, which is its organization's management account; and the
 * administrator's key.
 */
export function emptyAccount(
  now: number,
  given?: string,
): { readonly world: World; readonly admin: Credentials } {
  const clock = controlledClock(now, () => 0);
  const options = { seed: 'empty', clock, realNow: () => Date.now(), backgroundEvents: 0 };
  const { world } = leakedCredentialAccount(options);
  const { accountId } = given === undefined ? world : { accountId: given };
  const random = createRandom(given === undefined ? 'administrator' : `administrator of ${given}`);
  const user = newUser({ name: 'admin', path: '/', id: drawId(random, 'AIDA'), createdAt: now, accountId });
  const key = drawKey(random, 'AKIA');
  user.accessKeys.set(key.id, { ...key, createdAt: now, status: 'Active', lastUsed: undefined });
  user.attached.add(managedPolicyArn('AdministratorAccess'));
  return {
    admin: { accessKeyId: key.id, secretAccessKey: key.secret },
    world: {
      ...world,
      accountId,
      random: given === undefined ? world.random : createRandom(`account ${given}`),
      scenario: 'empty',
      iam: {
        users: new Map([[user.name, user]]),
        groups: new Map(),
        roles: new Map(),
        policies: world.iam.policies,
        aliases: [],
      },
      sessions: new Map(),
      trail: { trails: new Map(), events: [], deleted: [], organizationId: undefined, closedUntil: now },
      invocations: { records: [], closedUntil: now },
      answers: [],
      s3: { buckets: new Map() },
      anomalies: newAnomalyState(),
      budgets: new Map(),
      organization: ownOrganization(world.organization, accountId),
      ...untouched(world),
    },
  };
}

/** In every Region what is there where nobody was. */
function untouched(
  world: World,
): Pick<World, 'bedrock' | 'logs' | 'kms' | 'lambda' | 'metrics' | 'ses' | 'guardduty' | 'agents' | 'ec2'> {
  const of = <State>(state: (region: string) => State) => byRegion(() => state(UNTOUCHED));
  return {
    bedrock: of(world.bedrock),
    logs: of(world.logs),
    kms: of(world.kms),
    lambda: of(world.lambda),
    metrics: of(world.metrics),
    ses: of(world.ses),
    guardduty: of(world.guardduty),
    agents: of(world.agents),
    ec2: of(world.ec2),
  };
}

/** The root with AWS's own policy, and the account. */
function ownOrganization(of: OrganizationState, accountId: string): OrganizationState {
  const nodes = [...of.nodes.values()].filter(
    ({ kind, id }) => kind === 'ROOT' || (kind === 'ACCOUNT' && id === accountId),
  );
  const root = nodes.find(({ kind }) => kind === 'ROOT');
  const policies = [...of.policies.values()].filter(({ awsManaged }) => awsManaged);
  return {
    id: of.id,
    managementAccount: accountId,
    nodes: new Map(
      nodes.map((node) => [
        node.id,
        {
          ...node,
          arn: node.arn.replace(/organizations::\d+/, `organizations::${accountId}`),
          name: node === root ? node.name : 'master',
          parent: node === root ? undefined : root?.id,
          attached: new Set(policies.map(({ id }) => id)),
        },
      ]),
    ),
    policies: new Map(policies.map((policy) => [policy.id, policy])),
  };
}
