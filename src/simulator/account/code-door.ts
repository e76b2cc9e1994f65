import { codeAt } from '../services/lambda/code-address.ts';
import type { World } from '../world/world.ts';
import type { WireRequest, WireResponse } from '../wire/message.ts';
import { faultOf } from '../wire/write-error.ts';

/** Answers a request for code that Lambda stores, by the address that it gave; undefined when none is meant. */
export function answerCode(world: World, request: WireRequest): WireResponse | undefined {
  try {
    const code = codeAt(world, request);
    if (code === undefined) return undefined;
    return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: code };
  } catch (error) {
    const { code, message, status } = faultOf(undefined, error);
    return {
      status,
      headers: { 'content-type': 'application/xml' },
      body: Buffer.from(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`),
    };
  }
}
