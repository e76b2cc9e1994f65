import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { Readable } from 'node:stream';
import type { RequestHandler } from '../../../src/simulator/wire/in-process.ts';

/** Carries the calls of a client that would speak HTTP/2 of itself: moto does not. */
export function overHttp1(url: string): RequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request: HttpRequest) => {
      const { host: _host, ...headers } = request.headers;
      const answer = await fetch(`${url}${request.path}`, {
        method: request.method,
        headers,
        body: request.body as string | Uint8Array,
      });
      const body = Readable.from([Buffer.from(await answer.arrayBuffer())]);
      const statusCode = answer.status;
      return {
        response: new HttpResponse({ statusCode, headers: Object.fromEntries(answer.headers), body }),
      };
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}
