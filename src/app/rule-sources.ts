import { neededEventNames } from '../detections/event-names.ts';
import { leavesOf } from '../detections/resolve-slots.ts';
import type { RuleSet } from '../detections/rule-set.ts';
import { plainTextOf } from '../detections/sigma-text.ts';
import type { Detection, SigmaRule } from '../detections/sigma-rule.ts';
import type { SourceId } from '../model/source.ts';
import { DATA_EVENTS } from '../playbook/data-events.ts';

/** The classes of source that the answer of a rule rests on: those of the events it names, else management events. */
export function sourcesOfRule(
  rule: Detection,
  { byReference }: Pick<RuleSet, 'byReference'>,
): readonly SourceId[] {
  const rules = rule.kind === 'rule' ? [rule] : leavesOf(rule, byReference).map((leaf) => leaf.rule);
  return [...new Set(rules.flatMap(sourcesOf))];
}

function sourcesOf({ table, condition }: SigmaRule): readonly SourceId[] {
  if (table === 'bedrock_invocations') return ['bedrock.invocations'];
  const names = neededEventNames(condition)?.map(plainTextOf) ?? [];
  const sources = names.map((name) => dataSource(name) ?? 'cloudtrail.management');
  return sources.length === 0 ? ['cloudtrail.management'] : sources;
}

const BY_LOWER_NAME = new Map([...DATA_EVENTS].map(([name, anyOf]) => [name.toLowerCase(), anyOf[0]]));

function dataSource(name: string | null): SourceId | undefined {
  return name === null ? undefined : BY_LOWER_NAME.get(name.toLowerCase());
}
