import { TooManyRequestsException } from '@aws-sdk/client-lambda';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import type { LambdaFunction } from '../../world/lambda-state.ts';
import { writeLogs } from '../../world/log-events.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { functionOf, nameIn, notFound, type LambdaHandlers } from './handlers.ts';

/** Invocations, answered by the function's script, and the tags of functions. */
export function invocationHandlers(world: World): LambdaHandlers {
  return {
    Invoke: ({ FunctionName, InvocationType = 'RequestResponse', Qualifier }, call) => {
      const own = functionOf(world, FunctionName, call);
      const version = Qualifier ?? nameIn(given(FunctionName, 'FunctionName')).qualifier ?? '$LATEST';
      if (version !== '$LATEST' && !own.versions.has(version))
        throw notFound(`Function not found: ${own.arn}:${version}`);
      if (InvocationType === 'DryRun') return { StatusCode: 204 };
      const stopped = own.reservedConcurrency === 0;
      // Events are taken in whatever the concurrency; at 0 none of them is ever run.
      // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
      if (InvocationType === 'Event' && stopped) return { StatusCode: 202 };
      if (stopped)
        throw new TooManyRequestsException({
          ...because('Rate Exceeded.'),
          Type: 'User',
          Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        });
      writeLog(world, own, { version, call });
      if (InvocationType === 'Event') return { StatusCode: 202 };
      const { payload, functionError } = own.answer;
      return {
        StatusCode: 200,
        ExecutedVersion: version,
        Payload: Buffer.from(payload),
        ...(functionError === undefined ? {} : { FunctionError: functionError }),
      };
    },
    ListTags: ({ Resource }, call) => ({
      Tags: Object.fromEntries(functionOf(world, Resource, call).tags),
    }),
    TagResource: ({ Resource, Tags }, call) => {
      const { tags } = functionOf(world, Resource, call);
      for (const [key, value] of Object.entries(given(Tags, 'Tags'))) tags.set(key, value);
      return {};
    },
    UntagResource: ({ Resource, TagKeys }, call) => {
      const { tags } = functionOf(world, Resource, call);
      for (const key of given(TagKeys, 'TagKeys')) tags.delete(key);
      return {};
    },
  };
}

/** A function writes to its log group as long as that is there. */
function writeLog(
  world: World,
  { name }: LambdaFunction,
  { version, call }: { readonly version: string; readonly call: Call },
): void {
  const { requestId, region, now } = call;
  const stream = `${new Date(now).toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]simulated`;
  writeLogs(world, { region, group: `/aws/lambda/${name}`, stream }, [
    { timestamp: now, message: `START RequestId: ${requestId} Version: ${version}\n` },
    { timestamp: now, message: `END RequestId: ${requestId}\n` },
  ]);
}
