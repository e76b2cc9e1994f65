import type { StepCoverage } from '../model/coverage.ts';
import type { Board } from '../model/board.ts';
import type { Finding } from '../model/finding.ts';
import type { LogKind } from '../model/log-kind.ts';
import type { Plan } from '../model/plan.ts';
import type { Column, Row } from '../model/row.ts';
import type { Suspect, SuspectProposal } from '../model/suspect.ts';
import type { CloudIdentity } from './cloud.ts';

/** Where the walk stands, and what every prompt shows. */
export interface Position {
  readonly caseId: string;
  /** `REAL 111122223333 us-east-1`, `SIMULATED …`, `LOGS ONLY`. */
  readonly label: string;
  readonly element: { readonly title: string; readonly index: number; readonly of: number };
  /** Null between steps (questions, suspects). */
  readonly step: { readonly id: string; readonly index: number; readonly of: number } | null;
}

/** A step that ran: what was asked, of which source, and what came of it. */
export interface StepView {
  readonly position: Position;
  readonly title: string;
  readonly why: string;
  readonly suspect: Suspect | null;
  /** The sources asked, in words. */
  readonly sources: readonly string[];
  /** The statement or call as it ran; null for notes. */
  readonly asked: string | null;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly truncated: boolean;
  readonly show: readonly string[];
  readonly coverage: StepCoverage;
  readonly findings: readonly Finding[];
  /** Text of a note step; the reason a step could not be done. */
  readonly note: string | null;
  readonly failed: string | null;
}

export interface QuestionView {
  readonly position: Position;
  readonly id: string;
  readonly ask: string;
  readonly why: string;
  readonly choices: readonly string[];
  readonly findings: readonly Finding[];
  readonly suggestion: string | null;
  /** Whether the logs in hand can answer it at all, in words; null when they can. */
  readonly unanswerable: string | null;
  readonly earlier: { readonly answer: string; readonly stale: boolean } | null;
}

export interface SuspectsView {
  readonly position: Position;
  readonly proposals: readonly SuspectProposal[];
}

/** What the responder does at a prompt. `continue` at a question or a batch of suspects is never given. */
export type Command =
  | { readonly do: 'continue' }
  | { readonly do: 'answer'; readonly answer: string; readonly why: string | null }
  | { readonly do: 'suspects'; readonly follow: readonly Suspect[]; readonly reject: readonly Suspect[] }
  | { readonly do: 'skip'; readonly why: string }
  | { readonly do: 'rerun' }
  | { readonly do: 'note'; readonly text: string }
  | { readonly do: 'log'; readonly kind: LogKind; readonly text: string }
  | { readonly do: 'jump'; readonly to: string }
  | { readonly do: 'sql'; readonly sql: string }
  | { readonly do: 'keep-row'; readonly row: Row; readonly as: 'kept' | 'pinned'; readonly title: string }
  | {
      readonly do: 'raise';
      readonly row: Row;
      readonly title: string;
      readonly severity: string;
      readonly why: string;
    }
  | { readonly do: 'expect'; readonly finding: string; readonly why: string }
  /** What cannot wait: an action with its parameters, `iam/disable-access-key accessKeyId=AKIA…`. */
  | { readonly do: 'contain'; readonly action: string }
  /** The containment board: what is known, what covers it, and what is to be put together. */
  | { readonly do: 'board' }
  | { readonly do: 'leave' };

/** An account before it is used for anything but telling whose it is. */
export interface AccountView {
  readonly identity: CloudIdentity;
  /** Accounts that are new to the case and reached from that identity: they are what is asked about. */
  readonly members?: readonly CloudIdentity[];
}

/** A plan before anything is changed. */
export interface PlanView {
  /** `REAL 111122223333 us-east-1`. */
  readonly label: string;
  readonly caseName: string;
  /** The journal entry of the plan. */
  readonly entry: number;
  /** The step that offered it, or null. */
  readonly step: string | null;
  readonly title: string;
  readonly plan: Plan;
  readonly planSha256: string;
  /** The calls as AWS CLI commands, in the same order. */
  readonly commands: readonly string[];
  readonly mistakes: readonly string[];
  /** Evidence that goes when it is applied. */
  readonly keepFirst: readonly string[];
  /** Footholds that stay open when this is done alone: whoever holds them is warned. */
  readonly alive: readonly string[];
  /** Whether one approval for everything may cover it: only on this machine's own endpoint. */
  readonly loopback: boolean;
}

/** Plans that are approved together. */
export interface SetView {
  readonly label: string;
  readonly caseName: string;
  /** The journal entry of the set. */
  readonly entry: number;
  readonly plans: readonly PlanView[];
  readonly setSha256: string;
  /** Footholds that stay open when all of it is done. */
  readonly alive: readonly string[];
  readonly loopback: boolean;
}

/** What the responder says to a set. */
export type SetDecision =
  | PlanDecision
  /** The plans are decided one by one. */
  | { readonly do: 'each' };

/** The board, at a prompt. */
export interface BoardView {
  readonly label: string;
  readonly caseName: string;
  readonly board: Board;
}

/** Before the first change of a case. */
export interface PreservationView {
  readonly label: string;
  readonly caseName: string;
  /** What would be read and kept as evidence. */
  readonly keeps: readonly string[];
  /** Log groups that would be held, by plans of their own. */
  readonly holds: readonly string[];
  /** What could not be looked at, and why. */
  readonly unread: readonly string[];
}

/** `keep-reads`: nobody could be asked, so that what changes nothing is kept and the rest stays offered. */
export type PreservationDecision =
  | { readonly do: 'keep'; readonly why: null }
  | { readonly do: 'keep-reads'; readonly why: string }
  | { readonly do: 'decline'; readonly why: string };

/** What the responder says to a plan. */
export type PlanDecision =
  | { readonly do: 'approve'; readonly how: 'typed' | 'file' }
  | { readonly do: 'decline'; readonly why: string }
  /** Neither yet: it stays planned. */
  | { readonly do: 'later' };

/** A line that whoever wires a case adds to every menu. What it does ends at the menu again. */
export interface ExtraChoice {
  readonly name: string;
  readonly description: string;
  /** What can be chosen then; none = choosing the line does it. */
  readonly among: readonly { readonly name: string; readonly value: string }[];
  /** Does it, and gives what there is to tell. */
  readonly act: (chosen: string | null) => Promise<string>;
}

/** A place the responder can jump to. */
export interface Place {
  readonly id: string;
  readonly title: string;
  readonly status: string;
}

export interface SqlView {
  readonly position: Position;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly truncated: boolean;
  readonly coverageText: string;
}

/**
 * The person at the case, or the answers file that stands for one. A responder that has no answer throws
 * `PausedError` naming the prompt; the case stays intact.
 */
export interface Responder {
  atStep(view: StepView, places: () => readonly Place[]): Promise<Command>;
  /** Before a step runs: a reason to pass it over, if the responder has given one beforehand. */
  skips(step: string): string | null;
  atQuestion(view: QuestionView, places: () => readonly Place[]): Promise<Command>;
  atSuspects(view: SuspectsView, places: () => readonly Place[]): Promise<Command>;
  /** The result of the responder's own SQL: keep or raise a row, or go on. */
  atRows(view: SqlView): Promise<Command>;
  /** Whether this account may be worked in. */
  atAccount(view: AccountView): Promise<boolean>;
  atPlan(view: PlanView): Promise<PlanDecision>;
  atSet(view: SetView): Promise<SetDecision>;
  /** Entries of the board to be contained together, in this order; none = back. */
  atBoard(view: BoardView): Promise<readonly number[]>;
  atPreservation(view: PreservationView): Promise<PreservationDecision>;
  /** Findings the responder named as expected beforehand, with the reason. */
  expected(finding: string): string | null;
  /** One line about what is going on (`reading 312 of 4,000 files`), or null to clear it. */
  progress(line: string | null): void;
  /** Something to know that asks for nothing. */
  tell(line: string): void;
  /** Something is wrong with what was just typed (SQL, a time); the prompt comes again. */
  complain(error: Error): void;
}
