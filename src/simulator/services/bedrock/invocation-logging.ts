import type { LoggingConfig } from '@aws-sdk/client-bedrock';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import type { BedrockHandlers } from './guardrails.ts';

/** The invocation log's configuration, one per Region. A Put replaces all of it. */
export function invocationLoggingHandlers({ bedrock, s3 }: World): BedrockHandlers {
  return {
    GetModelInvocationLoggingConfiguration: (_input, call) => {
      const { logging } = bedrock(call.region);
      return logging === undefined ? {} : { loggingConfig: logging };
    },
    PutModelInvocationLoggingConfiguration: ({ loggingConfig }, call) => {
      const config = given(loggingConfig, 'loggingConfig');
      if (config.s3Config === undefined && config.cloudWatchConfig === undefined) {
        throw new WireError(
          'ValidationException',
          'At least one of s3Config and cloudWatchConfig must be specified.',
        );
      }
      const bucket = config.s3Config?.bucketName;
      if (bucket !== undefined && s3.buckets.get(bucket)?.region !== call.region) {
        throw new WireError(
          'ValidationException',
          `Failed to validate permissions for log bucket: ${bucket}. Verify that it exists in this Region and that Bedrock may write to it.`,
        );
      }
      bedrock(call.region).logging = withDefaults(config);
      return {};
    },
    DeleteModelInvocationLoggingConfiguration: (_input, call) => {
      bedrock(call.region).logging = undefined;
      return {};
    },
  };
}

/** A kind of data that is not named is delivered. */
function withDefaults(config: LoggingConfig): LoggingConfig {
  return {
    textDataDeliveryEnabled: true,
    imageDataDeliveryEnabled: true,
    embeddingDataDeliveryEnabled: true,
    videoDataDeliveryEnabled: true,
    ...config,
  };
}
