import { ACCOUNT, HOME_REGION, WORKLOAD } from '../story/names.ts';
import type { World } from '../world/world.ts';
import type { ScenarioAccount, ScenarioOptions } from './scenario.ts';
import { openWorkload } from './workload.ts';

const HOUR = 3_600_000;

/** The workload with nothing prepared: no logs, no guardrails, no denials from above. Nothing happened in it. */
export function bareAccount(options: ScenarioOptions): ScenarioAccount {
  const { responder, world } = quietWorkload(options, 'bare');
  strip(world);
  // The root user of this account was never looked after.
  const iam = { ...world.iam, root: { mfa: false, accessKeys: 1 } };
  return { world: { ...world, iam }, responder, intruder: {} };
}

/** The account of the workload before anything happened, without the ordinary work around it. */
export function quietWorkload(
  { backgroundEvents: _none, ...options }: ScenarioOptions,
  scenario: string,
): { readonly world: World; readonly responder: ScenarioAccount['responder'] } {
  return openWorkload({
    ...options,
    scenario,
    start: options.clock.now() + HOUR,
    logging: { trail: 'off', invocations: false, guardDuty: false },
    background: { events: 0, before: 1, after: 0 },
  });
}

function strip(world: World): void {
  const bedrock = world.bedrock(HOME_REGION);
  bedrock.guardrails.clear();
  for (const { draft } of world.agents(HOME_REGION).agents.values()) {
    const { guardrailConfiguration: _none, ...agent } = draft.agent;
    draft.agent = agent;
  }
  for (const bucket of world.s3.buckets.values()) {
    bucket.versioning = undefined;
    bucket.publicAccessBlock = undefined;
  }
  world.organization.nodes.get(ACCOUNT)?.attached.delete('p-protect1');
  world.logs(HOME_REGION).groups.delete(WORKLOAD.invocationLogGroup);
  const [user] = world.iam.users.values();
  user?.serviceCredentials.set('ACCAEXAMPLEBARE00001', {
    id: 'ACCAEXAMPLEBARE00001',
    service: 'bedrock.amazonaws.com',
    createdAt: world.clock.now() - 400 * 24 * HOUR,
    expiresAt: undefined,
    userName: `${user.name}-at-${ACCOUNT}`,
    secret: 'ABSKEXAMPLE',
    status: 'Active',
  });
}
