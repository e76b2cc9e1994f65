import type { CoverageStatus } from '../model/coverage.ts';
import type { Report, ReportQuestion } from '../model/report.ts';

/** What stands for an answer. A question nobody answered says so. */
export function answerText({ answer }: ReportQuestion): string {
  if (answer === null) return 'not answered';
  return ANSWERS[answer] ?? answer;
}

const ANSWERS: Readonly<Record<string, string>> = {
  yes: 'Yes',
  no: 'No',
  unknown: 'Unknown',
  'not-applicable': 'Not applicable',
  'cannot-be-known': 'Cannot be known',
};

/** The status of coverage as a person reads it. */
export const COVERAGE_TEXTS: Readonly<Record<CoverageStatus, string>> = {
  complete: 'complete',
  partial: 'partial',
  'not-readable': 'not readable',
  'not-enabled': 'not enabled',
  'not-collected': 'not collected',
};

/** `2026-11-21 03:15:00Z` of an ISO time in UTC; anything else as it stands. */
export function timeText(at: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d+)?Z$/.exec(at);
  return match === null ? at : `${match[1]} ${match[2]}Z`;
}

/** `FROM to TO`, the date told once where it is the same, or the one time; empty when neither is known. */
export function spanText(from: string | null, to: string | null): string {
  if (from === null || to === null) return from === null && to === null ? '' : timeText(from ?? to ?? '');
  if (from === to) return timeText(from);
  const sameDay = timeText(to) !== to && from.slice(0, 11) === to.slice(0, 11);
  return `${timeText(from)} to ${sameDay ? timeText(to).slice(11) : timeText(to)}`;
}

/** The watermark of a report that is not about a live incident; null for one that is. */
export function watermark({ case: { mode } }: Report): 'EXERCISE' | 'TRAINING' | null {
  if (mode === 'live') return null;
  return mode === 'training' ? 'TRAINING' : 'EXERCISE';
}

/** What the scope of the case was. */
export function scopeText({ scope }: Report): string {
  const parts = [
    scope.account === null ? 'all accounts in the evidence' : `account ${scope.account}`,
    scope.from === null && scope.to === null
      ? 'no limit of time'
      : `${scope.from === null ? 'the beginning' : timeText(scope.from)} to ${scope.to === null ? 'the end' : timeText(scope.to)}`,
  ];
  return parts.join(', ');
}
