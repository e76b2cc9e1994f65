import { detect, type RuleHits } from '../detections/detect.ts';
import type { RefusedRule } from '../detections/read-rule-file.ts';
import { ruleSet } from '../detections/rule-set.ts';
import { type RuleSelection, selectRules } from '../detections/select-rules.ts';
import { UserError } from '../base/errors.ts';
import { judgeCoverage, type StepCoverage, withheldCoverage } from '../model/coverage.ts';
import { WHOLE } from '../model/scope.ts';
import { SEVERITIES } from '../model/severity.ts';
import type { OpenLake } from './open-lake.ts';
import { ruleFiles } from './rule-files.ts';
import { sourcesOfRule } from './rule-sources.ts';

/** A rule with its hits and what they rest on. */
export interface JudgedRule extends RuleHits {
  readonly coverage: StepCoverage;
}

export interface LogDetections {
  /** The worst first, then by the number of events. */
  readonly rules: readonly JudgedRule[];
  readonly refused: readonly RefusedRule[];
  /** Of the rules. */
  readonly sha256: string;
  readonly statements: number;
}

/** Runs rules over an open lake. */
export async function detectInLogs(
  request: { readonly paths: readonly string[]; readonly selection: RuleSelection },
  { queries, summary }: Pick<OpenLake, 'queries' | 'summary'>,
  onProgress: (done: number, total: number) => void,
): Promise<LogDetections> {
  const set = ruleSet(ruleFiles(request.paths));
  const rules = selectRules(set, request.selection);
  if (rules.length === 0 && set.rules.length > 0)
    throw new UserError(`none of the ${set.rules.length} rules is meant by what was chosen`, {
      fix: 'leave --tag, --level or --rule out',
    });
  const found = await detect(queries, { set, rules, scope: WHOLE, onProgress });
  const judged = found.hits.map((hits) => ({
    ...hits,
    coverage: coverageOfRule(hits, judgeCoverage(sourcesOfRule(hits.rule, set), summary.coverage, WHOLE)),
  }));
  return {
    rules: judged.toSorted(byWeight),
    refused: [...set.refused, ...found.refused],
    sha256: set.sha256,
    statements: found.statements,
  };
}

function coverageOfRule({ withheld }: RuleHits, seen: StepCoverage): StepCoverage {
  return withheld === true ? withheldCoverage(seen) : seen;
}

function byWeight(a: JudgedRule, b: JudgedRule): number {
  const met = Number(b.count > 0) - Number(a.count > 0);
  const level = SEVERITIES.indexOf(a.rule.level) - SEVERITIES.indexOf(b.rule.level);
  return met || level || b.count - a.count || (a.rule.title < b.rule.title ? -1 : 1);
}
