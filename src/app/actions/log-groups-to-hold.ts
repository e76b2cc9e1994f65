import type { JsonObject } from '../../base/json.ts';
import { CloudError, isCredentialFault } from '../../model/cloud-error.ts';
import type { Kept } from '../../model/preservation.ts';
import type { AccountDesk } from './account-desk.ts';
import { findAction } from './action-library.ts';
import { makePlan } from './make-plan.ts';

/** The action that holds a log group. */
export const HOLD = 'cloudwatch-logs/hold-logs';

export interface HeldGroup {
  readonly logGroup: string;
  readonly region: string;
}

/** The log groups that the trails and the invocation log of the case's Region write to, as far as they are not held. */
export async function logGroupsToHold(
  desk: AccountDesk,
): Promise<{ readonly offers: readonly HeldGroup[]; readonly unread: readonly Kept[] }> {
  const unread: Kept[] = [];
  const tried = async <T>(what: string, read: () => Promise<T>, none: T): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof CloudError) || isCredentialFault(error.fault)) throw error;
      unread.push({ what, evidence: null, detail: `not seen: ${error.message}` });
      return none;
    }
  };
  const named = [
    ...(await tried('log groups of the trails', () => trailGroups(desk), [])),
    ...(await tried('log group of the invocation log', () => invocationGroups(desk), [])),
    ...(await tried('log groups', () => groupsByName(desk), [])),
  ];
  const offers: HeldGroup[] = [];
  for (const logGroup of new Set(named)) {
    const group = { logGroup, region: desk.cloud.identity.region };
    if (await tried(`log group ${logGroup}`, () => isOpen(group, desk), false)) offers.push(group);
  }
  return { offers, unread };
}

async function trailGroups({ reader }: AccountDesk): Promise<readonly string[]> {
  const answer = await reader.read({ service: 'cloudtrail', operation: 'DescribeTrails' });
  const trails = (answer?.['trailList'] ?? []) as readonly JsonObject[];
  return trails.flatMap(({ CloudWatchLogsLogGroupArn: arn }) => {
    const name = typeof arn === 'string' ? /:log-group:([^:]+)/.exec(arn)?.[1] : undefined;
    return name === undefined ? [] : [name];
  });
}

async function invocationGroups({ reader }: AccountDesk): Promise<readonly string[]> {
  const answer = await reader.read({
    service: 'bedrock',
    operation: 'GetModelInvocationLoggingConfiguration',
  });
  const config = answer?.['loggingConfig'] as JsonObject | undefined;
  const name = (config?.['cloudWatchConfig'] as JsonObject | undefined)?.['logGroupName'];
  return typeof name === 'string' && name !== '' ? [name] : [];
}

/** A configuration that was deleted no longer names its group: the name of the group does. */
const LOGS_OF_INTEREST = /bedrock|cloudtrail/i;
const MOST_PAGES = 20;

async function groupsByName({ reader }: AccountDesk): Promise<readonly string[]> {
  const names: string[] = [];
  let more: JsonObject = {};
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await reader.read({
      service: 'cloudwatch-logs',
      operation: 'DescribeLogGroups',
      input: { limit: 50, ...more },
    });
    for (const { logGroupName: name } of (answer?.['logGroups'] ?? []) as readonly JsonObject[])
      if (typeof name === 'string' && LOGS_OF_INTEREST.test(name)) names.push(name);
    const next = answer?.['nextToken'];
    if (typeof next !== 'string') break;
    more = { nextToken: next };
  }
  return names;
}

/** Whether anything is left to do to hold it; what is refused for another reason is not offered. */
async function isOpen(group: HeldGroup, desk: AccountDesk): Promise<boolean> {
  const unit = findAction(HOLD);
  const { plan } = await makePlan({ unit, params: { ...group }, at: desk.clock.now() }, desk);
  return plan.calls.length > 0;
}
