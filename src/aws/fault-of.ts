import { codeOf, messageOf } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import type { CloudCall } from '../model/cloud-call.ts';
import { CloudError } from '../model/cloud-error.ts';
import { credentialFaultOf } from './assumed-role.ts';

/** What an SDK call threw, as a CloudError with AWS's own code and words. */
export function cloudErrorOf(call: CloudCall, thrown: unknown): CloudError {
  const { service, operation, region } = call;
  // The clients ask for their credentials while a call is made: a role that cannot be assumed fails it.
  if (thrown instanceof CloudError)
    return new CloudError(
      `${thrown.message}: ${thrown.why ?? ''}`,
      { service, operation, region, requestId: null, missingPermission: null, ...credentialFaultOf(thrown) },
      { cause: thrown },
    );
  const message = messageOf(thrown);
  const code = hasNoEndpoint(service, thrown) ? 'NoEndpoint' : faultCode(thrown);
  const metadata = isObject(thrown) || thrown instanceof Error ? Reflect.get(thrown, '$metadata') : undefined;
  const requestId =
    isObject(metadata) && typeof metadata['requestId'] === 'string' ? metadata['requestId'] : null;
  const status = isObject(metadata) ? Number(metadata['httpStatusCode']) : Number.NaN;
  return new CloudError(
    message,
    {
      service,
      operation,
      region,
      code,
      requestId,
      retryable: RETRYABLE.test(code) || (status >= 500 && status !== 501) || code === 'Network',
      missingPermission: /not authorized to perform:? ([\w-]+:\w+)/.exec(message)?.[1] ?? null,
    },
    { cause: thrown },
  );
}

const RETRYABLE =
  /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ServiceUnavailable|InternalError|InternalFailure|InternalServer|RequestTimeout|TimeoutError/i;
const NETWORK = /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH)/;

/** Services that many Regions do not have: a name that no server knows means that, and not a broken line. */
const NOT_EVERYWHERE = /^(bedrock|qbusiness)/;

function hasNoEndpoint(service: string, thrown: unknown): boolean {
  return NOT_EVERYWHERE.test(service) && codeOf(thrown) === 'ENOTFOUND';
}

function faultCode(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'Unknown';
  if (
    NETWORK.test(codeOf(thrown) ?? '') ||
    thrown.name === 'TimeoutError' ||
    /socket hang up|aborted/.test(thrown.message)
  )
    return 'Network';
  if (/^(CredentialsProviderError|ProviderError|TokenProviderError)$/.test(thrown.name)) return 'Credentials';
  const own: unknown = Reflect.get(thrown, 'Code') ?? Reflect.get(thrown, 'code');
  return thrown.name === 'Error' && typeof own === 'string' ? own : thrown.name;
}
