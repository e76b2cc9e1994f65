import { counted, listed } from '../base/text.ts';
import { ELEMENTS } from '../model/element.ts';
import type { Finding } from '../model/finding.ts';
import type { Report, ReportElement } from '../model/report.ts';
import { SEVERITIES } from '../model/severity.ts';
import type { Severity } from '../model/severity.ts';
import { isUnknowable, unknownsOf } from './unknowns.ts';
import { spanText } from './wording.ts';

/** What the first screen of every format says, made once so that the formats agree. */
export interface Summary {
  /** What happened, in plain words. */
  readonly headline: string;
  /** The titles of the worst open findings, in a sentence; empty when none is open. */
  readonly worstText: string;
  readonly worst: Severity | null;
  /** Open findings, worst first. */
  readonly open: readonly Finding[];
  readonly expected: readonly Finding[];
  /** Time of the first and last event of an open finding. */
  readonly first: string | null;
  readonly last: string | null;
  readonly elements: readonly ElementSummary[];
  /** What can't be known and why, a sentence each. */
  readonly unknowns: readonly string[];
  /** How many gaps those tell of: several sources may stand in one sentence. */
  readonly gaps: number;
  /** `3 applied, 1 verified, 2 declined`, or that nothing was done. */
  readonly containment: string;
}

export interface ElementSummary {
  readonly element: ReportElement;
  readonly worst: Severity | null;
  /** `2 critical, 1 high`, or `no open finding`. */
  readonly findings: string;
  /** `3 of 5 questions answered, 1 with unknown`. */
  readonly answers: string;
  /** Questions the logs cannot answer, or that were found to have no answer. */
  readonly unknown: string | null;
}

export function summarize(report: Report): Summary {
  const open = worstFirst(report.findings.filter(({ disposition }) => disposition === 'open'));
  const expected = worstFirst(report.findings.filter(({ disposition }) => disposition === 'expected'));
  const times = open.flatMap(({ first, last }) => [first, last].filter((at) => at !== null)).toSorted();
  const unknowns = unknownsOf(report);
  const summary = {
    worst: open[0]?.severity ?? null,
    open,
    expected,
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
    elements: report.elements.map((element) => elementSummary(element, open)),
    unknowns: unknowns.map(({ text }) => text),
    gaps: unknowns.reduce((sum, { gaps }) => sum + gaps, 0),
    containment: containmentText(report),
  };
  const seen = report.coverage.some(({ records }) => records > 0);
  return {
    headline: headline(summary, seen) + walkedSoFar(report),
    worstText: worstText(summary),
    ...summary,
  };
}

function containmentText({ actions }: Report): string {
  if (actions.length === 0) return 'none with heptad';
  const statuses = [...new Set(actions.map(({ status }) => status))];
  return listed(
    statuses.map((status) => `${actions.filter((action) => action.status === status).length} ${status}`),
  );
}

/** `2 critical, 1 high` of some findings; empty for none. */
export function severityCounts(findings: readonly Finding[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  }).join(', ');
}

type Numbers = Omit<Summary, 'headline' | 'worstText'>;

function headline({ open, expected, first, last, gaps }: Numbers, seen: boolean): string {
  const marked = expected.length === 0 ? '' : ` ${counted(expected.length, 'finding')} marked expected.`;
  const limits =
    gaps === 0 ? '' : ` ${counted(gaps, 'gap')} ${gaps === 1 ? 'limits' : 'limit'} what can be known.`;
  if (open.length === 0 && !seen)
    return `No record of any source was read: nothing can be told.${marked}${limits}`;
  if (open.length === 0) {
    return `No finding is open${gaps === 0 ? '' : ' in what could be seen'}.${marked}${limits}`;
  }
  const elements = ELEMENTS.filter((id) => open.some(({ element }) => element === id)).length;
  const span = spanText(first, last);
  const when = span === '' ? '' : `, on events from ${span}`;
  return `${counted(open.length, 'open finding')} (${severityCounts(open)}) in ${elements} of the seven elements${when}.${marked}${limits}`;
}

/** What was never asked shows nothing: a walk that is not at its end says how far it is. */
function walkedSoFar({ elements }: Report): string {
  const due = elements.flatMap(({ steps }) => steps).filter(({ status }) => status !== 'not-applicable');
  const ran = due.filter(({ status }) => status !== 'open').length;
  return ran === due.length
    ? ''
    : ` So far ${ran} of ${counted(due.length, 'step')} ${ran === 1 ? 'has' : 'have'} been run.`;
}

function elementSummary(element: ReportElement, open: readonly Finding[]): ElementSummary {
  const findings = open.filter((finding) => finding.element === element.id);
  const answered = element.questions.filter(({ answer }) => answer !== null).length;
  const undecided = element.questions.filter(({ answer }) => answer === 'unknown').length;
  const unknown = element.questions.filter((question) => isUnknowable(question)).length;
  const whole =
    element.steps.length > 0 && element.steps.every(({ coverage }) => coverage.status === 'complete');
  const seen = whole ? 'no open finding' : 'no open finding in what could be seen';
  const unfinished = element.steps.some(({ status }) => status === 'open');
  const nothing = element.status === 'not-started' ? 'not looked at' : unfinished ? `${seen} so far` : seen;
  return {
    element,
    worst: findings[0]?.severity ?? null,
    findings: severityCounts(findings) || nothing,
    answers: `${answered} of ${counted(element.questions.length, 'question')} answered${undecided === 0 ? '' : `, ${undecided} with unknown`}`,
    unknown: unknown === 0 ? null : `${unknown} cannot be known from the logs`,
  };
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function worstText({ open, worst }: Numbers): string {
  const titles = open.filter(({ severity }) => severity === worst).map(({ title }) => title);
  if (worst === null) return '';
  const more = titles.length > 3 ? [`${titles.length - 3} more`] : [];
  return `${worst.slice(0, 1).toUpperCase()}${worst.slice(1)}: ${listed([...titles.slice(0, 3), ...more])}.`;
}
