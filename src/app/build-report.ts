import { counted, listed } from '../base/text.ts';
import { applies, unitsOf } from '../engine/next.ts';
import { isStale } from '../engine/stale.ts';
import type { JournalEntry } from '../model/case-event.ts';
import { type CaseState, stepKey, type StepRun } from '../model/case-state.ts';
import { clockText } from '../model/clock-offset.ts';
import { nothingFoundText, type StepCoverage } from '../model/coverage.ts';
import { ELEMENT_TITLES } from '../model/element.ts';
import type { CustodyRecord, EvidenceBatch } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { ElementDef, Playbook, QuestionDef, StepDef } from '../model/playbook.ts';
import type {
  Report,
  ReportCase,
  ReportElement,
  ReportEvidence,
  ReportQuestion,
  ReportStep,
} from '../model/report.ts';
import { WHOLE } from '../model/scope.ts';
import { SEVERITIES } from '../model/severity.ts';
import { SOURCE_IDS, SOURCES } from '../model/source.ts';
import type { Suspect } from '../model/suspect.ts';
import { caseLabel } from './case-label.ts';
import { coverageBehind, coverageEntries } from './case-coverage.ts';
import { copyStatus } from './evidence-copy/copy-status.ts';
import { answerability } from './question-view.ts';
import { reportActions } from './report-actions.ts';
import { timelineOf } from './timeline.ts';
import { VERSION } from './version.ts';

/** What a report is made from. */
export interface ReportSources {
  readonly playbook: Playbook;
  readonly state: CaseState;
  readonly entries: readonly JournalEntry[];
  readonly custody: readonly (CustodyRecord & { readonly batch: EvidenceBatch })[];
  readonly integrity: Report['integrity'];
  readonly generated: { readonly at: string; readonly by: string };
  /** Times of cited events, by eventID, where the lake knows them. */
  readonly eventTimes: ReadonlyMap<string, string>;
  readonly overview: Report['overview'];
}

/** The one model that all formats render. */
export function buildReport(sources: ReportSources): Report {
  const { playbook, state, custody, integrity, generated } = sources;
  return {
    case: reportCase(playbook, state),
    scope: state.opened?.scope ?? WHOLE,
    suspects: Object.values(state.suspects).map(({ kind, value, decision, origin, why }) => ({
      kind,
      value,
      decision,
      origin,
      why: origin === 'input' ? ['given when the case was opened'] : why.map((proposal) => proposal.why),
    })),
    elements: playbook.elements.map((element) => reportElement(element, playbook, state)),
    findings: sortedFindings(state),
    actions: reportActions(state),
    log: state.log.map(({ kind, text, at, who, writtenAt }) => ({ kind, text, at, who, writtenAt })),
    notes: state.notes.map(({ text, at, by }) => ({ text, at, by: by.human })),
    timeline: timelineOf(sources),
    coverage: [...coverageEntries(state), ...missingSources(playbook, state)],
    evidence: collectedOnce(custody).map(reportEvidence),
    overview: sources.overview,
    exercise: null,
    integrity: withCopy(withClocks(integrity, state), state, custody),
    generated: { ...generated, version: VERSION },
  };
}

/** What the times in the journal are worth: the clock they were taken by, beside each account's. */
function withClocks(integrity: Report['integrity'], { accounts }: CaseState): Report['integrity'] {
  const clocks = accounts.flatMap(({ account, clockOffset = null }) =>
    clockOffset === null
      ? []
      : [{ account, offsetMs: clockOffset, text: `this machine's clock was ${clockText(clockOffset)}` }],
  );
  return clocks.length === 0 ? integrity : { ...integrity, clocks };
}

function withCopy(
  integrity: Report['integrity'],
  state: CaseState,
  custody: ReportSources['custody'],
): Report['integrity'] {
  const copy = copyStatus(state, custody);
  return copy === null ? integrity : { ...integrity, copy };
}

function reportCase(playbook: Playbook, state: CaseState): ReportCase {
  const { opened, log } = state;
  const { id, version, sha256, title, frameworks } = playbook;
  return {
    id: opened?.id ?? '',
    mode: opened?.mode ?? 'live',
    label: caseLabel(state),
    playbook: { id, version, sha256, title, frameworks },
    opened: opened?.at ?? '',
    closed: state.closedAt,
    severity: log.findLast(({ kind }) => kind === 'severity')?.text ?? null,
    declared: log.find(({ kind }) => kind === 'declare')?.at ?? null,
    operators: state.operators.filter((name) => name !== 'heptad'),
    tickets: log
      .filter(({ kind }) => kind === 'intake')
      .flatMap(({ text }) => text.match(/\b[A-Z][A-Z0-9]+-\d+\b/g) ?? []),
  };
}

function reportElement(element: ElementDef, playbook: Playbook, state: CaseState): ReportElement {
  const steps = element.steps
    .filter(({ work }) => work.kind !== 'ask')
    .flatMap((step) => reportSteps(step, playbook, state));
  const asked = element.steps.flatMap(({ work }) => (work.kind === 'ask' ? [work.ask] : []));
  const questions = [...asked, ...element.questions].map((question) => reportQuestion(question, state));
  const open =
    questions.some(({ answer, stale }) => answer === null || stale) ||
    steps.some(({ status }) => status === 'open');
  const started =
    steps.some(({ status }) => status !== 'open' && status !== 'not-applicable') ||
    questions.some(({ answer }) => answer !== null);
  return {
    id: element.id,
    title: ELEMENT_TITLES[element.id],
    status: open ? (started ? 'open' : 'not-started') : 'done',
    summary: open && !started ? 'Not looked at yet.' : elementSummary(element, state, questions),
    questions,
    steps,
  };
}

function elementSummary(element: ElementDef, state: CaseState, questions: readonly ReportQuestion[]): string {
  const found = sortedFindings(state).filter((finding) => finding.element === element.id);
  const open = found.filter(({ disposition }) => disposition === 'open');
  const bySeverity = SEVERITIES.flatMap((severity) => {
    const number = open.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [`${number} ${severity}`];
  });
  const findings =
    open.length === 0
      ? 'No open findings'
      : `${counted(open.length, 'open finding')} (${listed(bySeverity)})`;
  const expected = found.length === open.length ? '' : `, ${found.length - open.length} marked expected`;
  const unknown = questions.filter(
    ({ answer, unanswerable: why }) => answer === 'cannot-be-known' || why !== null,
  ).length;
  const blind = unknown === 0 ? '' : `; ${counted(unknown, 'question')} the logs cannot answer`;
  return `${findings}${expected}${blind}.`;
}

function reportQuestion(question: QuestionDef, state: CaseState): ReportQuestion {
  const answer = state.answers[question.id];
  return {
    id: question.id,
    ask: question.ask,
    answer: answer?.answer ?? null,
    why: answer?.why ?? null,
    by: answer?.by.human ?? null,
    at: answer?.at ?? null,
    stale: answer !== undefined && isStale(answer, question, state),
    ...answerability(question, state),
  };
}

/** One line for each run; a step that did not run says why. */
function reportSteps(step: StepDef, playbook: Playbook, state: CaseState): readonly ReportStep[] {
  const units = unitsOf(state, step);
  const runs = units.flatMap((unit) => {
    const run = state.runs[stepKey(step.id, unit)];
    return run === undefined || run.status === 'reset' ? [] : [stepOfRun(step, run, state)];
  });
  if (runs.length > 0) return runs;
  const idle = (status: string, text: string, suspect: Suspect | null = null): ReportStep => ({
    id: step.id,
    title: step.title,
    suspect,
    status,
    rows: null,
    coverage: coverageOf(step, state),
    text,
    result: null,
  });
  if (!applies(playbook, state, step))
    return [idle('not-applicable', 'not run: its condition does not hold in this case')];
  if (units.length === 0) return [idle('not-applicable', 'not run: no suspect of its kinds is followed')];
  return [idle('open', 'not run yet')];
}

/** What a step would rest on, where nothing was asked of its sources. */
function coverageOf({ sources }: StepDef, state: CaseState): StepCoverage {
  return coverageBehind(state, sources, state.opened?.scope ?? WHOLE);
}

function stepOfRun(step: StepDef, run: StepRun, state: CaseState): ReportStep {
  return {
    id: step.id,
    title: step.title,
    suspect: run.suspect,
    status: run.status === 'skipped' ? 'skipped' : run.failed === null ? 'done' : 'failed',
    rows: run.rows,
    coverage: run.status === 'skipped' ? coverageOf(step, state) : run.coverage,
    text: runText(run),
    result: run.result,
  };
}

function runText(run: StepRun): string {
  if (run.status === 'skipped') return `skipped: ${run.why ?? ''}`;
  if (run.failed !== null) return run.failed;
  if (run.rows === null) return 'read';
  return run.rows === 0 ? nothingFoundText(run.coverage) : counted(run.rows, 'row');
}

function sortedFindings(state: CaseState): readonly Finding[] {
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
  return Object.values(state.findings).toSorted(
    (a, b) => rank(a) - rank(b) || (a.first ?? '').localeCompare(b.first ?? '') || a.id.localeCompare(b.id),
  );
}

/** Sources that the playbook asks and the case has nothing of: the reader should see them beside the others. */
function missingSources(playbook: Playbook, state: CaseState): Report['coverage'] {
  const asked = new Set(
    playbook.elements.flatMap(({ steps, questions }) =>
      [...steps, ...questions].flatMap(({ sources }) => sources),
    ),
  );
  const present = new Set(coverageEntries(state).map(({ source }) => source));
  return SOURCE_IDS.filter((source) => asked.has(source) && !present.has(source)).map((source) => ({
    source,
    account: null,
    region: null,
    from: null,
    to: null,
    status: 'not-collected' as const,
    detail: `no record of ${SOURCES[source]} is among the logs`,
    records: 0,
    stretches: [],
  }));
}

/** Work that was cut off between its result and its entry was done again: the same result of it is listed once. */
function collectedOnce(custody: ReportSources['custody']): ReportSources['custody'] {
  const seen = new Set<string>();
  return custody.filter(({ sha256, source, batch }) => {
    const key = `${sha256} ${batch.collector} ${source}`;
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
}

function reportEvidence({
  sha256,
  size,
  source,
  batch,
}: CustodyRecord & { readonly batch: EvidenceBatch }): ReportEvidence {
  return { sha256, size, source, collectedAt: batch.endedAt, collector: batch.collector };
}
