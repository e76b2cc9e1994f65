import { canonicalJson } from '../base/canonical-json.ts';
import { InternalError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { compileExpression, type Values } from '../expressions/expression.ts';
import { compileTemplate } from '../expressions/template.ts';
import { actionVariables } from '../expressions/variables.ts';
import type { ActionOffered } from '../model/action-event.ts';
import type { ActionOfferDef, StepDef } from '../model/playbook.ts';
import type { Row } from '../model/row.ts';

/** One step does not offer more than this: nobody reads on, and every offer is a decision. */
const MOST_OFFERS = 25;
/** What a template reads where the row has nothing. */
const NOTHING = '(none)';

/** The containment that a step's rows give reason for: each action and its parameters once. */
export function offersOf(step: StepDef, rows: readonly Row[], variables: Values): readonly ActionOffered[] {
  const offers = new Map<string, ActionOffered>();
  for (const definition of step.actions) {
    for (const row of rows) {
      if (offers.size >= MOST_OFFERS) break;
      const offer = offerOf(step, definition, { ...variables, row });
      if (offer !== null && !offers.has(offer.key)) offers.set(offer.key, offer);
    }
  }
  return [...offers.values()];
}

function offerOf(
  step: StepDef,
  { id, when, with: given }: ActionOfferDef,
  values: Values,
): ActionOffered | null {
  const known = actionVariables({ perSuspect: step.perSuspect.length > 0 });
  if (when !== null) {
    const condition = compileExpression(when, known, 'bool');
    if (!condition.ok) throw broken(step);
    if (condition.run(values) !== true) return null;
  }
  const params: Record<string, string> = {};
  for (const [name, text] of Object.entries(given)) {
    const template = compileTemplate(text, known);
    if (!template.ok) throw broken(step);
    const value = template.run(values);
    if (value !== '' && value !== NOTHING) params[name] = value;
  }
  const account = accountOf(values['row']);
  const key = `${step.id} ${id} ${canonicalJson(params)}`;
  if (account === null) return { step: step.id, action: id, params, key };
  return { step: step.id, action: id, params, account, key: `${key} ${account}` };
}

/** The account of the event, where the query gives its column. */
function accountOf(row: unknown): string | null {
  const account = isObject(row) ? (row['recipientaccountid'] ?? row['case_account']) : undefined;
  return typeof account === 'string' && /^\d{12}$/.test(account) ? account : null;
}

function broken({ id }: StepDef): InternalError {
  return new InternalError(`an action of step ${id} passed its check and does not compile`);
}
