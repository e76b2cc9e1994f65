import { EventStreamCodec } from '@smithy/core/event-streams';

const NAME = ':event-type';

/**
 * The stream of an answer on the RPC protocols begins with an event that holds the answer's other members. The
 * client's serialiser, made for requests, calls that event by its other name.
 */
export function beginningWithResponse(stream: Uint8Array): Uint8Array {
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes).toString('utf8'),
    (text) => Buffer.from(text),
  );
  const length = new DataView(stream.buffer, stream.byteOffset).getUint32(0);
  const { headers, body } = codec.decode(stream.subarray(0, length));
  if (headers[NAME]?.value !== 'initial-request') return stream;
  const first = codec.encode({
    headers: { ...headers, [NAME]: { type: 'string', value: 'initial-response' } },
    body,
  });
  return Buffer.concat([first, stream.subarray(length)]);
}
