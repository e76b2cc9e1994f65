import type { Filter } from '@aws-sdk/client-ec2';
import { WireError } from '../../wire/wire-error.ts';

/** Whether one of the values that a thing has for a filter's name is among those asked for. @throws WireError for a filter that is not here */
export function matchesFilter(
  own: Readonly<Record<string, readonly (string | undefined)[]>>,
  { Name, Values = [] }: Filter,
): boolean {
  const values = own[Name ?? ''];
  if (values === undefined)
    throw new WireError(
      'InvalidParameterValue',
      `The filter '${Name}' is not part of the simulated account.`,
    );
  return values.some((value) => value !== undefined && Values.includes(value));
}
