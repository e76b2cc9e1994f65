import { canonicalJson } from '../base/canonical-json.ts';
import { offersOf } from '../engine/offers.ts';
import { proposeSuspects, raiseFindings } from '../engine/raise.ts';
import { caseVariables, suspectVariable } from '../engine/variables.ts';
import type { Finding } from '../model/finding.ts';
import type { StepDef } from '../model/playbook.ts';
import { SOURCES } from '../model/source.ts';
import { stepKey, type StepRun } from '../model/case-state.ts';
import type { StepView } from '../ports/responder.ts';
import { handleCommonCommand } from './common-commands.ts';
import { placesOf, positionOf } from './places.ts';
import type { Session } from './session.ts';
import { type DueStep, noteText, type Outcome, stepWork } from './step-work.ts';
import { judgedBy } from './usual.ts';

/** Runs a step, journals what came of it, and shows it until the responder goes on. */
export async function runStep(session: Session, due: DueStep): Promise<void> {
  const { step, suspect, element } = due;
  const skip = session.wiring.responder.skips(step.id);
  if (skip !== null) return session.record('step-skipped', { step: step.id, suspect, why: skip });
  session.wiring.responder.progress(`${step.title}${suspect === null ? '' : ` (${suspect.value})`}`);
  const outcome = await stepWork(session, due);
  const result =
    outcome.rows.length === 0
      ? null
      : await session.keep(`step ${stepKey(step.id, suspect)}`, resultDocument(due, outcome));
  const found = {
    element: element.id,
    step,
    rows: outcome.rows,
    variables: {
      ...caseVariables(session.playbook, session.state),
      ...suspectVariable(suspect),
      usual: step.work.kind === 'query' ? judgedBy(step.work.sql, session.usual) : '',
    },
  };
  await session.record('step-finished', {
    step: step.id,
    suspect,
    element: element.id,
    generation: session.state.lake?.generation ?? 0,
    rows: step.work.kind !== 'note' && outcome.failed === null ? outcome.rows.length : null,
    result,
    coverage: outcome.coverage,
    findings: raiseFindings(found),
    proposals: proposeSuspects(found).filter(
      ({ kind, value }) => suspect === null || suspect.kind !== kind || suspect.value !== value,
    ),
    failed: outcome.failed,
  });
  await markExpected(session, step);
  // The findings this step has just raised bear on what it offers.
  const now = { ...caseVariables(session.playbook, session.state), ...suspectVariable(suspect) };
  const offers = offersOf(step, outcome.rows, now).filter(
    ({ key }) => session.state.offers[key] === undefined,
  );
  for (const offer of offers) await session.record('action-offered', offer);
  if (offers.length > 0 && session.account !== null)
    session.wiring.responder.tell(
      `onto the containment board: ${offers.map(({ action }) => action).join(', ')}`,
    );
  await showUntilDone(session, due, outcome);
}

/** Shows a step's result once more, after a crash came before anybody had looked at it. */
export async function showAgain(session: Session, key: string): Promise<void> {
  const run = session.state.runs[key];
  const element = session.playbook.elements.find(({ id }) => id === run?.element);
  const step = element?.steps.find(({ id }) => id === run?.step);
  if (run === undefined || element === undefined || step === undefined || run.status !== 'done') return;
  await showUntilDone(
    session,
    { element, step, suspect: run.suspect },
    await storedOutcome(session, run, step),
  );
}

/** Findings the responder called expected beforehand. What a person said of one since then stands. */
export async function markExpected(session: Session, step: StepDef): Promise<void> {
  for (const id of findingIdsOf(session, step)) {
    const why = session.wiring.responder.expected(id);
    const finding = session.state.findings[id];
    if (why !== null && finding?.disposition === 'open' && finding.reason === null)
      await session.record('finding-marked', { finding: id, expected: true, why });
  }
}

async function showUntilDone(session: Session, due: DueStep, outcome: Outcome): Promise<void> {
  const { step, suspect } = due;
  const ref = { step: step.id, suspect };
  for (;;) {
    const view = stepView(session, due, outcome);
    const command = await session.wiring.responder.atStep(view, () => placesOf(session));
    if (command.do === 'rerun') return session.record('step-reset', { step: step.id });
    if (command.do === 'skip') return session.record('step-skipped', { ...ref, why: command.why });
    if (command.do === 'continue')
      return session.wiring.interactive ? session.record('step-seen', ref) : undefined;
    await handleCommonCommand(session, command, view.position);
    if (command.do === 'jump') return;
  }
}

function stepView(session: Session, { element, step, suspect }: DueStep, outcome: Outcome): StepView {
  const own = findingIdsOf(session, step).flatMap((id): readonly Finding[] => {
    const finding = session.state.findings[id];
    return finding === undefined ? [] : [finding];
  });
  return {
    position: positionOf(session, { element, step }),
    title: step.title,
    why: step.why,
    suspect,
    sources: step.sources.map((source) => SOURCES[source]),
    show: step.show,
    findings: own,
    ...outcome,
  };
}

/** The findings a step defines; of a step that runs rules, those that they have raised. */
function findingIdsOf({ state }: Session, { id: step, work, findings }: StepDef): readonly string[] {
  if (work.kind !== 'detect') return findings.map(({ id }) => id);
  return Object.values(state.findings).flatMap((finding) => (finding.step === step ? [finding.id] : []));
}

function resultDocument({ step, suspect }: DueStep, { columns, rows, truncated, asked }: Outcome): string {
  return canonicalJson({ step: step.id, suspect, asked, columns, rows, truncated });
}

async function storedOutcome(session: Session, run: StepRun, step: StepDef): Promise<Outcome> {
  const asked = step.work.kind === 'query' ? step.work.sql : null;
  const base = {
    columns: [],
    rows: [],
    truncated: false,
    asked,
    note: null,
    failed: run.failed,
    coverage: run.coverage,
  };
  if (step.work.kind === 'note') return { ...base, note: noteText(session, step, run.suspect) };
  if (run.result === null) return base;
  const pieces: Uint8Array[] = [];
  for await (const piece of session.wiring.store.readEvidence(run.result)) pieces.push(piece);
  const { columns, rows, truncated } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Pick<
    Outcome,
    'columns' | 'rows' | 'truncated'
  >;
  return { ...base, columns, rows, truncated };
}
