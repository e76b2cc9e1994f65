import { InternalError } from '../base/errors.ts';
import { compileExpression, type CompiledExpression, type Values } from '../expressions/expression.ts';
import { compileSeverity } from '../expressions/severity-expression.ts';
import { compileTemplate, type CompiledTemplate } from '../expressions/template.ts';
import { findingTextVariables, rowVariables } from '../expressions/variables.ts';
import type { ElementId } from '../model/element.ts';
import { MOST_EVENTS_LISTED, type RaisedFinding } from '../model/finding.ts';
import type { FindingDef, ProposalDef, StepDef } from '../model/playbook.ts';
import type { Row } from '../model/row.ts';
import { type Severity, SEVERITIES } from '../model/severity.ts';
import { suspectKey, type SuspectProposal } from '../model/suspect.ts';
import { earliest, latest } from './fold-findings.ts';
import { citedOf } from './row-citation.ts';
import { ruleFindings } from './rule-findings.ts';

/** A step's work and what it gave. */
export interface StepResult {
  readonly element: ElementId;
  readonly step: StepDef;
  readonly rows: readonly Row[];
  /** `inputs`, `suspects`, `answers`, and `suspect` where there is one. */
  readonly variables: Values;
}

/** The findings that a step's rows amount to. */
export function raiseFindings(result: StepResult): readonly RaisedFinding[] {
  const byRules = result.step.work.kind === 'detect' ? ruleFindings(result) : [];
  return [...byRules, ...result.step.findings.flatMap((definition) => raised(definition, result))];
}

/** The suspects that a step's rows point at, each once. */
export function proposeSuspects(result: StepResult): readonly SuspectProposal[] {
  const proposals = new Map<string, SuspectProposal>();
  for (const definition of result.step.proposes) {
    for (const proposal of proposalsOf(definition, result)) {
      if (!proposals.has(suspectKey(proposal))) proposals.set(suspectKey(proposal), proposal);
    }
  }
  return [...proposals.values()];
}

function raised(
  definition: FindingDef,
  { step, element, rows, variables }: StepResult,
): readonly RaisedFinding[] {
  const kind = { perSuspect: step.perSuspect.length > 0 };
  const when = compiled(compileExpression(definition.when, rowVariables(kind), 'bool'), step);
  const severity = compileSeverity(definition.severity, rowVariables(kind));
  if (!severity.ok) throw brokenStep(step);
  const tally = new Tally();
  for (const row of rows) {
    const values = { ...variables, row };
    if (when.run(values) === true) tally.add(row, severity.run(values));
  }
  const worst = tally.worst;
  if (worst === null) return [];
  const values = { ...variables, row: worst.row, count: tally.count };
  const text = (template: string): string =>
    compiledTemplate(compileTemplate(template, findingTextVariables(kind)), step).run(values);
  const { id, attack, atlas, owasp } = definition;
  return [
    {
      id,
      element,
      step: step.id,
      title: text(definition.title),
      description: text(definition.description),
      severity: worst.severity,
      attack,
      atlas,
      owasp,
      ...tally.summary(),
    },
  ];
}

function proposalsOf(
  definition: ProposalDef,
  { step, rows, variables }: StepResult,
): readonly SuspectProposal[] {
  const kind = { perSuspect: step.perSuspect.length > 0 };
  const value = compiled(compileExpression(definition.value, rowVariables(kind)), step);
  const when =
    definition.when === null
      ? null
      : compiled(compileExpression(definition.when, rowVariables(kind), 'bool'), step);
  const why = compiledTemplate(compileTemplate(definition.why, rowVariables(kind)), step);
  return rows.flatMap((row) => {
    const values = { ...variables, row };
    if (when !== null && when.run(values) !== true) return [];
    const proposed = value.run(values);
    const all = Array.isArray(proposed) ? proposed : [proposed];
    return all.flatMap((item) =>
      typeof item === 'string' && item !== ''
        ? [{ kind: definition.kind, value: item, why: why.run(values), step: step.id }]
        : [],
    );
  });
}

/** Gathers the rows of one finding: each is counted, the events are listed up to the limit. */
class Tally {
  count = 0;
  worst: { readonly row: Row; readonly severity: Severity } | null = null;
  #first: string | null = null;
  #last: string | null = null;
  readonly #events = new Set<string>();
  readonly #principals = new Set<string>();
  readonly #addresses = new Set<string>();
  readonly #evidence = new Set<string>();

  add(row: Row, severity: Severity): void {
    const cited = citedOf(row);
    this.count += cited.count;
    this.#first = earliest(this.#first, cited.first);
    this.#last = latest(this.#last, cited.last);
    for (const event of cited.events) if (this.#events.size < MOST_EVENTS_LISTED) this.#events.add(event);
    for (const principal of cited.principals) this.#principals.add(principal);
    for (const address of cited.addresses) this.#addresses.add(address);
    for (const evidence of cited.evidence) this.#evidence.add(evidence);
    if (this.worst === null || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(this.worst.severity))
      this.worst = { row, severity };
  }

  summary(): Pick<
    RaisedFinding,
    'count' | 'first' | 'last' | 'principals' | 'sourceIps' | 'events' | 'evidence'
  > {
    return {
      count: this.count,
      first: this.#first,
      last: this.#last,
      principals: [...this.#principals],
      sourceIps: [...this.#addresses],
      events: [...this.#events],
      evidence: [...this.#evidence],
    };
  }
}

function compiled(expression: ReturnType<typeof compileExpression>, step: StepDef): CompiledExpression {
  if (!expression.ok) throw brokenStep(step);
  return expression;
}

function compiledTemplate(template: ReturnType<typeof compileTemplate>, step: StepDef): CompiledTemplate {
  if (!template.ok) throw brokenStep(step);
  return template;
}

function brokenStep(step: StepDef): InternalError {
  return new InternalError(`an expression of step ${step.id} passed its check and does not compile`);
}
