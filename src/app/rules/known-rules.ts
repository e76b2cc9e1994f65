import { type RuleSet, ruleSet } from '../../detections/rule-set.ts';
import { selectRules } from '../../detections/select-rules.ts';
import { keyOf } from '../../detections/sigma-rule.ts';
import { ruleFindingId } from '../../model/finding.ts';
import type { KnownRules } from '../../playbook/rule.ts';
import { OWN_RULES, ruleFiles } from '../rule-files.ts';
import { sourcesOfRule } from '../rule-sources.ts';

/** The rules that come with heptad, as playbooks are held against them. */
export function knownRules(): KnownRules {
  const set = ownRules();
  return {
    references: [...set.byReference.keys()],
    select: (detect) =>
      detect.from === 'given'
        ? []
        : selectRules(set, detect).map((rule) => ({
            finding: ruleFindingId(keyOf(rule)),
            sources: sourcesOfRule(rule, set),
          })),
  };
}

let own: RuleSet | undefined;

function ownRules(): RuleSet {
  own ??= ruleSet(ruleFiles([OWN_RULES]));
  return own;
}
