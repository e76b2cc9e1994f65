import { counted } from '../base/text.ts';
import { InternalError, UserError } from '../base/errors.ts';
import { caseVariables, suspectVariable } from '../engine/variables.ts';
import { compileTemplate } from '../expressions/template.ts';
import { workVariables } from '../expressions/variables.ts';
import { CloudError, isPassing } from '../model/cloud-error.ts';
import { type StepCoverage, withheldCoverage, worstCoverage } from '../model/coverage.ts';
import type { CheckDef, ElementDef, ReadCall, StepDef } from '../model/playbook.ts';
import type { Column, Row } from '../model/row.ts';
import { WHOLE } from '../model/scope.ts';
import type { Suspect } from '../model/suspect.ts';
import type { BoundValue } from '../ports/lake.ts';
import { journalFootprints } from './actions/account-desk.ts';
import { coverageBehind } from './case-coverage.ts';
import { parametersOf } from './query-parameters.ts';
import { askCheck } from './readiness/ask-check.ts';
import { checkRoom } from './readiness/check-room.ts';
import { readEverywhere } from './read-step.ts';
import { detectStep } from './rules/detect-step.ts';
import type { Session } from './session.ts';

/** A step that is due. */
export interface DueStep {
  readonly element: ElementDef;
  readonly step: StepDef;
  readonly suspect: Suspect | null;
}

/** What the work of a step gave. */
export interface Outcome {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly truncated: boolean;
  readonly asked: string | null;
  readonly note: string | null;
  readonly failed: string | null;
  readonly coverage: StepCoverage;
}

/** Does the work of a step. What could not be done is an outcome too, with the reason and the coverage it leaves. */
export async function stepWork(session: Session, { step, suspect }: DueStep): Promise<Outcome> {
  const scope = session.state.opened?.scope ?? WHOLE;
  const coverage = coverageBehind(session.state, step.sources, scope);
  const nothing: Outcome = {
    columns: [],
    rows: [],
    truncated: false,
    asked: null,
    note: null,
    failed: null,
    coverage,
  };
  switch (step.work.kind) {
    case 'query':
      return query(session, { sql: step.work.sql, params: parametersOf(session, suspect) }, nothing);
    case 'read':
      return read(session, { read: step.work.read, step, suspect }, nothing);
    case 'check':
      return check(session, step.work.check, nothing);
    case 'detect':
      return { ...nothing, ...(await detectStep(session, step, step.work.detect)) };
    case 'note':
      return { ...nothing, note: noteText(session, step, suspect) };
    case 'ask':
      throw new InternalError(`question ${step.id} was run as work`);
  }
}

async function read(
  session: Session,
  {
    read: asked,
    step,
    suspect,
  }: { readonly read: ReadCall; readonly step: StepDef; readonly suspect: Suspect | null },
  nothing: Outcome,
): Promise<Outcome> {
  const name = `${asked.client}:${asked.operation}`;
  const { account } = session;
  if (account === null)
    return {
      ...nothing,
      asked: name,
      failed: `not collected: this case has no account to ask (${name})`,
      coverage: { ...nothing.coverage, status: 'not-collected' },
    };
  const values = { ...caseVariables(session.playbook, session.state), ...suspectVariable(suspect) };
  try {
    const rows = await readEverywhere(asked, { step, values, desk: account });
    const status = rows.truncated ? 'partial' : 'complete';
    return { ...nothing, ...rows, asked: name, coverage: { ...nothing.coverage, status, gaps: [] } };
  } catch (error) {
    if (!(error instanceof CloudError) || isPassing(error.fault)) throw error;
    return {
      ...nothing,
      asked: name,
      failed: `not readable: ${error.message}`,
      coverage: { ...nothing.coverage, status: 'not-readable', gaps: [`${name}: ${error.fault.code}`] },
    };
  } finally {
    await journalFootprints(account, session);
  }
}

/** A check of readiness inside a case: its rows say how it came out. */
async function check(session: Session, { id, ...rest }: CheckDef, nothing: Outcome): Promise<Outcome> {
  const { account } = session;
  const asked = rest.reads.map(({ client, operation }) => `${client}:${operation}`).join(', ');
  if (account === null)
    return {
      ...nothing,
      asked,
      failed: `not collected: this case has no account to ask (${id})`,
      coverage: { ...nothing.coverage, status: 'not-collected' },
    };
  try {
    const { inputs } = session.state.opened ?? { inputs: {} };
    const { region, account: own } = account.cloud.identity;
    const collected = session.state.collections.filter((one) => one.account === own);
    // The Regions of the case; of a case that collected nothing, all that are enabled.
    const regions = [...new Set(collected.flatMap((one) => one.regions))].toSorted(
      (a, b) => Number(b === region) - Number(a === region),
    );
    const room = await checkRoom(account, { inputs, regions, baseline: null });
    const { verdict, rows } = await askCheck({ id, ...rest }, room);
    const { status, missing } = verdict;
    const columns = Object.keys(rows[0] ?? {}).map((name) => ({ name, type: 'JSON' }));
    const covered = status === 'unknown' ? 'not-readable' : 'complete';
    const coverage: StepCoverage = { ...nothing.coverage, status: covered, gaps: missing };
    return { ...nothing, columns, rows, asked, coverage };
  } finally {
    await journalFootprints(account, session);
  }
}

async function query(
  session: Session,
  request: { readonly sql: string; readonly params: Readonly<Record<string, BoundValue>> },
  nothing: Outcome,
): Promise<Outcome> {
  const scope = session.state.opened?.scope ?? WHOLE;
  try {
    const { columns, rows, truncated, withheld } = await session.wiring.lake.query({
      ...request,
      scope,
      rowLimit: 100_000,
    });
    const seen = withheld ? withheldCoverage(nothing.coverage) : nothing.coverage;
    const coverage = truncated
      ? {
          ...seen,
          status: worstCoverage([seen.status, 'partial']),
          gaps: [...seen.gaps, `only the first ${counted(rows.length, 'row was', 'rows were')} taken`],
        }
      : seen;
    return { ...nothing, columns, rows, truncated, coverage, asked: request.sql };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const why = [error.message, error.why].filter((part) => part !== undefined).join(': ');
    return {
      ...nothing,
      asked: request.sql,
      failed: `the query did not run: ${why}`,
      coverage: { ...nothing.coverage, status: 'not-readable' },
    };
  }
}

/** The text of a note step, with the case's own values filled in. */
export function noteText(session: Session, step: StepDef, suspect: Suspect | null): string {
  if (step.work.kind !== 'note') return '';
  const template = compileTemplate(step.work.text, workVariables({ perSuspect: step.perSuspect.length > 0 }));
  if (!template.ok)
    throw new InternalError(`the note of step ${step.id} passed its check and does not compile`);
  return template.run({ ...caseVariables(session.playbook, session.state), ...suspectVariable(suspect) });
}
