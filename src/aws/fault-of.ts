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
  const foreign = foreignAnswer(thrown);
  const message = foreign ?? messageOf(thrown);
  const code = foreign === null ? faultCode(service, thrown) : 'ForeignAnswer';
  const metadata = memberOf(thrown, '$metadata');
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
      retryable: isRetryable(code, status),
      missingPermission: /not authorized to perform:? ([\w-]+:\w+)/.exec(message)?.[1] ?? null,
    },
    { cause: thrown },
  );
}

/** A page of HTML stays the same however often it is asked for. */
function isRetryable(code: string, status: number): boolean {
  if (code === 'ForeignAnswer') return false;
  return RETRYABLE.test(code) || (status >= 500 && status !== 501) || code === 'Network';
}

/** Statuses by which what stands before a service says that it is overloaded or away, with a page of its own. */
const OF_A_GATEWAY: ReadonlySet<unknown> = new Set([502, 503, 504]);

/**
 * What is wrong with an answer that is not in the service's own form, or null. AWS answers errors in JSON, XML or CBOR:
 * a page of HTML comes from a server that lacks the operation, or from a proxy. One that says the call went through and
 * can't be read does not say what became of it.
 */
function foreignAnswer(thrown: unknown): string | null {
  if (codeOf(thrown) === 'ERR_HTTP2_ERROR' && messageOf(thrown) === 'Protocol error')
    return 'the endpoint does not speak HTTP/2, which this service is called by';
  const response = memberOf(thrown, '$response');
  const status = memberOf(response, 'statusCode');
  const headers = memberOf(response, 'headers');
  const type = memberOf(headers, 'content-type');
  if (wentThrough(status) && !isCutOff(thrown))
    return `the endpoint answered with status ${String(status)}, and what it answered cannot be read in the service's own form: ${firstLine(messageOf(thrown))}`;
  if (typeof type !== 'string' || !/^text\/html\b/i.test(type) || OF_A_GATEWAY.has(status)) return null;
  // An answer to HEAD has no body that could be in any form: its status is all it says.
  if (memberOf(headers, 'content-length') === '0') return null;
  return `the endpoint answered with status ${String(status)} and a page of HTML, which is not the service's own form`;
}

function wentThrough(status: unknown): boolean {
  return typeof status === 'number' && status >= 200 && status < 300;
}

/** The SDK adds a line for its own users to the reason. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** A member of what may be anything. */
function memberOf(value: unknown, name: string): unknown {
  return isObject(value) || value instanceof Object ? Reflect.get(value, name) : undefined;
}

const RETRYABLE =
  /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ServiceUnavailable|InternalError|InternalFailure|InternalServer|RequestTimeout|TimeoutError/i;
const NETWORK = /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH)/;

/** Services that many Regions do not have: a name that no server knows means that, and not a broken line. */
const NOT_EVERYWHERE = /^(bedrock|qbusiness)/;

function hasNoEndpoint(service: string, thrown: unknown): boolean {
  return NOT_EVERYWHERE.test(service) && codeOf(thrown) === 'ENOTFOUND';
}

/** No answer came, or not the whole of it. */
function isCutOff(thrown: unknown): boolean {
  return (
    NETWORK.test(codeOf(thrown) ?? '') ||
    (thrown instanceof Error &&
      (thrown.name === 'TimeoutError' || /socket hang up|aborted/.test(thrown.message)))
  );
}

function faultCode(service: string, thrown: unknown): string {
  if (hasNoEndpoint(service, thrown)) return 'NoEndpoint';
  if (!(thrown instanceof Error)) return 'Unknown';
  if (isCutOff(thrown)) return 'Network';
  if (/^(CredentialsProviderError|ProviderError|TokenProviderError)$/.test(thrown.name)) return 'Credentials';
  const own: unknown = Reflect.get(thrown, 'Code') ?? Reflect.get(thrown, 'code');
  return thrown.name === 'Error' && typeof own === 'string' ? own : thrown.name;
}
