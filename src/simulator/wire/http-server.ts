import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer as createSocketServer, type Socket } from 'node:net';
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
  const versions = bothVersions(dispatch);
  const open = new Set<Socket>();
  const server = createSocketServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    versions(socket);
  });
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
        for (const socket of open) socket.destroy();
      }),
  };
}

/** How a connection that speaks HTTP/2 without asking first begins. */
const PREFACE = 'PRI';

/** Clients whose service has streams in both directions (Bedrock Runtime) speak HTTP/2 only, all others HTTP/1.1: the first bytes tell. */
function bothVersions(dispatch: Dispatch): (socket: Socket) => void {
  const first = createServer((request, response) => {
    void answer(dispatch, request, response);
  });
  first.keepAliveTimeout = 30_000;
  const second = createHttp2Server((request, response) => {
    void answer(dispatch, request, response);
  });
  return (socket) => {
    // A client that goes away before it has said anything is no matter.
    socket.on('error', () => socket.destroy());
    socket.once('data', (bytes: Buffer) => {
      socket.pause();
      socket.unshift(bytes);
      (bytes.toString('latin1', 0, PREFACE.length) === PREFACE ? second : first).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
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
  incoming: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
): Promise<void> {
  try {
    const { status, headers, body, lostAfter } = await dispatch(await wireRequest(incoming));
    const length =
      incoming.method === 'HEAD' && 'content-length' in headers
        ? {}
        : { 'content-length': String(body.length) };
    for (const [name, value] of Object.entries({ ...headers, ...length })) response.setHeader(name, value);
    response.statusCode = status;
    if (lostAfter !== undefined) {
      const dropped = (): void => void response.destroy();
      if ('stream' in response) response.write(body.subarray(0, lostAfter), dropped);
      else response.write(body.subarray(0, lostAfter), dropped);
      return;
    }
    response.end(incoming.method === 'HEAD' ? new Uint8Array() : body);
  } catch (error) {
    response.destroy(error instanceof Error ? error : new InternalError('the dispatch failed'));
  }
}

async function wireRequest(incoming: IncomingMessage | Http2ServerRequest): Promise<WireRequest> {
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
    headers: withHost(Object.fromEntries(headers) as Record<string, string>),
    body: Buffer.concat(parts),
    address: incoming.socket.remoteAddress ?? LOOPBACK,
  };
}

/** HTTP/2 names the host `:authority`; signatures cover it under that name. */
function withHost(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const authority = headers[':authority'];
  return authority === undefined ? headers : { host: authority, ...headers };
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
