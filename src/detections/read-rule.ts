import { isObject } from '../base/json.ts';
import { listed, nearest } from '../base/text.ts';
import type { Path, SourceDocument } from '../documents/source-document.ts';
import { isSeverity, type Severity } from '../model/severity.ts';
import { joined, parseCondition } from './condition-grammar.ts';
import { LOG_SOURCES, type LakeTable, tableOf } from './log-sources.ts';
import { readSearch } from './read-search.ts';
import type { RuleFaults } from './rule-faults.ts';
import type { Condition, RulePlace, RuleResponse, SigmaRule } from './sigma-rule.ts';

/** Members of a document, of which nothing is known yet. */
export type Members = Readonly<Record<string, unknown>>;

export type RuleHead = Omit<SigmaRule, 'kind' | 'table' | 'condition'>;

/** A rule over single events; what is wrong with it goes to `faults`. */
export function readRule(document: SourceDocument, root: Members, faults: RuleFaults): SigmaRule | null {
  const head = readHead(document, root, faults);
  const table = tableOf(root['logsource']);
  if (table === null) refuseSource(root, faults);
  const { detection } = root;
  if (!isObject(detection)) {
    faults.add(['detection'], {
      what: "the rule has no 'detection'",
      why: 'it holds what the rule looks for',
      fix: "add 'detection' with a search and a 'condition'",
    });
    return null;
  }
  // Fields are those of a table: without one, only the rest is told.
  const condition = table === null ? null : readDetection(detection, table, faults);
  return table === null || condition === null || head === null
    ? null
    : { kind: 'rule', ...head, table, condition };
}

function readDetection(detection: Members, table: LakeTable, faults: RuleFaults): Condition | null {
  const { condition: written, timeframe, ...named } = detection;
  if (timeframe !== undefined)
    faults.addAtKey(['detection', 'timeframe'], {
      what: "the detection has a 'timeframe'",
      why: 'Sigma took aggregations out of detections; a correlation rule stands for them',
      fix: 'write a correlation rule with a timespan',
    });
  const searches = new Map(
    Object.entries(named).map(([name, value]) => [
      name,
      readSearch(value, ['detection', name], { table, faults }),
    ]),
  );
  const path: Path = ['detection', 'condition'];
  const texts: readonly unknown[] = Array.isArray(written) ? written : [written];
  const conditions = texts.map((text, index) =>
    readCondition(text, Array.isArray(written) ? [...path, index] : path, { searches, faults }),
  );
  const whole = conditions.filter((condition) => condition !== null);
  return whole.length < conditions.length ? null : joined('or', whole);
}

function readCondition(
  text: unknown,
  path: Path,
  { searches, faults }: { readonly searches: ReadonlyMap<string, Condition>; readonly faults: RuleFaults },
): Condition | null {
  if (typeof text !== 'string') {
    faults.add(path, {
      what: "the detection has no 'condition' that is a text",
      why: 'it says how the searches are joined',
      fix: "add 'condition: selection', by the name of a search",
    });
    return null;
  }
  const parsed = parseCondition(text, searches);
  if (parsed.ok) return parsed.condition;
  faults.add(path, parsed.fault, parsed.offset);
  return null;
}

function refuseSource({ logsource }: Members, faults: RuleFaults): void {
  const known = Object.keys(LOG_SOURCES).map((name) => {
    const [product, service] = name.split('/');
    return `product: ${product}, service: ${service}`;
  });
  faults.add(['logsource'], {
    what:
      logsource === undefined ? "the rule has no 'logsource'" : 'the lake has no table for this log source',
    why: `rules run over ${listed(known)}`,
    fix: 'use one of them, where the rule is about these logs',
  });
}

/** What every kind of rule has. */
export function readHead(document: SourceDocument, root: Members, faults: RuleFaults): RuleHead | null {
  const { title, description, status, tags } = root;
  if (typeof title !== 'string' || title.trim() === '') {
    faults.add(['title'], {
      what: 'the rule has no title',
      why: 'results are told by it',
      fix: "add 'title'",
    });
    return null;
  }
  const level = readLevel(root['level'], faults);
  const place: RulePlace = { file: document.file, ...document.keyAt(['title']) };
  return {
    id: textOrNull(root['id']),
    name: textOrNull(root['name']),
    title,
    description: typeof description === 'string' ? description.trim() : '',
    status: typeof status === 'string' ? status : '',
    level,
    tags: Array.isArray(tags)
      ? tags.filter((tag) => typeof tag === 'string').map((tag) => tag.toLowerCase())
      : [],
    response: readResponse(root['heptad'], faults),
    place,
  };
}

/** A member of heptad's own, which Sigma allows: the playbook to start and what to do first. */
function readResponse(value: unknown, faults: RuleFaults): RuleResponse | null {
  if (value === undefined) return null;
  const { playbook, principal, escalation } = isObject(value) ? value : {};
  if (typeof playbook === 'string' && typeof escalation === 'string')
    return { playbook, escalation, principal: textOrNull(principal) };
  faults.add(['heptad'], {
    what: "'heptad' names no playbook and no escalation",
    why: 'it says what to do when the rule is met',
    fix: "write 'heptad: { playbook: ID, escalation: TEXT }', and 'principal' with the key that is the caller",
  });
  return null;
}

/** Sigma's levels are heptad's severities but for `informational`. Without one a rule is of medium level. */
function readLevel(value: unknown, faults: RuleFaults): Severity {
  if (value === undefined) return 'medium';
  if (value === 'informational') return 'info';
  if (isSeverity(value) && value !== 'info') return value;
  const levels = ['informational', 'low', 'medium', 'high', 'critical'];
  const near = typeof value === 'string' ? nearest(value, levels) : undefined;
  faults.add(['level'], {
    what: 'the level is not one of Sigma',
    why: `findings take it as their severity: ${listed(levels, 'or')}`,
    fix: near === undefined ? 'write one of them' : `did you mean '${near}'?`,
  });
  return 'medium';
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
