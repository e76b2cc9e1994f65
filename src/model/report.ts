import type { CoverageEntry, StepCoverage } from './coverage.ts';
import type { ElementId } from './element.ts';
import type { Finding } from './finding.ts';
import type { Debrief } from './debrief.ts';
import type { Frameworks } from './mapping.ts';
import type { Overview } from './overview.ts';
import type { Scope } from './scope.ts';
import type { Suspect } from './suspect.ts';

/** The report, as `report --format json` gives it (schemas/report.schema.json). html and md render this. */
export interface Report {
  readonly case: ReportCase;
  readonly scope: Scope;
  readonly suspects: readonly ReportSuspect[];
  readonly elements: readonly ReportElement[];
  readonly findings: readonly Finding[];
  readonly actions: readonly ReportAction[];
  readonly log: readonly ReportLogEntry[];
  readonly notes: readonly ReportNote[];
  readonly timeline: readonly TimelineEntry[];
  readonly coverage: readonly ReportCoverage[];
  readonly evidence: readonly ReportEvidence[];
  /** How the workload stands over the logs of the case; null where the lake of the case is not complete. */
  readonly overview: Overview | null;
  /** Of an exercise that is over: the score, both sides of the story, what to practise. */
  readonly exercise: Debrief | null;
  readonly integrity: {
    readonly entries: number;
    readonly head: string;
    readonly ok: boolean;
    readonly detail: string;
    /** For each account that told its time. */
    readonly clocks?: readonly ReportClock[];
    /** The copy in another account, where there is one. */
    readonly copy?: ReportCopy;
  };
  readonly generated: { readonly at: string; readonly by: string; readonly version: string };
}

export interface ReportCase {
  readonly id: string;
  readonly mode: 'live' | 'tabletop' | 'training';
  readonly label: string;
  readonly playbook: {
    readonly id: string;
    readonly version: string;
    readonly sha256: string;
    readonly title: string;
    readonly frameworks: Frameworks;
  };
  readonly opened: string;
  readonly closed: string | null;
  readonly severity: string | null;
  readonly declared: string | null;
  readonly operators: readonly string[];
  readonly tickets: readonly string[];
}

export interface ReportSuspect extends Suspect {
  readonly decision: string;
  readonly origin: string;
  readonly why: readonly string[];
}

export interface ReportElement {
  readonly id: ElementId;
  readonly title: string;
  /** `done`, `open` or `not-started`. */
  readonly status: string;
  /** One sentence: how many findings of which severity, and what could not be seen. */
  readonly summary: string;
  readonly questions: readonly ReportQuestion[];
  readonly steps: readonly ReportStep[];
}

/** What of the evidence lies in another account, each file confirmed by its hash. */
export interface ReportCopy {
  readonly destination: string;
  readonly account: string;
  /** What the bucket does against deletion. */
  readonly lock: string;
  /** Packs, single files and manifests the case has. */
  readonly files: number;
  readonly confirmed: number;
  /** The journal's head that lies there. */
  readonly head: { readonly seq: number; readonly hash: string; readonly at: string } | null;
  readonly text: string;
}

/** How this machine's clock stood beside an account's when it was last reached. */
export interface ReportClock {
  readonly account: string;
  /** Milliseconds; ahead of the account's when positive. */
  readonly offsetMs: number;
  readonly text: string;
}

export interface ReportQuestion {
  readonly id: string;
  readonly ask: string;
  readonly answer: string | null;
  readonly why: string | null;
  readonly by: string | null;
  readonly at: string | null;
  readonly stale: boolean;
  /** Why the logs in hand cannot answer it, or null when they can. */
  readonly unanswerable: string | null;
  /** What they leave out of an answer they can give; null when nothing but their being as supplied. */
  readonly limits: string | null;
}

export interface ReportStep {
  readonly id: string;
  readonly title: string;
  readonly suspect: Suspect | null;
  readonly status: string;
  readonly rows: number | null;
  readonly coverage: StepCoverage;
  /** What the step says: the number of rows, the honest sentence for none, why it was skipped or failed. */
  readonly text: string;
  readonly result: string | null;
}

export type ActionStatus =
  | 'offered'
  | 'declined'
  | 'planned'
  | 'approved'
  | 'applied'
  | 'verified'
  | 'failed'
  | 'partial'
  | 'void'
  | 'undone'
  | 'external';

export interface ReportAction {
  readonly id: string;
  readonly action: string;
  readonly status: ActionStatus;
  readonly target: string;
  readonly calls: readonly unknown[];
  readonly planSha256: string | null;
  readonly approvedBy: readonly string[];
  readonly executedBy: string | null;
  readonly at: string;
  readonly verification: string | null;
}

export interface ReportLogEntry {
  readonly kind: string;
  readonly text: string;
  readonly at: string;
  readonly who: string;
  readonly writtenAt: string;
}

export interface ReportNote {
  readonly text: string;
  readonly at: string;
  readonly by: string;
}

/** `kind`: `finding` (a cited event), `pinned`, `case`, `log`, `note`, `answer`. */
export interface TimelineEntry {
  readonly at: string;
  readonly kind: string;
  readonly title: string;
  readonly event: string | null;
}

export type ReportCoverage = CoverageEntry;

export interface ReportEvidence {
  readonly sha256: string;
  readonly size: number;
  readonly source: string;
  readonly collectedAt: string;
  readonly collector: string;
}
