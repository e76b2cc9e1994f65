import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { $OperationSchema, $SchemaRef, StaticSchema } from '@smithy/types';
import { InternalError } from '../../base/errors.ts';
import type { ServiceModel } from './service-model.ts';

export const XML_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * A response is a request without a path: the client's own request serialiser, run over the schema of an output
 * or an error, gives the headers and the body the client will read.
 */
export async function invert(
  model: ServiceModel,
  schema: $SchemaRef,
  value: object,
): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly body?: unknown }> {
  const operation: $OperationSchema = {
    namespace: '',
    name: 'response',
    traits: 0,
    input: schema,
    output: 'unit',
  };
  // The serialisers take the client's settings as their context and ask them for an endpoint, which a response has not.
  const context = { ...model.config, endpoint: () => Promise.resolve(undefined) } as never;
  return model.codec.serializeRequest(operation, value, context);
}

/** The XML of a structure, its root element renamed. */
export function writeXml(
  model: ServiceModel,
  schema: $SchemaRef,
  { name, value }: { readonly name: string; readonly value: object },
): string {
  if (!Array.isArray(schema)) return `<${name}/>`;
  const serialiser = new XmlShapeSerializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: false,
    xmlNamespace: '',
    serviceNamespace: '',
  });
  serialiser.setSerdeContext(model.config as never);
  const [, namespace, , , members, types] = schema as readonly unknown[];
  serialiser.write([3, namespace, name, 0, members, types] as unknown as StaticSchema, value);
  const written = serialiser.flush();
  return typeof written === 'string' ? written : Buffer.from(toBytes(written)).toString('utf8');
}

/** The bytes of a serialised body. */
export function toBytes(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  // Not Buffer.from(bytes): the JSON codec's bodies override valueOf(), which Buffer.from would call.
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw new InternalError('a serialiser gave a body that is neither text nor bytes');
}

/** The bytes of a serialised body that may be an event stream: its frames, one after the other. */
export async function collectBytes(body: unknown): Promise<Uint8Array> {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return toBytes(body);
  const frames: Uint8Array[] = [];
  for await (const frame of body as AsyncIterable<Uint8Array>) frames.push(frame);
  return Buffer.concat(frames);
}

/** A text between two tags. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
