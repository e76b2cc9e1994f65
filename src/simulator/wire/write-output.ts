import { beginningWithResponse } from './initial-response.ts';
import type { WireResponse } from './message.ts';
import { collectBytes, escapeXml, invert, writeXml, XML_HEADER } from './serialise.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';

/** Writes what an operation gave, in the protocol of its service. */
export async function writeOutput(
  model: ServiceModel,
  operation: OperationModel,
  { output, requestId }: { readonly output: object; readonly requestId: string },
): Promise<WireResponse> {
  const headers = requestIdHeaders(model, requestId);
  if (model.protocol === 'awsQuery' || model.protocol === 'ec2Query') {
    const body = Buffer.from(queryBody(model, operation, { output, requestId }));
    return { status: 200, headers: { ...headers, 'content-type': 'text/xml' }, body };
  }
  if (operation.output.isUnitSchema()) {
    const version = model.protocol === 'awsJson1_0' ? '1.0' : '1.1';
    const type = model.protocol.startsWith('awsJson')
      ? { 'content-type': `application/x-amz-json-${version}` }
      : {};
    return { status: operation.status, headers: { ...headers, ...type }, body: new Uint8Array() };
  }
  if (operation.name === 'GetBucketLocation') return bucketLocation(operation, output, headers);
  const inverted = await invert(model, operation.outputRef, output);
  const { 'x-amz-target': _target, ...own } = inverted.headers;
  const bytes = await collectBytes(inverted.body);
  const isRpcStream = model.protocol.startsWith('awsJson') && operation.output.getEventStreamMember() !== '';
  return {
    status: statusOf(operation, output),
    headers: { ...headers, ...own },
    body: isRpcStream ? beginningWithResponse(bytes) : bytes,
  };
}

/** The one answer of S3 without an element around it, which the schemas of the client do not say. */
function bucketLocation(
  operation: OperationModel,
  output: object,
  headers: WireResponse['headers'],
): WireResponse {
  const location: unknown = Reflect.get(output, 'LocationConstraint');
  const text = typeof location === 'string' ? escapeXml(location) : '';
  const body = `${XML_HEADER}<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${text}</LocationConstraint>`;
  return {
    status: operation.status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: Buffer.from(body),
  };
}

/** The headers by which a client finds the request id. */
export function requestIdHeaders(
  model: ServiceModel | undefined,
  requestId: string,
): Readonly<Record<string, string>> {
  return model?.id === 'S3' ? { 'x-amz-request-id': requestId } : { 'x-amzn-requestid': requestId };
}

function queryBody(
  model: ServiceModel,
  operation: OperationModel,
  { output, requestId }: { readonly output: object; readonly requestId: string },
): string {
  const { name } = operation;
  const open = `${XML_HEADER}<${name}Response xmlns="${model.xmlNamespace}">`;
  if (model.protocol === 'ec2Query') {
    const inner = operation.output.isUnitSchema()
      ? ''
      : unwrapped(writeXml(model, operation.outputRef, { name: 'E', value: output }));
    return `${open}<requestId>${requestId}</requestId>${inner}</${name}Response>`;
  }
  const result = operation.output.isUnitSchema()
    ? ''
    : writeXml(model, operation.outputRef, { name: `${name}Result`, value: output });
  return `${open}${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`;
}

/** The children of the element `E` that stood in for a nameless root. */
export function unwrapped(xml: string): string {
  return xml
    .replace(/^<E\/>$/, '')
    .replace(/^<E[^>]*>/, '')
    .replace(/<\/E>$/, '');
}

/** A member may carry the status itself. */
function statusOf(operation: OperationModel, output: object): number {
  for (const [name, member] of operation.output.structIterator()) {
    const value: unknown = Reflect.get(output, name);
    if (member.getMergedTraits().httpResponseCode === 1 && typeof value === 'number') return value;
  }
  return operation.status;
}
