import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { codeOf, InternalError, UserError } from '../../base/errors.ts';
import type { Dispatch, WireRequest } from './message.ts';

/** The only address it ever listens on. */
export const LOOPBACK = '127.0.0.1';

export interface Listening {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * Serves `dispatch` on the loopback interface.
 * @param port 0 picks a free one
 * @throws UserError when the port is taken or may not be used
 */
export async function listen(dispatch: Dispatch, port: number): Promise<Listening> {
  const server = createServer((request, response) => {
    void answer(dispatch, request, response);
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(refusedPort(error, port)));
    server.listen(port, LOOPBACK, resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new InternalError('the server has no port');
  return {
    url: `http://${LOOPBACK}:${bound.port}`,
    port: bound.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refusedPort(error: Error, port: number): Error {
  const code = codeOf(error);
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  return new UserError(`the simulated account can't listen on port ${port}`, {
    why: code === 'EACCES' ? 'this user may not use that port' : 'another process listens there',
    fix: 'give another port, or --port 0 to pick a free one',
  });
}

/** A dispatch that throws is a fault of ours: the connection is dropped, so that no client takes it for an answer. */
async function answer(
  dispatch: Dispatch,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { status, headers, body } = await dispatch(await wireRequest(incoming));
    const length =
      incoming.method === 'HEAD' && 'content-length' in headers
        ? {}
        : { 'content-length': String(body.length) };
    response.writeHead(status, { ...headers, ...length });
    response.end(incoming.method === 'HEAD' ? undefined : body);
  } catch (error) {
    response.destroy(error instanceof Error ? error : new InternalError('the dispatch failed'));
  }
}

async function wireRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const [path = '/', search = ''] = splitOnce(incoming.url ?? '/', '?');
  const params = new URLSearchParams(search);
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(',')]],
  );
  return {
    method: incoming.method ?? 'GET',
    path,
    query: Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)])),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(parts),
    address: incoming.socket.remoteAddress ?? LOOPBACK,
  };
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
