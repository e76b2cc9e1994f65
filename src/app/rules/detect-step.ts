import { InternalError } from '../../base/errors.ts';
import { counted } from '../../base/text.ts';
import { detect } from '../../detections/detect.ts';
import { selectRules } from '../../detections/select-rules.ts';
import { messageOfRefused } from '../rule-files.ts';
import { type StepCoverage, withheldCoverage } from '../../model/coverage.ts';
import type { DetectDef, StepDef } from '../../model/playbook.ts';
import type { Column, Row } from '../../model/row.ts';
import { WHOLE } from '../../model/scope.ts';
import { coverageBehind } from '../case-coverage.ts';
import { sourcesOfRule } from '../rule-sources.ts';
import type { Session } from '../session.ts';
import { caseRules } from './case-rules.ts';
import { DETECT_ROW_COLUMNS, ruleRows } from './rule-rows.ts';

/** What running rules over the lake of a case gave. */
export interface DetectOutcome {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly asked: string;
  readonly coverage: StepCoverage;
}

/**
 * Runs the rules a step means over the lake of the case. Its coverage is that of the step's sources and of all that the
 * rules read; a rule that did not run leaves it partial.
 */
export async function detectStep(
  session: Session,
  step: StepDef,
  selection: DetectDef,
): Promise<DetectOutcome> {
  const { state, wiring } = session;
  const pinned = state.opened?.rules;
  if (pinned === undefined)
    throw new InternalError(`the step ${step.id} runs rules, and the case was opened without`);
  session.rules ??= await caseRules(pinned, wiring.store);
  const set = session.rules[selection.from];
  const rules = selectRules(set, selection);
  const scope = state.opened?.scope ?? WHOLE;
  const { hits, refused } = await detect(wiring.lake, {
    set,
    rules,
    scope,
    onProgress: (done, total) =>
      wiring.responder.progress(done < total ? `rules: ${done} of ${total} statements` : null),
  });
  const sources = [...new Set([...step.sources, ...rules.flatMap((rule) => sourcesOfRule(rule, set))])];
  const seen = coverageBehind(state, sources, scope);
  const coverage = hits.some(({ withheld }) => withheld === true) ? withheldCoverage(seen) : seen;
  return {
    columns: DETECT_ROW_COLUMNS,
    rows: ruleRows(hits, set, state.logPaths),
    asked: `${counted(rules.length, 'detection rule')} (sha256 of the rules ${set.sha256.slice(0, 12)})`,
    coverage:
      refused.length === 0
        ? coverage
        : {
            ...coverage,
            status: coverage.status === 'complete' ? 'partial' : coverage.status,
            gaps: [...coverage.gaps, ...refused.map(messageOfRefused)],
          },
  };
}
