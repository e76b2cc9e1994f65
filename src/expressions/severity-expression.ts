import { UserError } from '../base/errors.ts';
import { listed } from '../base/text.ts';
import type { Severity } from '../model/severity.ts';
import { isSeverity, SEVERITIES } from '../model/severity.ts';
import type { ExpressionFault, Values } from './expression.ts';
import { valueText } from './template.ts';
import { compileExpression } from './expression.ts';
import type { Reference } from './references.ts';
import type { Variables } from './variables.ts';

export type SeverityExpression =
  | {
      readonly ok: true;
      readonly references: readonly Reference[];
      /** @throws UserError when the expression gives something that is not a severity */
      run(values: Values): Severity;
    }
  | { readonly ok: false; readonly faults: readonly ExpressionFault[] };

/** Compiles a finding's severity: one of the words, or CEL that gives one. */
export function compileSeverity(text: string, variables: Variables): SeverityExpression {
  const word = text.trim();
  if (isSeverity(word)) return { ok: true, references: [], run: () => word };
  if (/^\w+$/.test(word) && !Object.hasOwn(variables, word))
    return { ok: false, faults: [notSeverity(word)] };
  const expression = compileExpression(text, variables, 'string');
  if (!expression.ok) return expression;
  const wrong = expression.literals?.find((literal) => !isSeverity(literal));
  if (wrong !== undefined) return { ok: false, faults: [notSeverity(wrong, text.indexOf(wrong))] };
  return {
    ok: true,
    references: expression.references,
    run: (values) => {
      const severity = expression.run(values);
      if (isSeverity(severity)) return severity;
      const fault = notSeverity(valueText(severity));
      throw new UserError(fault.what, { why: `the expression '${text}' gave it`, fix: fault.fix });
    },
  };
}

function notSeverity(text: string, offset = 0): ExpressionFault {
  return {
    what: `'${text}' is not a severity`,
    why: 'a finding without a severity cannot be ranked',
    fix: `give ${listed(SEVERITIES, 'or')}`,
    offset: Math.max(offset, 0),
    rule: 'expression',
  };
}
