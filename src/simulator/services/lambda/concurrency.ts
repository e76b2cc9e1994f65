import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { functionOf, invalid, type LambdaHandlers } from './handlers.ts';

/** What the account has, and what has to stay for functions without a reservation. */
const [ACCOUNT_LIMIT, UNRESERVED_MINIMUM] = [1000, 100];

/** Reserved concurrency: 0 stops a function. */
export function concurrencyHandlers(world: World): LambdaHandlers {
  return {
    PutFunctionConcurrency: ({ FunctionName, ReservedConcurrentExecutions }, call) => {
      const own = functionOf(world, FunctionName, call);
      const wanted = given(ReservedConcurrentExecutions, 'ReservedConcurrentExecutions');
      const others = [...world.lambda(call.region).functions.values()]
        .filter((other) => other !== own)
        .reduce((sum, other) => sum + (other.reservedConcurrency ?? 0), 0);
      if (wanted < 0 || others + wanted > ACCOUNT_LIMIT - UNRESERVED_MINIMUM)
        throw invalid(
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_MINIMUM}].`,
        );
      own.reservedConcurrency = wanted;
      return { ReservedConcurrentExecutions: wanted };
    },
    GetFunctionConcurrency: ({ FunctionName }, call) => {
      const { reservedConcurrency } = functionOf(world, FunctionName, call);
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },
    DeleteFunctionConcurrency: ({ FunctionName }, call) => {
      functionOf(world, FunctionName, call).reservedConcurrency = undefined;
      return {};
    },
  };
}
