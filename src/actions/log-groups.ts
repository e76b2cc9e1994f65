import type { JsonObject } from '../base/json.ts';
import type { Refusal } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { textOf } from './answers.ts';
import { allItems, NEXT_TOKEN_PAGES } from './pages.ts';

/** A log group by its whole name; null = there is none. */
export async function readLogGroup(
  { logGroup, region }: { readonly logGroup: string; readonly region: string },
  reader: CloudReader,
): Promise<JsonObject | null> {
  const groups = await allItems(
    {
      service: 'cloudwatch-logs',
      operation: 'DescribeLogGroups',
      region,
      input: { logGroupNamePrefix: logGroup },
    },
    { items: 'logGroups', ...NEXT_TOKEN_PAGES },
    reader,
  );
  return groups.find((group) => textOf(group, 'logGroupName') === logGroup) ?? null;
}

export function noLogGroup(logGroup: string): Refusal {
  return {
    why: `there is no log group ${logGroup} in this Region`,
    instead: 'check the name and the Region; DeleteLogGroup in CloudTrail tells who deleted it',
  };
}
