import type { CheckResult, CheckStatus, ReadinessReport } from '../model/readiness.ts';
import { ELEMENT_TITLES, type ElementId, ELEMENTS } from '../model/element.ts';

/** A status as a person reads it. */
export const STATUS_WORDS: Readonly<Record<CheckStatus, string>> = {
  fail: 'Fail',
  unknown: 'Unknown',
  pass: 'Pass',
  'not-applicable': 'Not applicable',
};

/** One sentence on the whole. */
export function readinessSummary({ counts }: ReadinessReport): string {
  const parts = [
    `${counts.pass} pass`,
    `${counts.fail} fail`,
    `${counts.unknown} unknown`,
    `${counts['not-applicable']} not applicable`,
  ];
  return `${parts.join(', ')}. Unknown is not a fail: it was not answered.`;
}

/** What the responders could not answer of each element if something happened today. */
export function openQuestions({ checks }: ReadinessReport): readonly OpenQuestion[] {
  const found = new Map<string, OpenQuestion>();
  for (const { check, status, questions, irreparable } of checks) {
    if (status !== 'fail' && status !== 'unknown') continue;
    for (const { id, ask } of questions) {
      const known = found.get(id) ?? { ask, failed: [], unknown: [], forGood: false };
      const group = status === 'fail' ? 'failed' : 'unknown';
      const forGood = known.forGood || (irreparable && status === 'fail');
      found.set(id, { ...known, [group]: [...known[group], check], forGood });
    }
  }
  return [...found.values()].toSorted((a, b) => b.failed.length - a.failed.length);
}

/** A question of the methodology and the checks that stand in its way. */
export interface OpenQuestion {
  readonly ask: string;
  readonly failed: readonly string[];
  readonly unknown: readonly string[];
  /** What is not recorded now can never be had. */
  readonly forGood: boolean;
}

/** The checks by element, in the order of the methodology. */
export function byElement({ checks }: ReadinessReport): readonly ElementChecks[] {
  return ELEMENTS.map((id) => ({
    id,
    title: ELEMENT_TITLES[id],
    checks: checks.filter(({ element }) => element === id),
  })).filter((element) => element.checks.length > 0);
}

export interface ElementChecks {
  readonly id: ElementId;
  readonly title: string;
  readonly checks: readonly CheckResult[];
}

/** How it is mended, with the actions of heptad where there are any. */
export function mendText({ mend: { action, how }, offers }: CheckResult): string {
  if (offers.length > 0)
    return `${how} heptad run readiness offers, in this order: ${offers.map(({ action: id }) => id).join(', ')}.`;
  return action === null ? how : `${how} Action: heptad action plan ${action}.`;
}
