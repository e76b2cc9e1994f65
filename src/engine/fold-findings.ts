import type { CaseState, StepRun } from '../model/case-state.ts';
import { type Finding, MOST_EVENTS_LISTED, type RaisedFinding } from '../model/finding.ts';
import { worse } from '../model/severity.ts';

/** Takes in a run of a step: its findings replace those of the step's earlier run for the same suspect. */
export function withRun(state: CaseState, key: string, run: StepRun): CaseState {
  const runs = { ...state.runs, [key]: run };
  return { ...state, runs, focus: null, unseen: key, findings: findingsOf(runs, state.findings) };
}

/** Forgets a step's runs, so that it runs again; what its earlier runs found stays until then. */
export function withoutRuns(state: CaseState, step: string): CaseState {
  const runs = Object.fromEntries(
    Object.entries(state.runs).map(([key, run]) => [
      key,
      run.step === step ? { ...run, status: 'reset' as const } : run,
    ]),
  );
  return { ...state, runs, finished: false };
}

export function withMark(
  state: CaseState,
  mark: { readonly finding: string; readonly expected: boolean; readonly why: string },
): CaseState {
  const finding = state.findings[mark.finding];
  if (finding === undefined) return state;
  const marked: Finding = { ...finding, disposition: mark.expected ? 'expected' : 'open', reason: mark.why };
  return withFinding(state, marked);
}

export function withFinding(state: CaseState, finding: Finding): CaseState {
  return { ...state, findings: { ...state.findings, [finding.id]: finding } };
}

/** Where findings come from that no run of a step gave, and no run takes back. */
const OUTSIDE_RUNS: ReadonlySet<string> = new Set(['manual', 'collection']);

/** A finding raised outside of steps; one that was raised before (of another Region, or before a crash) grows. */
export function withRaised(state: CaseState, raised: RaisedFinding, reason: string): CaseState {
  const before = state.findings[raised.id];
  if (before === undefined || before.step !== raised.step)
    return withFinding(state, { ...raised, disposition: 'open', reason });
  return withFinding(state, { ...before, ...merged(before, raised) });
}

/** The findings of all runs as they stand; what the responder said of one stays with its id. */
function findingsOf(runs: CaseState['runs'], before: CaseState['findings']): CaseState['findings'] {
  const findings: Record<string, Finding> = {};
  for (const [id, finding] of Object.entries(before))
    if (OUTSIDE_RUNS.has(finding.step)) findings[id] = finding;
  for (const run of Object.values(runs)) {
    for (const raised of run.findings) {
      const own = findings[raised.id];
      const { disposition, reason } = before[raised.id] ?? { disposition: 'open', reason: null };
      findings[raised.id] =
        own === undefined ? { ...raised, disposition, reason } : { ...own, ...merged(own, raised) };
    }
  }
  return findings;
}

/**
 * One finding of two runs. Where both list all their events the count is that of the distinct ones; where a list was
 * cut, the larger count is the one that is sure.
 */
function merged(a: RaisedFinding, b: RaisedFinding): RaisedFinding {
  const worst = worse(a.severity, b.severity) === a.severity ? a : b;
  const events = union(a.events, b.events);
  const whole = a.count === a.events.length && b.count === b.events.length;
  return {
    ...worst,
    count: whole ? events.length : Math.max(a.count, b.count, events.length),
    first: earliest(a.first, b.first),
    last: latest(a.last, b.last),
    principals: union(a.principals, b.principals),
    sourceIps: union(a.sourceIps, b.sourceIps),
    events: events.slice(0, MOST_EVENTS_LISTED),
    evidence: union(a.evidence, b.evidence),
  };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}

export function earliest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b < a) ? b : a;
}

export function latest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}
