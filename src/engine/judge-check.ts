import { InternalError } from '../base/errors.ts';
import { compileExpression } from '../expressions/expression.ts';
import { compileTemplate } from '../expressions/template.ts';
import { CHECK_VARIABLES } from '../expressions/variables.ts';
import type { CheckDef, CheckRule } from '../model/playbook.ts';
import type { CheckVerdict } from '../model/readiness.ts';

/** What a check is judged by (`CHECK_VARIABLES`). */
export type CheckValues = Readonly<Record<string, unknown>>;

/** A read that gave no answer. */
export interface Unanswered {
  /** In whole sentences: what was not readable, where, and why. */
  readonly why: string;
  /** The IAM action that is missing; null where it is not for want of a permission. */
  readonly permission: string | null;
}

/**
 * What the answers mean. Pure. Where anything could not be read the check is unknown, whatever the rest says: a fail
 * is a statement about the account, and is made only over a whole answer.
 */
export function judgeCheck(
  check: CheckDef,
  values: CheckValues,
  unanswered: readonly Unanswered[],
): CheckVerdict {
  if (unanswered.length > 0) {
    const missing = unanswered.flatMap(({ permission }) => permission ?? []);
    const says = [...new Set(unanswered.map(({ why }) => why))];
    return { status: 'unknown', says, remarks: [], missing: [...new Set(missing)] };
  }
  const holding = (rules: readonly CheckRule[]): readonly string[] =>
    rules.filter(({ when }) => holds(when, values)).map(({ says }) => worded(says, values));
  const verdict = (status: CheckVerdict['status'], says: readonly string[]): CheckVerdict => ({
    status,
    says,
    remarks: holding(check.remarks),
    missing: [],
  });
  const [none] = holding(check.notApplicable);
  if (none !== undefined) return verdict('not-applicable', [none]);
  const [open] = holding(check.unknown);
  if (open !== undefined) return verdict('unknown', [open]);
  const faults = holding(check.fail);
  if (faults.length > 0) return verdict('fail', faults);
  const [fine] = holding([check.pass]);
  if (fine !== undefined) return verdict('pass', [fine]);
  return verdict('unknown', ['what was read fits none of the cases of this check']);
}

function holds(when: string, values: CheckValues): boolean {
  const condition = compileExpression(when, CHECK_VARIABLES, 'bool');
  if (!condition.ok) throw new InternalError(`'${when}' passed its check and does not compile`);
  return condition.run(values) === true;
}

function worded(says: string, values: CheckValues): string {
  const template = compileTemplate(says, CHECK_VARIABLES);
  if (!template.ok) throw new InternalError(`'${says}' passed its check and does not compile`);
  return template.run(values);
}
