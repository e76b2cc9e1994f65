import { Readable } from 'node:stream';
import { bytesOf } from './json-values.ts';

/** What went over the wire for one call. */
export interface WireAnswer {
  /** The host that was asked, with its port where it has one. */
  host: string;
  headers: Readonly<Record<string, string>>;
  /** The body as it came, where it was asked for. */
  body: Uint8Array | null;
}

type Next = (args: Exchange) => Promise<{ readonly response: unknown }>;

interface Exchange {
  readonly request: { readonly hostname?: string; readonly port?: number };
}

/**
 * A middleware that notes what went over the wire before the SDK reads it. It goes onto one command, so that answers
 * of calls side by side cannot be mixed up. The body is held in memory: pages of answers are at most some megabytes.
 */
export function wireWatch(keepBody: boolean): { readonly seen: WireAnswer; readonly middleware: unknown } {
  const seen: WireAnswer = { host: '', headers: {}, body: null };
  const middleware =
    (next: Next) =>
    async (args: Exchange): Promise<{ readonly response: unknown }> => {
      const { hostname = '', port } = args.request;
      seen.host = port === undefined ? hostname : `${hostname}:${port}`;
      const result = await next(args);
      const answer = result.response as { headers?: Readonly<Record<string, string>>; body?: unknown };
      seen.headers = answer.headers ?? {};
      if (keepBody && answer.body instanceof Readable) {
        seen.body = await bytesOf(answer.body);
        answer.body = Readable.from([seen.body]);
      }
      return result;
    };
  return { seen, middleware };
}

/** Whether a host is AWS's own, and not an endpoint that stands in its place. */
export function isOfAws(host: string): boolean {
  return /(^|\.)amazonaws\.com(\.cn)?$|\.aws$/.test(host);
}
