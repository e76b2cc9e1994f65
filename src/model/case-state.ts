import type { ActionOffered } from './action-event.ts';
import type { ActionSet } from './action-set.ts';
import type { ActionState } from './action-state.ts';
import type {
  AccountConnected,
  AccountsNamed,
  AccountWanted,
  CaseOpened,
  LakeBuilt,
  LogAdded,
  Operator,
  QueryRun,
  QuestionAnswered,
  StepFinished,
} from './case-event.ts';
import type { CollectionAdvanced, CollectionPlanned } from './collection.ts';
import type { EvidenceBatch } from './evidence.ts';
import type { DestinationWish, EvidenceCopy } from './evidence-copy.ts';
import type { Finding } from './finding.ts';
import type { PreservationDecided } from './preservation.ts';
import type { Suspect, SuspectDecision, SuspectProposal } from './suspect.ts';

/** Everything known about a case: a fold over its journal, and nothing else. */
export interface CaseState {
  readonly opened: (CaseOpened & Stamp) | null;
  readonly lastSeq: number;
  readonly lastAt: string | null;
  readonly head: string;
  readonly logPaths: readonly string[];
  readonly evidence: readonly EvidenceBatch[];
  /** age recipients for whom prompts and answers are sealed; null = the case keeps everything as it was collected. */
  readonly recipients: readonly string[] | null;
  readonly lake: LakeBuilt | null;
  readonly declaredComplete: string | null;
  /** By `stepKey`: the latest run of each step (of each suspect, where it runs per suspect). */
  readonly runs: Readonly<Record<string, StepRun>>;
  readonly suspects: Readonly<Record<string, SuspectState>>;
  readonly findings: Readonly<Record<string, Finding>>;
  readonly answers: Readonly<Record<string, Answer>>;
  /** Questions put off. */
  readonly deferred: readonly string[];
  readonly notes: readonly (Stamp & { readonly text: string })[];
  readonly log: readonly (LogAdded & { readonly writtenAt: string; readonly by: Operator })[];
  readonly queries: readonly (QueryRun & Stamp)[];
  readonly kept: readonly KeptRow[];
  readonly setAside: readonly (Stamp & { readonly what: string; readonly file: string })[];
  /** The key of the latest run that nobody has looked at yet. */
  readonly unseen: string | null;
  /** A step or question the responder jumped to. */
  readonly focus: string | null;
  /** Accounts that were reached, each once. */
  readonly accounts: readonly AccountConnected[];
  /** That the case works in an account, and the Regions asked for; null = logs alone. */
  readonly wanted: AccountWanted | null;
  /** Roles of other accounts that belong to the case: given, and as the organization listed them (null = not yet). */
  readonly reach: AccountsNamed & { readonly listed: readonly string[] | null };
  /** Accounts of the organization that could not be entered, and why. */
  readonly refused: readonly { readonly account: string; readonly role: string; readonly why: string }[];
  /** What is to be collected, by account; and how far each collector came, by `collectionKey`. */
  readonly collections: readonly CollectionPlanned[];
  readonly collected: Readonly<Record<string, CollectionAdvanced>>;
  /** The copy of the evidence in another account; null = none was asked for. */
  readonly evidenceCopy: EvidenceCopy | null;
  /** Where evidence is to be copied to, while that place was not reached; null = no place is waiting. */
  readonly evidenceWished: DestinationWish | null;
  /** Plans by the journal entry they were written in. */
  readonly actions: Readonly<Record<number, ActionState>>;
  /** What steps offered, by key. */
  readonly offers: Readonly<Record<string, OfferState>>;
  /** Sets of plans by the journal entry they were written in. */
  readonly sets: Readonly<Record<number, ActionSet>>;
  /** What was kept before the first change; null = nobody was asked yet. */
  readonly preservation: (PreservationDecided & Stamp) | null;
  /** Requests from the inbox that are journaled already. */
  readonly requests: readonly string[];
  readonly pausedAt: string | null;
  readonly finished: boolean;
  readonly closedAt: string | null;
  readonly operators: readonly string[];
}

export interface Stamp {
  readonly seq: number;
  readonly at: string;
  readonly by: Operator;
}

export type StepRun = Stamp &
  StepFinished & { readonly status: 'done' | 'skipped' | 'reset'; readonly why: string | null };

export interface SuspectState extends Suspect {
  readonly decision: SuspectDecision | 'proposed';
  /** Why it is suspected; `given` for an input. */
  readonly why: readonly SuspectProposal[];
  readonly origin: 'input' | 'finding';
}

export interface Answer extends QuestionAnswered, Stamp {
  readonly earlier: readonly (Stamp & { readonly answer: string; readonly why: string | null })[];
}

export interface OfferState extends ActionOffered, Stamp {
  readonly status: 'offered' | 'declined' | 'planned';
  readonly why: string | null;
}

export interface KeptRow extends Stamp {
  readonly what: 'kept' | 'pinned';
  readonly title: string;
  readonly eventAt: string | null;
  readonly event: string | null;
  readonly result: string;
}

/** The key of a step's run: the step id, and the suspect it ran for. */
export function stepKey(step: string, suspect: Suspect | null): string {
  return suspect === null ? step : `${step} ${suspect.kind}:${suspect.value}`;
}

/** The key of one collector's work in one Region of one collection. */
export function collectionKey(
  { account, from, to, narrowing }: Pick<CollectionPlanned, 'account' | 'from' | 'to' | 'narrowing'>,
  { collector, region }: Pick<CollectionAdvanced, 'collector' | 'region'>,
): string {
  const only = narrowing === undefined ? '' : ` ${narrowing.attribute}=${narrowing.value}`;
  return `${account} ${from} ${to} ${collector} ${region}${only}`;
}
