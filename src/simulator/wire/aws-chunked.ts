import type { WireRequest } from './message.ts';
import { WireError } from './wire-error.ts';

/** Takes the chunk framing off an upload (`aws-chunked`); trailing headers become headers. */
export function unchunk(request: WireRequest): WireRequest {
  const encodings = (request.headers['content-encoding'] ?? '').split(',').map((name) => name.trim());
  const streaming = (request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  if (!encodings.includes('aws-chunked') && !streaming) return request;
  const { body, trailers } = readChunks(Buffer.from(request.body));
  const rest = encodings.filter((name) => name !== '' && name !== 'aws-chunked').join(',');
  const { 'content-encoding': _encoding, ...headers } = request.headers;
  return {
    ...request,
    headers: { ...headers, ...trailers, ...(rest === '' ? {} : { 'content-encoding': rest }) },
    body,
  };
}

function readChunks(bytes: Buffer): {
  readonly body: Uint8Array;
  readonly trailers: Readonly<Record<string, string>>;
} {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    const size = end < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, end), 16);
    if (Number.isNaN(size)) throw new WireError('IncompleteBody', 'The request body terminated unexpectedly');
    at = end + 2;
    if (size === 0)
      return { body: Buffer.concat(parts), trailers: readTrailers(bytes.toString('latin1', at)) };
    if (at + size > bytes.length)
      throw new WireError('IncompleteBody', 'The request body terminated unexpectedly');
    parts.push(bytes.subarray(at, at + size));
    at += size + 2;
  }
}

function readTrailers(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
}
