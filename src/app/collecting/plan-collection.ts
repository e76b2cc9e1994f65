import { eventHistory, eventsOfOne } from '../../collectors/event-history.ts';
import { COLLECTORS } from '../../collectors/registry.ts';
import type { JsonObject } from '../../base/json.ts';
import { counted, listed } from '../../base/text.ts';
import { CloudError, isPassing } from '../../model/cloud-error.ts';
import type { CollectionPlanned, Narrowing } from '../../model/collection.ts';
import type { AccountDesk } from '../actions/account-desk.ts';
import { pageAfter } from '../page-after.ts';

/** What was asked to be collected; null or left out = heptad's own choice. */
export interface CollectionWish {
  readonly regions: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  /** By their ids; without them, all that are not on demand. */
  readonly collectors?: readonly string[];
  /** Of event history only these events. */
  readonly narrowing?: Narrowing | null;
}

/** Without a window so much of the past is collected. */
const USUAL_DAYS = 14;
const DAY = 86_400_000;

/** What planning reads, as `client:Operation`. */
export const PLANNING_READS = [
  'ec2:DescribeRegions',
  'iam:ListAccountAliases',
  'bedrock:ListInferenceProfiles',
] as const;

/** Fixes what is collected: window, Regions and collectors; and finds out what the account is called. */
export async function planCollection(wish: CollectionWish, desk: AccountDesk): Promise<CollectionPlanned> {
  const { narrowing = null } = wish;
  const to = wish.to ?? desk.clock.now();
  const from = wish.from ?? new Date(Date.parse(to) - USUAL_DAYS * DAY).toISOString();
  const { regions, limits } =
    wish.regions.length > 0
      ? { regions: wish.regions, limits: [`only the Regions given: ${wish.regions.join(', ')}`] }
      : await enabledRegions(desk);
  const alias = await accountAlias(desk);
  return {
    account: desk.cloud.identity.account,
    alias: alias instanceof CloudError ? null : alias,
    regions,
    from,
    to,
    collectors: wish.collectors ?? usualCollectors(narrowing),
    ...(narrowing === null ? {} : { narrowing }),
    limits: [
      ...limits,
      ...(narrowing === null
        ? []
        : [
            `of event history only the events of ${narrowing.attribute} ${narrowing.value}: what others did is told by trails alone, and trails are compared with these events alone`,
          ]),
      ...(alias instanceof CloudError ? [`the account's alias may not be read (${alias.fault.code})`] : []),
      ...(await reachedBeyond(regions, desk)),
    ],
  };
}

/** All that are not on demand; the events of one attribute take the place of the whole history. */
function usualCollectors(narrowing: Narrowing | null): readonly string[] {
  const usual = COLLECTORS.filter(({ onDemand }) => onDemand !== true).map(({ id }) => id);
  return narrowing === null ? usual : usual.map((id) => (id === eventHistory.id ? eventsOfOne.id : id));
}

/** The Regions the account has enabled, its own first; where they cannot be listed, its own alone, and that is said. */
export async function enabledRegions({
  reader,
  cloud,
}: AccountDesk): Promise<{ readonly regions: readonly string[]; readonly limits: readonly string[] }> {
  const home = cloud.identity.region;
  const answer = await told(() => reader.read({ service: 'ec2', operation: 'DescribeRegions', input: {} }));
  if (answer instanceof CloudError)
    return {
      regions: [home],
      limits: [`the enabled Regions could not be listed (${answer.fault.code}): only ${home} is looked at`],
    };
  const names = objects(answer?.['Regions']).map(({ RegionName }) => String(RegionName));
  return { regions: [home, ...names.filter((name) => name !== home).toSorted()], limits: [] };
}

async function accountAlias({ reader }: AccountDesk): Promise<string | null | CloudError> {
  const answer = await told(() => reader.read({ service: 'iam', operation: 'ListAccountAliases' }));
  if (answer instanceof CloudError) return answer;
  const aliases = answer?.['AccountAliases'];
  return Array.isArray(aliases) && typeof aliases[0] === 'string' ? aliases[0] : null;
}

/** Regions that are not looked at and that inference profiles of the others run models in. */
async function reachedBeyond(regions: readonly string[], desk: AccountDesk): Promise<readonly string[]> {
  const reached = new Set<string>();
  const refused: CloudError[] = [];
  await Promise.all(
    regions.map(async (region) => {
      const found = await told(() => profileRegions(region, desk));
      if (found instanceof CloudError) refused.push(found);
      else for (const name of found) reached.add(name);
    }),
  );
  const beyond = [...reached].filter((name) => !regions.includes(name)).toSorted();
  return [
    ...(beyond.length === 0
      ? []
      : [
          `inference profiles also run models in ${listed(beyond)}: not looked at, as a call is logged where it was made`,
        ]),
    ...(refused.length === 0
      ? []
      : [
          `where inference profiles run models could not be listed in ${counted(refused.length, 'Region')} (${[...new Set(refused.map(({ fault }) => fault.code))].join(', ')})`,
        ]),
  ];
}

async function profileRegions(region: string, { reader }: AccountDesk): Promise<ReadonlySet<string>> {
  const regions = new Set<string>();
  let marker: JsonObject | null = {};
  while (marker !== null) {
    const page: JsonObject =
      (await reader.read({
        service: 'bedrock',
        operation: 'ListInferenceProfiles',
        input: marker,
        region,
      })) ?? {};
    for (const profile of objects(page['inferenceProfileSummaries']))
      for (const { modelArn } of objects(profile['models'])) regions.add(regionOf(String(modelArn)));
    marker = pageAfter(page);
  }
  return regions;
}

/** A model without a Region belongs to a global profile. */
function regionOf(arn: string): string {
  const region = arn.split(':')[3] ?? '';
  return region === '' ? 'any Region (global profiles)' : region;
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}

/** What a call gave, or why it was refused for good. @throws CloudError for what may go through later */
async function told<T>(call: () => Promise<T>): Promise<T | CloudError> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof CloudError) || isPassing(error.fault)) throw error;
    return error;
  }
}
