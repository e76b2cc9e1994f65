import { UserError } from '../base/errors.ts';

const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Writes an instant in the responder's time zone, beside the UTC that always stands. */
export interface LocalTime {
  readonly zone: string;
  /** `2026-11-21 04:15:00` in the zone, or null for a text that is not a time. A time without an offset is UTC. */
  of(text: string): string | null;
}

/** @throws UserError for a zone that the machine does not know */
export function createLocalTime(zone: string): LocalTime {
  const format = formatFor(zone);
  return {
    zone,
    of(text) {
      const match = TIME.exec(text);
      if (match === null) return null;
      const at = Date.parse(match[3] === undefined ? `${text.replace(' ', 'T')}Z` : text.replace(' ', 'T'));
      return Number.isNaN(at) ? null : format.format(at);
    },
  };
}

function formatFor(zone: string): Intl.DateTimeFormat {
  try {
    // The Swedish form of a date is the ISO one.
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  } catch {
    throw new UserError(`'${zone}' is not a time zone this machine knows`, {
      why: 'zones are named as in the IANA time zone database',
      fix: 'write it like Europe/Berlin or America/New_York, or leave --tz out for UTC alone',
    });
  }
}
