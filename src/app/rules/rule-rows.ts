import type { RuleHits } from '../../detections/detect.ts';
import type { RuleSet } from '../../detections/rule-set.ts';
import { type Detection, keyOf } from '../../detections/sigma-rule.ts';
import { DETECT_COLUMNS } from '../../model/playbook.ts';
import type { Column, Row } from '../../model/row.ts';
import { startCommand, startOffer } from '../start-offer.ts';

type DetectRow = Readonly<Record<(typeof DETECT_COLUMNS)[number], Row[string]>>;

/** How many playbooks to start a row names: a group each. */
const MOST_STARTS = 5;

export const DETECT_ROW_COLUMNS: readonly Column[] = DETECT_COLUMNS.map((name) => ({
  name,
  type: name === 'events_count' || name === 'groups' ? 'BIGINT' : 'JSON',
}));

/** A row for each rule that was met. */
export function ruleRows(hits: readonly RuleHits[], set: RuleSet, logs: readonly string[]): readonly Row[] {
  return hits.filter(({ count }) => count > 0).map((hit): Row => rowOf(hit, set, logs));
}

function rowOf(hits: RuleHits, set: RuleSet, logs: readonly string[]): DetectRow {
  const { rule, count, first, last, what, principals, addresses, groups, events, evidence } = hits;
  const start = startsOf(hits, logs);
  const signals = signalsMet(hits, set);
  return {
    rule: keyOf(rule),
    title: rule.title,
    level: rule.level,
    events_count: count,
    first_seen: first,
    last_seen: last,
    what: [...what],
    principal: [...principals],
    sourceipaddress: [...addresses],
    groups: groups.length,
    signals: [...signals],
    start: [...start],
    description: descriptionOf(rule, signals, start),
    attack: tagged(rule, /^attack\.(t\d{4}(?:\.\d{3})?)$/),
    atlas: tagged(rule, /^atlas\.(aml\.t\d{4}(?:\.\d{3})?)$/),
    owasp: tagged(rule, /^owasp\.((?:llm|asi)\d\d)$/),
    events: [...events],
    evidence: [...evidence],
  };
}

/** The signals of the rules that were met: of a correlation, of those that hold in its groups. */
function signalsMet({ rule, groups }: RuleHits, { byReference }: RuleSet): readonly string[] {
  const named = groups.flatMap((group) => group.rules).map((reference) => byReference.get(reference));
  const rules = [rule, ...named.filter((one) => one !== undefined)];
  return [...new Set(rules.flatMap((one) => tagged(one, /^heptad\.([a-z]\d+)$/)))].toSorted();
}

/** ATT&CK, ATLAS and signals are written in capitals, tags in lower case. */
function tagged({ tags }: Pick<Detection, 'tags'>, pattern: RegExp): string[] {
  return tags.flatMap((tag) => pattern.exec(tag)?.[1]?.toUpperCase() ?? []);
}

function startsOf(
  { rule, groups, principals, first, last }: RuleHits,
  logs: readonly string[],
): readonly string[] {
  const { response } = rule;
  if (response === null) return [];
  // A rule over single events has no groups; whose events they are is known where there is one caller.
  const [caller] = principals;
  const keys =
    caller !== undefined && principals.length === 1 && response.principal !== null
      ? { [response.principal]: caller }
      : {};
  const places = groups.length > 0 ? groups.slice(0, MOST_STARTS) : [{ keys, first, last }];
  return places.flatMap((place) => {
    const offer = startOffer(rule, place);
    return offer === null ? [] : [startCommand(offer, logs)];
  });
}

function descriptionOf(
  { description, response }: Detection,
  signals: readonly string[],
  start: readonly string[],
): string {
  return [
    description.replaceAll(/\s+/g, ' '),
    ...(signals.length === 0 ? [] : [`Signals: ${signals.join(', ')}.`]),
    ...(response === null ? [] : [response.escalation]),
    ...start.map((command) => `Start: ${command}`),
  ].join(' ');
}
