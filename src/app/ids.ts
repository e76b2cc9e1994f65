import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

export const systemClock: Clock = { now: () => new Date().toISOString() };

export const systemIds: Ids = {
  caseId: () => `hep-${systemClock.now().slice(0, 10).replaceAll('-', '')}-${randomBytes(3).toString('hex')}`,
  token: () => randomUUID(),
};
