import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

export const systemClock: Clock = { now: () => new Date().toISOString() };

/** Whether a text is an id as `systemIds` makes them. */
export function isCaseId(text: string): boolean {
  return /^hep-\d{8}-[0-9a-f]{6}$/.test(text);
}

export const systemIds: Ids = {
  caseId: () => `hep-${systemClock.now().slice(0, 10).replaceAll('-', '')}-${randomBytes(3).toString('hex')}`,
  token: () => randomUUID(),
};
