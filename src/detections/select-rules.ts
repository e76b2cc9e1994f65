import { type Severity, SEVERITIES } from '../model/severity.ts';
import type { RuleSet } from './rule-set.ts';
import type { Detection } from './sigma-rule.ts';

/** Which rules of a set to run: those that meet every part that is given. */
export interface RuleSelection {
  /** Any of these tags. */
  readonly tags: readonly string[];
  /** This level or a worse one. */
  readonly level: Severity | null;
  /** Any of these ids or names. */
  readonly ids: readonly string[];
}

export const ALL_RULES: RuleSelection = { tags: [], level: null, ids: [] };

/**
 * The rules of a set that a selection means. A rule that a correlation names is part of it, and raises hits of its own
 * only where the correlation says so (`generate`), or where it is chosen by its id.
 */
export function selectRules(set: RuleSet, { tags, level, ids }: RuleSelection): readonly Detection[] {
  const wanted = new Set(tags.map((tag) => tag.toLowerCase()));
  const silent = silentRules(set);
  return set.rules.filter((rule) => {
    const chosen = [rule.id, rule.name].some((reference) => reference !== null && ids.includes(reference));
    if (ids.length > 0 && !chosen) return false;
    if (wanted.size > 0 && !rule.tags.some((tag) => wanted.has(tag))) return false;
    if (level !== null && SEVERITIES.indexOf(rule.level) > SEVERITIES.indexOf(level)) return false;
    return chosen || !silent.has(rule);
  });
}

function silentRules({ rules, byReference }: RuleSet): ReadonlySet<Detection> {
  const silent = new Set<Detection>();
  for (const rule of rules) {
    if (rule.kind === 'rule' || rule.generate) continue;
    for (const reference of rule.rules) {
      const found = byReference.get(reference);
      if (found !== undefined) silent.add(found);
    }
  }
  return silent;
}
