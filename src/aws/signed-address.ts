import { setTimeout as passing } from 'node:timers/promises';
import { isObject } from '../base/json.ts';
import { bytesOf } from './json-values.ts';
import { isOfAws } from './wire-watch.ts';

/** What carries the requests of an SDK client. */
export interface RequestHandler {
  handle(request: object): Promise<{ readonly response: HandledResponse }>;
}

interface HandledResponse {
  readonly statusCode: number;
  readonly body: AsyncIterable<string | Uint8Array>;
}

export interface Fetching {
  readonly handler: RequestHandler;
  /** The host that gave the answer: unless it is AWS itself, nothing is fetched from anywhere else. */
  readonly host: string;
  readonly userAgent: string;
  /** How often it is tried in all. */
  readonly attempts: number;
}

/**
 * Fetches what lies at an address that an answer gave and that was signed for a while. The address stands in no error.
 * @throws Error as an SDK client would: by name the code of the refusal, with `$metadata.httpStatusCode`
 */
export async function fetchSigned(output: object, way: readonly string[], by: Fetching): Promise<Uint8Array> {
  const address = addressIn(output, way, by.host);
  for (let attempt = 1; ; attempt += 1) {
    const fetched = await oneTry(address, by);
    if (fetched instanceof Uint8Array) return fetched;
    if (attempt >= by.attempts || !mayPass(fetched)) throw fetched;
    await passing(50 * 2 ** attempt);
  }
}

/** @throws Error for an answer without an address, or with one that leads away from where the account is */
function addressIn(output: object, way: readonly string[], from: string): URL {
  const value = way.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), output);
  const address = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  if (address === null) throw refusal('NoAddress', `the answer has no address under ${way.join('.')}`);
  if (isOfAws(from) ? address.protocol === 'https:' : address.host === from) return address;
  throw refusal(
    'ForeignAddress',
    isOfAws(from)
      ? 'the answer names an address that is not https'
      : `the answer names an address that is not at ${from}, where the account is`,
  );
}

async function oneTry(address: URL, { handler, userAgent }: Fetching): Promise<Uint8Array | Error> {
  try {
    const { response } = await handler.handle(requestFor(address, userAgent));
    const bytes = await bytesOf(response.body);
    return response.statusCode === 200 ? bytes : answeredError(response.statusCode, bytes);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function requestFor({ protocol, hostname, host, port, pathname, searchParams }: URL, agent: string): object {
  return {
    method: 'GET',
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host, 'user-agent': agent },
  };
}

/** S3 answers with XML that names its code. */
function answeredError(status: number, body: Uint8Array): Error {
  const text = Buffer.from(body).toString('utf8');
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? `Status${status}`;
  return refusal(code, `the address in the answer was refused with status ${status}`, status);
}

function refusal(code: string, message: string, httpStatusCode?: number): Error {
  return Object.assign(new Error(message), { name: code, $metadata: { httpStatusCode } });
}

function mayPass(error: Error): boolean {
  const metadata: unknown = Reflect.get(error, '$metadata');
  return !isObject(metadata) || Number(metadata['httpStatusCode']) >= 500;
}
