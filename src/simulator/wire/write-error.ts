import { messageOf } from '../../base/errors.ts';
import type { WireResponse } from './message.ts';
import { escapeXml, invert, toBytes, writeXml, XML_HEADER } from './serialise.ts';
import type { ErrorModel, ServiceModel } from './service-model.ts';
import { WireError } from './wire-error.ts';
import { requestIdHeaders, unwrapped } from './write-output.ts';

/** An error as CloudTrail and the client will see it. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** Members besides the message. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly error: ErrorModel | undefined;
}

/** What was thrown, in the terms of its service. A fault of the simulator itself is never dressed up as AWS's. */
export function faultOf(model: ServiceModel | undefined, thrown: unknown): Fault {
  if (thrown instanceof WireError)
    return {
      code: thrown.code,
      message: thrown.message,
      status: thrown.status,
      members: {},
      error: undefined,
    };
  const error = thrown instanceof Error ? model?.errors.get(thrown.name) : undefined;
  if (error === undefined || !(thrown instanceof Error)) {
    return {
      code: 'InternalFailure',
      message: `fault of the simulated account: ${messageOf(thrown)}`,
      status: 500,
      members: {},
      error: undefined,
    };
  }
  const query = model?.protocol === 'awsQuery';
  const own = error.members.filter((name) => name.toLowerCase() !== 'message');
  return {
    code: (query ? error.queryCode : undefined) ?? error.name,
    message: thrown.message,
    status: (query ? error.queryStatus : undefined) ?? error.status,
    members: Object.fromEntries(own.map((name) => [name, Reflect.get(thrown, name) as unknown])),
    error,
  };
}

/** Writes an error in the protocol of its service. */
export async function writeError(
  model: ServiceModel,
  fault: Fault,
  requestId: string,
): Promise<WireResponse> {
  const headers = requestIdHeaders(model, requestId);
  if (/json/i.test(model.protocol)) return writeJsonError(model, fault, headers);
  const body = Buffer.from(xmlBody(model, fault, requestId));
  return { status: fault.status, headers: { ...headers, 'content-type': 'application/xml' }, body };
}

/** Writes the error of a request for a service nobody knows, in the form its client is likely to read. */
export function writeUnknownService(
  fault: Fault,
  requestId: string,
  asked: { readonly form: boolean; readonly service: string | undefined },
): WireResponse {
  const { code, message, status } = fault;
  const headers = requestIdHeaders(undefined, requestId);
  if (!asked.form) {
    const body = Buffer.from(JSON.stringify({ __type: code, message }));
    return {
      status,
      headers: { ...headers, 'content-type': 'application/json', 'x-amzn-errortype': code },
      body,
    };
  }
  const error = `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const text =
    asked.service === 'ec2'
      ? `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`
      : `<ErrorResponse>${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
  return {
    status,
    headers: { ...headers, 'content-type': 'text/xml' },
    body: Buffer.from(`${XML_HEADER}${text}`),
  };
}

async function writeJsonError(
  model: ServiceModel,
  fault: Fault,
  headers: Readonly<Record<string, string>>,
): Promise<WireResponse> {
  const { code, message, status, members, error } = fault;
  const inverted = error === undefined ? undefined : await invert(model, error.schema, members);
  const extra = JSON.parse(Buffer.from(toBytes(inverted?.body)).toString('utf8') || '{}') as object;
  return {
    status,
    headers: {
      ...inverted?.headers,
      ...headers,
      'content-type': 'application/json',
      'x-amzn-errortype': code,
      ...(!model.queryCompatible || error?.queryCode === undefined
        ? {}
        : { 'x-amzn-query-error': `${error.queryCode};${status < 500 ? 'Sender' : 'Receiver'}` }),
    },
    body: Buffer.from(JSON.stringify({ __type: code, message, ...extra })),
  };
}

function xmlBody(
  model: ServiceModel,
  { code, message, status, members, error }: Fault,
  requestId: string,
): string {
  const inner =
    error === undefined ? '' : unwrapped(writeXml(model, error.schema, { name: 'E', value: members }));
  const type = model.protocol === 'awsQuery' ? `<Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>` : '';
  const fields = `${type}<Code>${code}</Code><Message>${escapeXml(message)}</Message>${inner}`;
  if (model.protocol === 'ec2Query')
    return `${XML_HEADER}<Response><Errors><Error>${fields}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
  if (model.protocol === 'awsQuery') {
    return `${XML_HEADER}<ErrorResponse xmlns="${model.xmlNamespace}"><Error>${fields}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  }
  return `${XML_HEADER}<Error>${fields}<RequestId>${requestId}</RequestId></Error>`;
}
