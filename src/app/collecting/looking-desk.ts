import { canonicalJson } from '../../base/canonical-json.ts';
import { callName } from '../../model/cloud-call.ts';
import type { Cloud, CloudReader, ReadRequest } from '../../ports/cloud.ts';
import type { AccountDesk } from '../actions/account-desk.ts';

/** How long calls took, in milliseconds, by `client:Operation`. */
export type CallTimes = Map<string, number[]>;

/** The same desk, on which what was read once is not read again, and which keeps how long each call took. */
export function lookingDesk(desk: AccountDesk, times: CallTimes): AccountDesk {
  const { cloud, clock, reader } = desk;
  const timed = async <T>(call: string, make: () => Promise<T>): Promise<T> => {
    const began = Date.parse(clock.now());
    const answer = await make();
    times.set(call, [...(times.get(call) ?? []), Date.parse(clock.now()) - began]);
    return answer;
  };
  const timedCloud: Cloud = {
    identity: cloud.identity,
    close: () => cloud.close(),
    call: (call, options) => timed(callName(call), () => cloud.call(call, options)),
  };
  return {
    ...desk,
    cloud: timedCloud,
    reader: rememberingReader({
      read: (request) => timed(callName(request), () => reader.read(request)),
    }),
  };
}

function rememberingReader(reader: CloudReader): CloudReader {
  const answers = new Map<string, ReturnType<CloudReader['read']>>();
  return {
    read: (request: ReadRequest) => {
      const key = canonicalJson(request);
      const known = answers.get(key) ?? reader.read(request);
      answers.set(key, known);
      return known;
    },
  };
}
