import { listed } from '../base/text.ts';
import type { InsteadOffer, Refusal } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { objectOf, textOf } from './answers.ts';

/** The log group that a Region's invocation log goes to; null = it goes to none. */
export interface LogDestination {
  readonly region: string;
  readonly logsTo: string | null;
}

export async function readDestination(region: string, reader: CloudReader): Promise<LogDestination> {
  const answer = await reader.read({
    service: 'bedrock',
    operation: 'GetModelInvocationLoggingConfiguration',
    region,
  });
  const logs = objectOf(objectOf(answer, 'loggingConfig'), 'cloudWatchConfig');
  return { region, logsTo: textOf(logs, 'logGroupName') };
}

/**
 * Filters on a group that nothing is written to would look as if somebody watched. A Region whose log goes nowhere yet
 * is let through: an earlier plan of the same set may turn it on.
 */
export function goesElsewhere(
  logGroup: string,
  states: readonly LogDestination[],
  instead: (place: { readonly logGroup: string; readonly regions: readonly string[] }) => InsteadOffer,
): Refusal | null {
  const elsewhere = states.flatMap(({ region, logsTo }) =>
    logsTo === null || logsTo === logGroup ? [] : [{ region, logsTo }],
  );
  const [first] = elsewhere;
  if (first === undefined) return null;
  const refusal = {
    why: `the invocation log does not go to ${logGroup}: ${listed(elsewhere.map(({ region, logsTo }) => `in ${region} it goes to ${logsTo}`))}`,
    instead: 'name the log group that it goes to, and only the Regions where it does',
  };
  const isOne = elsewhere.every(({ logsTo }) => logsTo === first.logsTo);
  if (!isOne || elsewhere.length < states.length) return refusal;
  const regions = elsewhere.map(({ region }) => region);
  return { ...refusal, offer: instead({ logGroup: first.logsTo, regions }) };
}
