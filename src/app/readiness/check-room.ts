import { type Baseline, HABIT_NAMES, HABITS } from '../../model/baseline.ts';
import type { InputValue } from '../../model/playbook.ts';
import type { AccountDesk } from '../actions/account-desk.ts';
import { enabledRegions } from '../collecting/plan-collection.ts';
import type { CheckRoom } from './ask-check.ts';

export interface RoomWish {
  readonly inputs: Readonly<Record<string, InputValue>>;
  /** Empty = every Region that the account has enabled. */
  readonly regions: readonly string[];
  readonly baseline: Baseline | null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where the checks of an account are asked. Times are compared as ISO 8601 texts in UTC. */
export async function checkRoom(
  desk: AccountDesk,
  { inputs, regions, baseline }: RoomWish,
): Promise<CheckRoom & { readonly limits: readonly string[] }> {
  const looked =
    regions.length > 0
      ? { regions, limits: [`only the Regions given: ${regions.join(', ')}`] }
      : await enabledRegions(desk);
  const { account, arn, region } = desk.cloud.identity;
  const { incidentResponseRoles, evidenceBuckets, approvedRegions } = desk.organization;
  const values = {
    inputs,
    organization: { incidentResponseRoles, evidenceBuckets, approvedRegions },
    baseline: baseline === null ? {} : { ...baseline, tells: tellsOf(baseline) },
    account: { id: account, arn, home: region, regions: looked.regions },
    ago: agoFrom(Date.parse(desk.clock.now())),
  };
  return { desk, values, ...looked };
}

/** Which further lists a baseline has, in words. */
function tellsOf({ habits = {} }: Baseline): readonly string[] {
  return HABIT_NAMES.flatMap((name) => (habits[name] === undefined ? [] : [HABITS[name]]));
}

function agoFrom(now: number): Readonly<Record<string, string>> {
  const before = (milliseconds: number): string => new Date(now - milliseconds).toISOString();
  return {
    now: before(0),
    hour: before(HOUR),
    two_hours: before(2 * HOUR),
    week: before(7 * DAY),
    month: before(30 * DAY),
    quarter: before(90 * DAY),
    year: before(365 * DAY),
  };
}
