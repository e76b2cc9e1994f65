import type { World } from '../world/world.ts';
import { quietWorkload } from './bare.ts';
import { prepareBedrock } from './prepared-bedrock.ts';
import { prepareBuckets } from './prepared-buckets.ts';
import { prepareCosts } from './prepared-costs.ts';
import { prepareIdentities } from './prepared-identities.ts';
import { prepareLogs } from './prepared-logs.ts';
import { prepareRecorders } from './prepared-recorders.ts';
import { prepareTrail, preparedStores } from './prepared-trail.ts';
import { prepareNetwork, prepareWatch } from './prepared-watch.ts';
import type { ScenarioAccount, ScenarioOptions } from './scenario.ts';

/** The same workload as in `bare`, prepared as the readiness checks want it. Nothing happened in it. */
export function preparedAccount(options: ScenarioOptions): ScenarioAccount {
  const { responder, world: quiet } = quietWorkload(options, 'prepared');
  const world: World = { ...quiet, trail: { ...quiet.trail, stores: preparedStores(quiet) } };
  prepareTrail(world);
  prepareBuckets(world);
  prepareLogs(world);
  prepareBedrock(world);
  prepareIdentities(world);
  prepareWatch(world);
  prepareCosts(world);
  prepareRecorders(world);
  return { world: { ...world, ec2: prepareNetwork(world) }, responder, intruder: {} };
}
