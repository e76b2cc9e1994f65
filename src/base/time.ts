import { UserError } from './errors.ts';

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads a time a person typed. An offset is demanded: at 3 a.m. nobody remembers whose local time was meant.
 * @returns ISO 8601 in UTC with milliseconds
 * @throws UserError naming `what` when the text is not such a time
 */
export function parseTime(text: string, what: string): string {
  const at = WITH_OFFSET.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new UserError(`${what}: '${text}' is not a time heptad can read`, {
      why: 'a time needs its date, its hour and its offset from UTC',
      fix: 'write it like 2026-11-21T03:15:00Z or 2026-11-21T04:15:00+01:00',
    });
  }
  return new Date(at).toISOString();
}
