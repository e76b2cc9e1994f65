import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import type { WireRequest } from '../../src/simulator/wire/message.ts';

/** A signer of our own, for services that have no SDK client: written from AWS's page, not from the code under test. */
interface Signing {
  readonly credentials: Credentials;
  readonly service: string;
  readonly region?: string;
  readonly at?: Date;
}

export interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as it comes over the wire, signed with Signature Version 4. */
export function signedRequest(
  { method, path, body, headers: given = {} }: Unsigned,
  { credentials, service, region = 'us-east-1', at = new Date() }: Signing,
): WireRequest {
  const date = at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const bytes = body === undefined ? '' : JSON.stringify(body);
  const headers: Record<string, string> = {
    ...given,
    'content-type': 'application/json',
    host: `${service}.${region}.api.aws`,
    'x-amz-date': date,
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const names = Object.keys(headers).toSorted();
  const canonical = [
    method,
    path,
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    hash(bytes),
  ].join('\n');
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const signature = sign(credentials.secretAccessKey, scope, { date, canonical });
  return {
    method,
    path,
    query: {},
    headers: {
      ...headers,
      'user-agent': 'OpenAI/Python 1.99.0',
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    },
    body: Buffer.from(bytes),
    address: '203.0.113.70',
  };
}

/** A short-term Bedrock API key, made as AWS's token generator makes it: locally, with nobody asked. */
export function shortTermApiKey(
  credentials: Credentials,
  { region = 'us-east-1', seconds = 43_200, at = new Date() } = {},
): string {
  const date = at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `${date.slice(0, 8)}/${region}/bedrock/aws4_request`;
  const query = Object.entries({
    Action: 'CallWithBearerToken',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(seconds),
    ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const canonical = `POST\n/\n${query}\nhost:bedrock.amazonaws.com\n\nhost\n${hash('')}`;
  const signature = sign(credentials.secretAccessKey, scope, { date, canonical });
  const url = `bedrock.amazonaws.com/?${query}&X-Amz-Signature=${signature}&Version=1`;
  return `bedrock-api-key-${Buffer.from(url).toString('base64')}`;
}

function sign(
  secret: string,
  scope: string,
  of: { readonly date: string; readonly canonical: string },
): string {
  const text = `AWS4-HMAC-SHA256\n${of.date}\n${scope}\n${hash(of.canonical)}`;
  const key = scope.split('/').reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
