import type { Finding } from '../model/finding.ts';
import type { Move } from '../model/play.ts';

const SECOND = 1000;

/** Whether findings of a move's own signals tell of it: by its event, or where they are over records without one, by its time. */
export function tellsOf(findings: readonly Finding[], { event, at }: Pick<Move, 'event' | 'at'>): boolean {
  return (
    event !== null &&
    findings.some(
      (finding) => finding.events.includes(event) || (isOverRecords(finding) && isWithin(finding, at)),
    )
  );
}

/** The invocation log has no event ids: what it tells of is known by its time. */
function isOverRecords({ events }: Finding): boolean {
  return events.some((event) => event.includes(':'));
}

/** Times of the log are whole seconds. */
function isWithin({ first, last }: Finding, at: number): boolean {
  if (first === null || last === null) return false;
  return at >= Date.parse(first) - SECOND && at <= Date.parse(last) + SECOND;
}
