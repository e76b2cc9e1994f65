import type { Rule } from './rule.ts';
import { actionParameters } from './rules/action-parameters.ts';
import { duplicateIds } from './rules/duplicate-ids.ts';
import { elementOrder } from './rules/element-order.ts';
import { expressions } from './rules/expressions.ts';
import { findingSeverity } from './rules/finding-severity.ts';
import { inputValues } from './rules/input-values.ts';
import { mappings } from './rules/mappings.ts';
import { orderedLists } from './rules/ordered-lists.ts';
import { queryParameters } from './rules/query-parameters.ts';
import { questionChoices } from './rules/question-choices.ts';
import { readOperations } from './rules/read-operations.ts';
import { sourcesDeclared } from './rules/sources-declared.ts';
import { sql } from './rules/sql.ts';
import { stepsWithoutRows } from './rules/steps-without-rows.ts';
import { unknownActions } from './rules/unknown-actions.ts';
import { ruleSelections } from './rules/rule-selections.ts';
import { unknownColumns } from './rules/unknown-columns.ts';
import { unknownFindings } from './rules/unknown-findings.ts';
import { unknownNames } from './rules/unknown-names.ts';
import { unreachableSteps } from './rules/unreachable-steps.ts';

/** Every lint rule of playbooks. To add one: a file in `rules/`, a line here, a broken playbook in the fixtures. */
export const RULES: readonly Rule[] = [
  elementOrder,
  duplicateIds,
  inputValues,
  expressions,
  unknownNames,
  unknownFindings,
  unknownColumns,
  unknownActions,
  ruleSelections,
  actionParameters,
  queryParameters,
  sql,
  orderedLists,
  sourcesDeclared,
  readOperations,
  findingSeverity,
  mappings,
  questionChoices,
  stepsWithoutRows,
  unreachableSteps,
];

/** The rules that a playbook has to keep to be run at all. They judge with nothing but the file. */
export const RUN_RULES: readonly Rule[] = [
  elementOrder,
  duplicateIds,
  inputValues,
  expressions,
  readOperations,
  findingSeverity,
  questionChoices,
  stepsWithoutRows,
];
