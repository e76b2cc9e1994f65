import type { JsonObject } from '../base/json.ts';
import type { CloudReader } from '../ports/cloud.ts';

/** The parameter that names an endpoint of SageMaker. */
export const ENDPOINT = {
  type: 'string',
  minLength: 1,
  maxLength: 63,
  description: 'Name of the endpoint.',
} as const;

/** What SageMaker says of what is not there. */
export const NO_ENDPOINT = ['ValidationException'];

/** What DescribeEndpoint tells; null = there is no such endpoint. */
export function readEndpoint(
  endpoint: string,
  region: string,
  reader: CloudReader,
): Promise<JsonObject | null> {
  return reader.read({
    service: 'sagemaker',
    operation: 'DescribeEndpoint',
    region,
    input: { EndpointName: endpoint },
    absent: NO_ENDPOINT,
  });
}
