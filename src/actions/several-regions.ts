import type { JsonObject } from '../base/json.ts';
import type { ActionContext } from '../ports/action.ts';

/** The parameter that names Regions. */
export const REGIONS: JsonObject = {
  type: 'array',
  minItems: 1,
  items: { type: 'string', pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]$' },
  description: 'Regions to do it in; that of the case unless given.',
};

/** The Regions given, in one order whatever order they were given in. */
export function regionsOf(
  given: readonly string[] | undefined,
  { region }: ActionContext,
): readonly string[] {
  return [...new Set(given ?? [region])].toSorted();
}

/** A name in which `{region}` stands for the Region. */
export function inRegion(name: string, region: string): string {
  return name.replaceAll('{region}', region);
}
