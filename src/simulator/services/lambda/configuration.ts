import type { FunctionConfiguration, UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import { invalid } from './handlers.ts';

const [LONGEST, SMALLEST, LARGEST] = [900, 128, 10_240];

/** What a request sets, in the form in which it is shown. What it leaves out stays; what it gives is replaced whole. */
export function configurationIn(
  input: Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName' | 'RevisionId'>,
): FunctionConfiguration {
  const { Timeout: timeout, MemorySize: memory, Role: role } = input;
  if (timeout !== undefined && (timeout < 1 || timeout > LONGEST))
    throw invalid(
      `1 validation error detected: Value '${timeout}' at 'timeout' failed to satisfy constraint: Member must have value between 1 and ${LONGEST}`,
    );
  if (memory !== undefined && (memory < SMALLEST || memory > LARGEST))
    throw invalid(`'MemorySize' value failed to satisfy constraint: Member must be between 128 and 10240`);
  if (role !== undefined && !/^arn:aws:iam::\d{12}:role\/.+$/.test(role))
    throw invalid('The role defined for the function cannot be assumed by Lambda.');
  const set: FunctionConfiguration = {
    Role: role,
    Timeout: timeout,
    MemorySize: memory,
    Handler: input.Handler,
    Description: input.Description,
    Runtime: input.Runtime,
    KMSKeyArn: input.KMSKeyArn,
    DeadLetterConfig: input.DeadLetterConfig,
    Environment: input.Environment === undefined ? undefined : { Variables: input.Environment.Variables },
    VpcConfig: input.VpcConfig,
    TracingConfig: input.TracingConfig,
    LoggingConfig: input.LoggingConfig,
  };
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
}
