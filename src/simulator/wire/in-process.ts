import { HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import { Readable } from 'node:stream';
import { InternalError } from '../../base/errors.ts';
import { LOOPBACK } from './http-server.ts';
import type { Dispatch, WireRequest } from './message.ts';

/** What an SDK client takes as its `requestHandler`. */
export interface RequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(request: HttpRequest): Promise<{ readonly response: HttpResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
}

/** Carries calls of SDK clients straight to `dispatch`: there is no socket, so that no packet can leave. */
export function inProcess(dispatch: Dispatch, address = LOOPBACK): RequestHandler {
  return {
    metadata: { handlerProtocol: 'simulated/1' },
    handle: async (request) => {
      const { status, headers, body, lostAfter } = await dispatch(await wireRequest(request, address));
      return {
        response: new HttpResponse({
          statusCode: status,
          headers: { ...headers },
          body: Readable.from(lostAfter === undefined ? whole(body) : lost(body.subarray(0, lostAfter))),
        }),
      };
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

function whole(body: Uint8Array): readonly Uint8Array[] {
  return body.length === 0 ? [] : [body];
}

async function* lost(part: Uint8Array): AsyncGenerator<Uint8Array> {
  yield part;
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

async function wireRequest(request: HttpRequest, address: string): Promise<WireRequest> {
  const query = Object.entries(request.query ?? {}).map(
    ([name, value]) => [name, value === null ? [''] : [value].flat()] as const,
  );
  return {
    method: request.method,
    path: request.path,
    query: Object.fromEntries(query),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: await bodyBytes(request.body),
    address,
  };
}

async function bodyBytes(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body !== 'object' || !(Symbol.asyncIterator in body))
    throw new InternalError('a client sent a body that is neither text, bytes nor a stream');
  const parts: Uint8Array[] = [];
  for await (const part of body as AsyncIterable<string | Uint8Array>)
    parts.push(typeof part === 'string' ? Buffer.from(part, 'utf8') : part);
  return Buffer.concat(parts);
}
