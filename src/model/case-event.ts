import type {
  ActionOffered,
  ActionPlanned,
  HandedOver,
  ActionDecided,
  CallAnswered,
  EffectProof,
  ReadBack,
} from './action-event.ts';
import type { SetDecided, SetPlanned } from './action-set.ts';
import type { MadeCall } from './cloud-call.ts';
import type { CollectionAdvanced, CollectionPlanned, Narrowing } from './collection.ts';
import type { CoverageEntry, StepCoverage } from './coverage.ts';
import type { ElementId } from './element.ts';
import type { EvidenceBatch } from './evidence.ts';
import type { DestinationWish, EvidenceCopied, EvidenceDestination } from './evidence-copy.ts';
import type { RaisedFinding } from './finding.ts';
import type { LogKind } from './log-kind.ts';
import type { InputValue } from './playbook.ts';
import type { InjectDelivered, PlayDirected, PlayOpened } from './play-event.ts';
import type { PreservationDecided } from './preservation.ts';
import type { Scope } from './scope.ts';
import type { Suspect, SuspectDecision, SuspectProposal } from './suspect.ts';
import type { WatchRound } from './watch.ts';

/** The names of what happens in a case, each with what its journal entry holds. */
export interface CaseEvents {
  'case-opened': CaseOpened;
  /** The holder went on with the case: its arguments must be those it was opened with. */
  'case-resumed': { readonly version: string };
  'case-paused': { readonly prompt: string };
  'case-finished': { readonly generation: number };
  'case-closed': { readonly note: string };
  /** More places to read were named (`run --logs`, `collect --logs`). */
  'logs-named': { readonly paths: readonly string[] };
  'evidence-stored': EvidenceBatch;
  'content-sealed': ContentSealed;
  'content-opened': ContentOpened;
  /** A report was made with everything that is otherwise taken out of it. */
  'report-unredacted': ContentOpened;
  /** The lake stands on all evidence up to here; steps run on an older generation are out of date. */
  'lake-built': LakeBuilt;
  'coverage-declared': { readonly reason: string };
  /** A person has looked at what the step gave; until then it is shown again after a crash. */
  'step-seen': StepRef;
  'step-finished': StepFinished;
  'step-skipped': StepRef & { readonly why: string };
  /** The responder wants the step run again. */
  'step-reset': { readonly step: string };
  'suspect-decided': { readonly suspects: readonly Suspect[]; readonly decision: SuspectDecision };
  'finding-marked': { readonly finding: string; readonly expected: boolean; readonly why: string };
  'finding-raised': RaisedFinding & { readonly why: string };
  'question-answered': QuestionAnswered;
  /** To be answered later; the walk goes on without it. */
  'question-deferred': { readonly question: string; readonly why: string | null };
  jumped: { readonly to: string | null };
  'note-added': { readonly text: string; readonly request: string | null };
  'log-added': LogAdded;
  'query-run': QueryRun;
  'row-kept': {
    readonly what: 'kept' | 'pinned';
    readonly title: string;
    readonly at: string | null;
    readonly event: string | null;
    readonly result: string;
  };
  'set-aside': {
    readonly what: string;
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
  };
  'request-refused': { readonly request: string; readonly why: string };
  /** Accounts to work in besides the operator's own were named. */
  /** The case is to work in the account of whoever's credentials are at hand, whether it was reached yet or not. */
  'account-wanted': AccountWanted;
  'accounts-named': AccountsNamed;
  /** Whose roles are assumed in the organization's accounts, as it listed them once: the case stays with these. */
  'organization-listed': { readonly roles: readonly string[] };
  /** An account of the organization could not be entered: nothing in it is seen. */
  'account-refused': { readonly account: string; readonly role: string; readonly why: string };
  /** An account was reached and its identity confirmed. */
  'account-connected': AccountConnected;
  /** Our own footprints: calls by their request ids, in batches. */
  'calls-made': { readonly calls: readonly MadeCall[] };
  /** What is collected from an account: the window stays the same however often it is gone on with. */
  'collection-planned': CollectionPlanned;
  /** A collector came so far in a Region: what it kept is on disk. */
  'collection-advanced': CollectionAdvanced;
  /** Where evidence is to be copied to was named; the place was not reached yet. */
  'evidence-wished': DestinationWish;
  /** The place evidence is copied to was reached, and what it is. */
  'evidence-destination': EvidenceDestination;
  /** Files that lie at the destination with the hashes they have here. */
  'evidence-copied': EvidenceCopied;
  /** The responder wants no more copied. */
  'evidence-copy-ended': { readonly why: string };
  /** A step's rows gave reason to contain something; nothing was planned yet. */
  'action-offered': ActionOffered;
  'action-planned': ActionPlanned;
  'action-decided': ActionDecided;
  /** Plans that are approved together and run back to back. */
  'set-planned': SetPlanned;
  'set-decided': SetDecided;
  /** Before the first change: what was kept, or why nothing was. */
  'preservation-decided': PreservationDecided;
  /** Another team carries a plan out; heptad only reads it back. */
  'action-handed-over': HandedOver;
  /** The account changed between plan and run: the approval covers nothing any more. */
  'action-voided': { readonly plan: number; readonly difference: readonly string[] };
  /** About to be made; on disk before the call leaves. */
  'call-intended': { readonly plan: number; readonly index: number };
  'call-answered': CallAnswered;
  'action-read-back': ReadBack;
  'action-proved': EffectProof;
  /** The account was looked at again after containment. */
  'watch-round': WatchRound;
  /** The account of this case is a scenario's, and an intruder plays in it. */
  'play-opened': PlayOpened;
  'inject-delivered': InjectDelivered;
  /** The facilitator paused, sent, marked or noted something. */
  'play-directed': PlayDirected;
}

export type EventKind = keyof CaseEvents;

/** Something that happened, not yet in the journal. */
export type CaseEvent = { [K in EventKind]: { readonly kind: K; readonly data: CaseEvents[K] } }[EventKind];

/** Who: the person at the keyboard and, where there is one, the AWS identity. */
export interface Operator {
  readonly human: string;
  readonly identity: string | null;
}

/** A line of the journal. `hash` is the SHA-256 of the canonical form of all other fields; `prev` chains them. */
export type JournalEntry = CaseEvent & {
  readonly seq: number;
  readonly at: string;
  readonly by: Operator;
  readonly prev: string;
  readonly hash: string;
};

export interface CaseOpened {
  readonly id: string;
  /** Wiring, for the label at every prompt; nothing in the engine reads it. */
  readonly mode: 'live' | 'tabletop' | 'training';
  /** `REAL`, `SIMULATED` or `LOGS ONLY`: what stands at every prompt. */
  readonly label: string;
  readonly playbook: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly inputs: Readonly<Record<string, InputValue>>;
  readonly scope: Scope;
  readonly suspects: readonly Suspect[];
  readonly version: string;
  readonly organization: string | null;
  /** The detection rules of the case, from when it was opened; a case whose playbook runs none has none. */
  readonly rules?: PinnedRules;
  /** What is new is told by it; a case without one tells what is new within its logs alone. */
  readonly baseline?: PinnedBaseline;
}

/** What was usual before the incident, as it was given when the case was opened. */
export interface PinnedBaseline {
  /** SHA-256 of the evidence that holds it. */
  readonly sha256: string;
  readonly account: string;
  readonly from: string;
  readonly to: string;
}

export interface PinnedRules {
  /** SHA-256 of the evidence that holds them. */
  readonly sha256: string;
  /** Files of the responder's own (`--rules`). */
  readonly given: number;
}

export interface AccountWanted {
  /** The Regions to collect from; empty = all that the account has enabled. */
  readonly regions: readonly string[];
  /** Of event history only these events; left out = all. */
  readonly narrowing?: Narrowing;
}

export interface AccountsNamed {
  /** ARNs of roles that are assumed from the operator's identity. */
  readonly roles: readonly string[];
  /** The name of a role that every active account of the organization has; null = the organization is not asked. */
  readonly organizationRole: string | null;
}

export interface AccountConnected {
  readonly account: string;
  /** Who we are there. */
  readonly arn: string;
  readonly userId: string;
  readonly label: 'REAL' | 'SIMULATED';
  /** Where calls go when not to AWS itself. */
  readonly endpoint: string | null;
  readonly region: string;
  /** Stands in the user agent of every call of this case. */
  readonly token: string;
  /** The role that was assumed to get there; null = the operator's own credentials. */
  readonly via?: string | null;
  /** This machine's clock less the account's, in milliseconds; null = the account told no time. */
  readonly clockOffset?: number | null;
}

export interface StepRef {
  readonly step: string;
  /** The suspect a per-suspect step runs for. */
  readonly suspect: Suspect | null;
}

/** Prompts and answers are kept sealed from here on; told before the first evidence. */
export interface ContentSealed {
  /** age recipients, each of whom can open alone. */
  readonly recipients: readonly string[];
  /** Base64 of a key that is sealed for them: what is derived from opened content is covered by tokens made with it. */
  readonly tokenKey: string;
}

/** Somebody opened sealed content, in memory, as long as one command ran. */
export interface ContentOpened {
  readonly reason: string;
  /** What for: `resume`, `logs query` and the statement … */
  readonly use: string;
  readonly request: string | null;
}

export interface LakeBuilt {
  readonly generation: number;
  /** Steps on this generation saw sealed prompts and answers, which had been opened. */
  readonly opened?: true;
  readonly events: number;
  readonly invocations: number;
  readonly problems: number;
  readonly files: number;
  readonly coverage: readonly CoverageEntry[];
}

export interface StepFinished extends StepRef {
  readonly element: ElementId;
  readonly generation: number;
  /** How many rows the work gave; null where it gives none (a note) or could not be done. */
  readonly rows: number | null;
  /** SHA-256 of the kept result (JSON), or null. */
  readonly result: string | null;
  readonly coverage: StepCoverage;
  readonly findings: readonly RaisedFinding[];
  readonly proposals: readonly SuspectProposal[];
  /** Why the work could not be done, in a sentence; null when it was. */
  readonly failed: string | null;
}

export interface QuestionAnswered {
  readonly question: string;
  readonly answer: string;
  readonly why: string | null;
  readonly generation: number;
  readonly suggested: string | null;
  /** The findings that bore on the question when it was answered, with their counts: a change makes the answer stale. */
  readonly basis: Readonly<Record<string, number>>;
}

export interface LogAdded {
  readonly kind: LogKind;
  readonly text: string;
  /** When it happened, as the person said; the entry's own time says when it was written down. */
  readonly at: string;
  readonly who: string;
  readonly request: string | null;
}

export interface QueryRun {
  readonly sql: string;
  readonly params: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly result: string | null;
  readonly coverage: StepCoverage;
}
