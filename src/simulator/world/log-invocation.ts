import type { LoggingConfig } from '@aws-sdk/client-bedrock';
import type { JsonObject } from '../../base/json.ts';
import type { InvocationRecord } from '../story/invocation-record.ts';
import { keepInvocation } from './invocation-state.ts';
import type { World } from './world.ts';

/**
 * Leaves a model call in the invocation log, if the Region's log is on and takes this kind of data. Bodies are given
 * whole; large ones are put aside when the record is delivered.
 * @returns whether there will be a record
 */
export function logInvocation(
  { bedrock, invocations }: Pick<World, 'bedrock' | 'invocations'>,
  invocation: InvocationRecord,
): boolean {
  const destination = bedrock(invocation.region).logging;
  if (destination === undefined || !takes(destination, invocation.record)) return false;
  keepInvocation(invocations, { ...invocation, destination });
  return true;
}

/** Vectors are a kind of their own; all else that the account's models exchange is text. */
function takes(config: LoggingConfig, { output }: JsonObject): boolean {
  const vector = JSON.stringify(output ?? null).includes('"embedding":[');
  return (vector ? config.embeddingDataDeliveryEnabled : config.textDataDeliveryEnabled) !== false;
}
