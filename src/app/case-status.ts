import { type CaseReading, readCase } from '../case/case-folder.ts';
import { holderOf } from '../case/lock.ts';
import { join } from 'node:path';
import { counted } from '../base/text.ts';
import { foldJournal } from '../engine/apply.ts';
import { next } from '../engine/next.ts';
import { isHandedOver, isInForce, isSeenToFail } from '../model/action-state.ts';
import type { CaseState } from '../model/case-state.ts';
import { ELEMENT_TITLES } from '../model/element.ts';
import type { Playbook } from '../model/playbook.ts';
import { SEVERITIES } from '../model/severity.ts';
import type { CustodyRecord } from '../model/evidence.ts';
import { copyStatus, waitingText } from './evidence-copy/copy-status.ts';
import { caseLabel } from './case-label.ts';
import { playbookOf } from './case-playbook.ts';
import { inForceText } from './report-actions.ts';

/** Where a case stands, as `status --json` gives it. */
export interface CaseStatus {
  readonly id: string;
  readonly folder: string;
  readonly playbook: string;
  readonly label: string;
  readonly opened: string;
  readonly closed: string | null;
  /** `open`, `paused`, `walked` (nothing left to do) or `closed`. */
  readonly status: string;
  /** What is next, in words. */
  readonly next: string;
  readonly heldBy: string | null;
  readonly elements: readonly {
    readonly title: string;
    readonly steps: number;
    readonly done: number;
    readonly questions: number;
    readonly answered: number;
  }[];
  readonly findings: Readonly<Record<string, number>>;
  readonly suspects: Readonly<Record<string, number>>;
  readonly events: number;
  readonly invocations: number;
  readonly problems: number;
  readonly entries: number;
  readonly head: string;
  /** Plans that wait for an approval, containment in force, and containment that was seen not to hold, a line each. */
  readonly waiting: readonly string[];
  readonly inForce: readonly string[];
  readonly notHolding: readonly string[];
  /** What of the evidence lies in another account; null where none is copied. */
  readonly copy: string | null;
  /** age recipients for whom prompts and answers are sealed; null = they lie open in the case. */
  readonly sealedFor: readonly string[] | null;
}

export async function caseStatus(folder: string): Promise<CaseStatus> {
  const reading = readCase(folder);
  const state = foldJournal(reading.entries);
  const playbook = await playbookOf(reading.entries, reading);
  return { ...statusOf(reading, state, playbook), copy: await copyText(reading, state) };
}

async function copyText(reading: CaseReading, state: CaseState): Promise<string | null> {
  const { evidenceWished: wished } = state;
  if (state.evidenceCopy === null) return wished === null ? null : waitingText(wished);
  const custody: CustodyRecord[] = [];
  for await (const record of reading.custody()) custody.push(record);
  return copyStatus(state, custody)?.text ?? null;
}

function statusOf(
  { folder, entries }: CaseReading,
  state: CaseState,
  playbook: Playbook,
): Omit<CaseStatus, 'copy'> {
  const holder = holderOf(join(folder, 'lock'));
  const findings = Object.values(state.findings);
  return {
    id: state.opened?.id ?? '',
    folder,
    playbook: `${playbook.id} ${playbook.version}`,
    label: caseLabel(state),
    opened: state.opened?.at ?? '',
    closed: state.closedAt,
    status: statusWord(state),
    next: nextText(playbook, state),
    heldBy:
      holder === null ? null : `${holder.human} (pid ${holder.pid} on ${holder.host}, since ${holder.since})`,
    elements: playbook.elements.map((element) => ({
      title: ELEMENT_TITLES[element.id],
      steps: element.steps.length,
      done: element.steps.filter(
        (step) =>
          Object.values(state.runs).some((run) => run.step === step.id && run.status !== 'reset') ||
          (step.work.kind === 'ask' && state.answers[step.id] !== undefined),
      ).length,
      questions: element.questions.length,
      answered: element.questions.filter(({ id }) => state.answers[id] !== undefined).length,
    })),
    findings: Object.fromEntries(
      SEVERITIES.map((severity) => [
        severity,
        findings.filter((finding) => finding.severity === severity && finding.disposition === 'open').length,
      ]),
    ),
    suspects: counts(Object.values(state.suspects).map(({ decision }) => decision)),
    events: state.lake?.events ?? 0,
    invocations: state.lake?.invocations ?? 0,
    problems: state.lake?.problems ?? 0,
    entries: entries.length,
    head: state.head,
    sealedFor: state.recipients,
    waiting: Object.values(state.actions)
      .filter((action) => action.status === 'planned' || action.status === 'approved' || isHandedOver(action))
      .map(inForceText),
    inForce: Object.values(state.actions).filter(isInForce).map(inForceText),
    notHolding: Object.values(state.actions).filter(isSeenToFail).map(inForceText),
  };
}

function statusWord(state: CaseState): string {
  if (state.closedAt !== null) return 'closed';
  if (state.finished) return 'walked';
  return state.pausedAt === null ? 'open' : 'paused';
}

function nextText(playbook: Playbook, state: CaseState): string {
  if (state.closedAt !== null) return 'nothing: the case is closed';
  if (state.lake === null && state.wanted !== null)
    return state.accounts.length === 0
      ? 'confirm the account and collect from it'
      : 'collect from the account';
  if (state.lake === null) return 'read the logs';
  const directive = next(playbook, state);
  switch (directive.do) {
    case 'run':
      return `${ELEMENT_TITLES[directive.element.id]}: ${directive.step.title}${directive.suspect === null ? '' : ` (${directive.suspect.value})`}`;
    case 'ask':
      return `${ELEMENT_TITLES[directive.element.id]}: ${directive.question.ask}`;
    case 'confirm':
      return `decide on ${counted(directive.proposals.length, 'proposed suspect')}`;
    case 'done':
      return 'nothing: the playbook is walked to its end';
  }
}

function counts(words: readonly string[]): Readonly<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const word of words) total[word] = (total[word] ?? 0) + 1;
  return total;
}
