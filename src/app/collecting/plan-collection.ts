import { COLLECTORS } from '../../collectors/registry.ts';
import type { JsonObject } from '../../base/json.ts';
import { CloudError, isPassing } from '../../model/cloud-error.ts';
import type { CollectionPlanned } from '../../model/case-event.ts';
import type { AccountDesk } from '../actions/account-desk.ts';

/** What was asked to be collected; null or left out = heptad's own choice. */
export interface CollectionWish {
  readonly regions: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  /** By their ids; without them, all that are not on demand. */
  readonly collectors?: readonly string[];
}

/** Without a window so much of the past is collected. */
const USUAL_DAYS = 14;
const DAY = 86_400_000;

/** Fixes what is collected: window, Regions and collectors. */
export async function planCollection(wish: CollectionWish, desk: AccountDesk): Promise<CollectionPlanned> {
  const to = wish.to ?? desk.clock.now();
  const from = wish.from ?? new Date(Date.parse(to) - USUAL_DAYS * DAY).toISOString();
  const { regions, limits } =
    wish.regions.length > 0
      ? { regions: wish.regions, limits: [`only the Regions given: ${wish.regions.join(', ')}`] }
      : await enabledRegions(desk);
  return {
    account: desk.cloud.identity.account,
    regions,
    from,
    to,
    collectors: wish.collectors ?? COLLECTORS.filter(({ onDemand }) => onDemand !== true).map(({ id }) => id),
    limits,
  };
}

/** The Regions the account has enabled, its own first; where they cannot be listed, its own alone, and that is said. */
export async function enabledRegions({
  reader,
  cloud,
}: AccountDesk): Promise<{ readonly regions: readonly string[]; readonly limits: readonly string[] }> {
  const home = cloud.identity.region;
  try {
    const answer = await reader.read({ service: 'ec2', operation: 'DescribeRegions', input: {} });
    const names = ((answer?.['Regions'] ?? []) as readonly JsonObject[]).map(({ RegionName }) =>
      String(RegionName),
    );
    return { regions: [home, ...names.filter((name) => name !== home).toSorted()], limits: [] };
  } catch (error) {
    if (!(error instanceof CloudError) || isPassing(error.fault)) throw error;
    return {
      regions: [home],
      limits: [`the enabled Regions could not be listed (${error.fault.code}): only ${home} is looked at`],
    };
  }
}
