import { dirname, join } from 'node:path';
import type { SourceId } from '../../model/source.ts';
import { loadCases } from '../load-cases.ts';
import { findPlaybook, listPlaybooks } from '../playbook-library.ts';
import { ruleSet } from '../../detections/rule-set.ts';
import { keyOf } from '../../detections/sigma-rule.ts';
import { OWN_RULES, ruleFiles } from '../rule-files.ts';
import { sourcesOfRule } from '../rule-sources.ts';
import { loadRuleCases } from './rule-cases.ts';

const TAG = 'heptad.';

/** Where a signal is computed, and what tries it. */
export interface SignalPlace {
  readonly signal: string;
  /** `playbook/step`, or a rule. */
  readonly where: string;
  readonly sources: readonly SourceId[];
  /** Cases in which it must appear. */
  readonly positive: number;
  /** Cases with records in which it must not appear. */
  readonly negative: number;
}

/** Every finding of the playbooks that come with heptad; steps that are used from another playbook count there. */
export function playbookPlaces(): readonly SignalPlace[] {
  return listPlaybooks().flatMap(({ id }) => {
    const { playbook, borrowed, file } = findPlaybook(id);
    const { cases } = loadCases(join(dirname(file), 'cases.yaml'));
    const steps = playbook.elements.flatMap((element) => element.steps);
    return steps
      .filter((step) => !borrowed.has(step.id))
      .flatMap((step) =>
        [...new Set(step.findings.map((finding) => finding.id))].map((signal) => ({
          signal,
          where: `${playbook.id}/${step.id}`,
          sources: step.sources,
          positive: cases.filter(({ expect }) => signal in expect.findings).length,
          negative: cases.filter(
            ({ cloudtrail, bedrock, expect }) =>
              cloudtrail.length + bedrock.length > 0 && expect.absent.includes(signal),
          ).length,
        })),
      );
  });
}

/** Every rule of heptad's own that has cases, by the signals in its tags. */
export function rulePlaces(): readonly SignalPlace[] {
  const set = ruleSet(ruleFiles([OWN_RULES]));
  const { rules } = loadRuleCases();
  return set.rules.flatMap((rule) => {
    const own = rules[keyOf(rule)];
    if (own === undefined) return [];
    const signals = rule.tags.filter((tag) => tag.startsWith(TAG)).map((tag) => tag.slice(TAG.length));
    return signals.map((signal) => ({
      signal: signal.toUpperCase(),
      where: `rule ${keyOf(rule)}`,
      sources: sourcesOfRule(rule, set),
      positive: own.met.length,
      negative: own.unmet.length,
    }));
  });
}
