import { isObject } from '../base/json.ts';
import type { Path } from '../documents/source-document.ts';
import type { ExpressionFault, ResultType } from '../expressions/expression.ts';
import { compileExpression } from '../expressions/expression.ts';
import type { Reference } from '../expressions/references.ts';
import { compileSeverity } from '../expressions/severity-expression.ts';
import { compileTemplate } from '../expressions/template.ts';
import type { Variables } from '../expressions/variables.ts';
import {
  actionVariables,
  CHECK_READ_VARIABLES,
  CHECK_VARIABLES,
  findingTextVariables,
  rowVariables,
  SUGGESTION_VARIABLES,
  WHEN_VARIABLES,
  workVariables,
} from '../expressions/variables.ts';
import type { CheckDef, CheckRule } from '../model/playbook.ts';
import type { PlacedParts } from './place-parts.ts';
import type { PlacedQuestion, PlacedStep } from './rule.ts';

/** A text of the playbook that is computed: an expression, a severity or a template. */
export interface ExpressionSite {
  readonly path: Path;
  readonly text: string;
  readonly as: ResultType | 'severity' | 'template';
  readonly variables: Variables;
  readonly step: PlacedStep | null;
}

export type SiteResult =
  | { readonly ok: true; readonly references: readonly Reference[] }
  | { readonly ok: false; readonly faults: readonly ExpressionFault[] };

/** Every computed text of a playbook. */
export function expressionSites({ steps, questions }: PlacedParts): readonly ExpressionSite[] {
  return [...steps.flatMap(stepSites), ...questions.flatMap(questionSites)].filter(
    ({ text }) => text.trim() !== '',
  );
}

export function compileSite({ as, text, variables }: ExpressionSite): SiteResult {
  if (as === 'template') return compileTemplate(text, variables);
  if (as === 'severity') return compileSeverity(text, variables);
  return compileExpression(text, variables, as);
}

function questionSites({ question, path }: PlacedQuestion): readonly ExpressionSite[] {
  return question.suggest.map(({ when }, index) => ({
    path: [...path, 'suggest', index, 'when'],
    text: when,
    as: 'bool',
    variables: SUGGESTION_VARIABLES,
    step: null,
  }));
}

type Site = Omit<ExpressionSite, 'step'>;

function stepSites(placed: PlacedStep): readonly ExpressionSite[] {
  const { step, path } = placed;
  const kind = { perSuspect: step.perSuspect.length > 0 };
  const at = (...parts: Path): Path => [...path, ...parts];
  const sites: Site[] = [{ path: at('when'), text: step.when ?? '', as: 'bool', variables: WHEN_VARIABLES }];
  const add = (
    as: Site['as'],
    variables: Variables,
    texts: readonly (readonly [Path, string | null])[],
  ): void => {
    for (const [where, text] of texts) sites.push({ path: where, text: text ?? '', as, variables });
  };
  if (step.work.kind === 'note') add('template', workVariables(kind), [[at('note'), step.work.text]]);
  if (step.work.kind === 'read')
    add('template', workVariables(kind), textsIn(step.work.read.input, at('read', 'input')));
  if (step.work.kind === 'check') sites.push(...checkSites(step.work.check, at('check')));
  for (const [index, finding] of step.findings.entries()) {
    const here = at('findings', index);
    add('bool', rowVariables(kind), [[[...here, 'when'], finding.when]]);
    add('severity', rowVariables(kind), [[[...here, 'severity'], finding.severity]]);
    add('template', findingTextVariables(kind), [
      [[...here, 'title'], finding.title],
      [[...here, 'description'], finding.description],
    ]);
  }
  for (const [index, proposal] of step.proposes.entries()) {
    const here = at('proposes', index);
    add('any', rowVariables(kind), [[[...here, 'value'], proposal.value]]);
    add('bool', rowVariables(kind), [[[...here, 'when'], proposal.when]]);
    add('template', rowVariables(kind), [[[...here, 'why'], proposal.why]]);
  }
  for (const [index, action] of step.actions.entries()) {
    add('bool', actionVariables(kind), [[at('actions', index, 'when'), action.when]]);
    add('template', actionVariables(kind), textsIn(action.with, at('actions', index, 'with')));
  }
  return sites.map((site) => ({ ...site, step: placed }));
}

function checkSites(check: CheckDef, path: Path): readonly Site[] {
  const reads = check.reads.flatMap(({ name, forEach, input }): readonly Site[] => {
    const here: Path = [...path, 'reads', name];
    const inputs = textsIn(input, [...here, 'input']).map(([where, text]): Site => ({
      path: where,
      text,
      as: 'template',
      variables: CHECK_READ_VARIABLES,
    }));
    return [
      { path: [...here, 'for_each'], text: forEach ?? '', as: 'any', variables: CHECK_VARIABLES },
      ...inputs,
    ];
  });
  const rules = [
    ...(['notApplicable', 'unknown', 'fail', 'remarks'] as const).flatMap((name) =>
      check[name].map((rule, index) => [[RULE_KEYS[name], index] as Path, rule] as const),
    ),
    [['pass'] as Path, check.pass] as const,
  ];
  const rows: Site = {
    path: [...path, 'rows'],
    text: check.rows ?? '',
    as: 'any',
    variables: CHECK_VARIABLES,
  };
  return [...reads, rows, ...rules.flatMap(([where, rule]) => ruleSites(rule, [...path, ...where]))];
}

const RULE_KEYS = { notApplicable: 'not_applicable', unknown: 'unknown', fail: 'fail', remarks: 'remarks' };

function ruleSites({ when, says }: CheckRule, path: Path): readonly Site[] {
  return [
    { path: [...path, 'when'], text: when, as: 'bool', variables: CHECK_VARIABLES },
    { path: [...path, 'says'], text: says, as: 'template', variables: CHECK_VARIABLES },
  ];
}

function textsIn(value: unknown, path: Path): readonly (readonly [Path, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => textsIn(member, [...path, name]));
}
