import { applies } from '../../engine/next.ts';
import { offersOf } from '../../engine/offers.ts';
import { caseVariables } from '../../engine/variables.ts';
import { INITIAL_STATE } from '../../engine/initial-state.ts';
import type { Playbook, QuestionDef } from '../../model/playbook.ts';
import type { CheckResult, CheckStatus, ReadinessReport } from '../../model/readiness.ts';
import type { AccountDesk } from '../actions/account-desk.ts';
import { VERSION } from '../version.ts';
import { askCheck } from './ask-check.ts';
import { checkRoom, type RoomWish } from './check-room.ts';

export interface ReadinessRequest extends RoomWish {
  readonly playbook: Playbook;
  /** The playbook whose questions the checks name. */
  readonly methodology: Playbook;
  /** Told before each check. */
  readonly onCheck?: (done: number, total: number, title: string) => void;
}

/**
 * Walks the checks of a readiness playbook over an account. Only reads are made.
 * @throws CloudError when the credentials are gone
 */
export async function runReadiness(desk: AccountDesk, request: ReadinessRequest): Promise<ReadinessReport> {
  const { playbook } = request;
  const room = await checkRoom(desk, request);
  const questions = questionsOf(request.methodology);
  const due = checkSteps(playbook);
  const checks: CheckResult[] = [];
  for (const [index, { element, step, check }] of due.entries()) {
    request.onCheck?.(index, due.length, step.title);
    const { id, title, why } = step;
    const { verdict, rows } = await askCheck(check, room);
    const variables = {
      ...caseVariables(playbook, INITIAL_STATE),
      inputs: inputsOf(playbook, request.inputs),
    };
    const offers = offersOf(step, rows, variables);
    checks.push({
      check: check.id,
      step: id,
      element,
      title,
      why,
      ...verdict,
      asked: [...new Set(check.reads.map(({ client, operation }) => `${client}:${operation}`))],
      controls: check.controls,
      questions: check.questions.map((name) => ({ id: name, ask: questions.get(name)?.ask ?? name })),
      irreparable: check.irreparable,
      mend: check.mend,
      offers: offers.map(({ action, params }) => ({ action, params })),
    });
  }
  const { account, arn, label } = desk.cloud.identity;
  return {
    at: desk.clock.now(),
    tool: `heptad ${VERSION}`,
    account: { id: account, arn, label, regions: room.regions, limits: room.limits },
    playbook: { id: playbook.id, version: playbook.version, sha256: playbook.sha256 },
    counts: countsOf(checks),
    checks: checks.toSorted((a, b) => (a.check < b.check ? -1 : 1)),
  };
}

/** The checks that are due, in the order of the walk. */
function checkSteps(playbook: Playbook) {
  return playbook.elements.flatMap(({ id: element, steps }) =>
    steps.flatMap((step) =>
      step.work.kind === 'check' && applies(playbook, INITIAL_STATE, step)
        ? [{ element, step, check: step.work.check }]
        : [],
    ),
  );
}

/** As a case has them: what was left out reads as null. */
function inputsOf({ inputs }: Playbook, given: RoomWish['inputs']): RoomWish['inputs'] {
  return {
    ...Object.fromEntries(Object.keys(inputs).map((name) => [name, null])),
    ...given,
  } as RoomWish['inputs'];
}

function questionsOf({ elements }: Playbook): ReadonlyMap<string, QuestionDef> {
  const all = elements.flatMap(({ questions, steps }) => [
    ...questions,
    ...steps.flatMap(({ work }) => (work.kind === 'ask' ? [work.ask] : [])),
  ]);
  return new Map(all.map((question) => [question.id, question]));
}

function countsOf(checks: readonly CheckResult[]): ReadinessReport['counts'] {
  const of = (wanted: CheckStatus): number => checks.filter(({ status }) => status === wanted).length;
  return {
    pass: of('pass'),
    fail: of('fail'),
    unknown: of('unknown'),
    'not-applicable': of('not-applicable'),
  };
}
