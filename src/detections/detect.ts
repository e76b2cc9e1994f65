import { messageOf, UserError } from '../base/errors.ts';
import type { Row, RowValue } from '../model/row.ts';
import type { Scope } from '../model/scope.ts';
import type { QueryLake, QueryResult } from '../ports/lake.ts';
import { correlationStatement } from './correlation-statement.ts';
import type { RefusedRule } from './read-rule-file.ts';
import { correlationTree, leavesOf } from './resolve-slots.ts';
import type { RuleSet } from './rule-set.ts';
import { type RuleBatch, batchesOf, namesFor } from './rule-batches.ts';
import { rulesStatement } from './rules-statement.ts';
import type { Detection, SigmaCorrelation } from './sigma-rule.ts';

/** What a rule was met by. */
export interface RuleHits {
  readonly rule: Detection;
  /** Events, exactly. */
  readonly count: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly events: readonly string[];
  /** Names of events, or operations and models. */
  readonly what: readonly string[];
  readonly principals: readonly string[];
  readonly addresses: readonly string[];
  readonly evidence: readonly string[];
  /** For a correlation: the groups in which it holds. */
  readonly groups: readonly HitGroup[];
  /** The rule reads prompts or answers, which are sealed: that it was not met says nothing. */
  readonly withheld?: true;
}

export interface HitGroup {
  readonly keys: Readonly<Record<string, string>>;
  readonly count: number;
  readonly first: string | null;
  readonly last: string | null;
  /** The rules that were met, as the correlation names them. */
  readonly rules: readonly string[];
}

export interface Detected {
  /** Every rule that was run, with or without hits, in the order given. */
  readonly hits: readonly RuleHits[];
  /** Rules that a statement failed for. */
  readonly refused: readonly RefusedRule[];
  readonly statements: number;
}

export interface DetectRequest {
  readonly set: RuleSet;
  /** Those of the set to run. */
  readonly rules: readonly Detection[];
  readonly scope: Scope;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A set of rules reads a lot at once. */
const TIMEOUT_MS = 600_000;

/** Runs rules over a lake: rules over events share scans, each correlation has a statement of its own. */
export async function detect(lake: Pick<QueryLake, 'query'>, request: DetectRequest): Promise<Detected> {
  return new Detector(lake, request).run();
}

class Detector {
  readonly #lake: Pick<QueryLake, 'query'>;
  readonly #request: DetectRequest;
  readonly #hits = new Map<Detection, RuleHits>();
  readonly #refused: RefusedRule[] = [];
  #statements = 0;
  #names: readonly string[] = [];

  constructor(lake: Pick<QueryLake, 'query'>, request: DetectRequest) {
    this.#lake = lake;
    this.#request = request;
  }

  async run(): Promise<Detected> {
    const { rules, onProgress } = this.#request;
    this.#names = await this.#eventNames();
    const single = rules.filter((rule) => rule.kind === 'rule');
    const correlations = rules.filter((rule) => rule.kind === 'correlation');
    const batches = batchesOf(single, this.#names);
    const total = batches.length + correlations.length;
    let done = 0;
    for (const batch of batches) {
      await this.#batch(batch);
      onProgress?.((done += 1), total);
    }
    for (const rule of correlations) {
      await this.#correlation(rule);
      onProgress?.((done += 1), total);
    }
    const hits = rules.flatMap((rule) => this.#hits.get(rule) ?? []);
    return { hits, refused: this.#refused, statements: this.#statements };
  }

  /** Which events there are at all: most rules can be told by their names to have nothing to look at. */
  async #eventNames(): Promise<readonly string[]> {
    const { rows } = await this.#ask(
      'SELECT eventname, count(*) AS n FROM cloudtrail WHERE eventname IS NOT NULL GROUP BY eventname',
    );
    return rows.flatMap(({ eventname }) => (typeof eventname === 'string' ? [eventname] : []));
  }

  /** Where the statement of many fails, the one that it fails for is found, and the others have their answer. */
  async #batch(batch: RuleBatch): Promise<void> {
    const { table, rules, eventNames } = batch;
    if (eventNames?.length === 0) {
      for (const rule of rules) this.#hits.set(rule, noHits(rule));
      return;
    }
    const scanned = rules.map((rule, number) => ({ number, rule, slots: [] }));
    try {
      const { rows, withheld } = await this.#ask(rulesStatement({ table, rules: scanned, eventNames }));
      // Which of the rules it is that reads what is sealed, each tells by a statement of its own.
      if (withheld && rules.length > 1) return await this.#halves(batch);
      const byNumber = new Map(rows.map((row) => [row['rule'], row]));
      for (const [number, rule] of rules.entries()) {
        const row = byNumber.get(number);
        const hits = row === undefined ? noHits(rule) : hitsOf(rule, row);
        this.#hits.set(rule, withheld ? { ...hits, withheld } : hits);
      }
    } catch (error) {
      const [first] = rules;
      if (!(error instanceof UserError) || first === undefined) throw error;
      if (rules.length === 1) return this.#refuse(first, error);
      await this.#halves(batch);
    }
  }

  async #halves({ table, rules, eventNames }: RuleBatch): Promise<void> {
    const half = Math.ceil(rules.length / 2);
    await this.#batch({ table, rules: rules.slice(0, half), eventNames });
    await this.#batch({ table, rules: rules.slice(half), eventNames });
  }

  async #correlation(rule: SigmaCorrelation): Promise<void> {
    const { byReference } = this.#request.set;
    const leaves = leavesOf(rule, byReference);
    const events = leaves.filter((leaf) => leaf.rule.table === 'cloudtrail').map((leaf) => leaf.rule);
    const tree = correlationTree(rule, byReference);
    try {
      const { rows, withheld } = await this.#ask(
        correlationStatement({ tree, leaves, eventNames: namesFor(events, this.#names) }),
      );
      const hits = correlated(rule, rows);
      this.#hits.set(rule, withheld ? { ...hits, withheld } : hits);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#refuse(rule, error);
    }
  }

  async #ask(sql: string): Promise<Pick<QueryResult, 'rows' | 'withheld'>> {
    this.#statements += 1;
    const { scope } = this.#request;
    return this.#lake.query({ sql, params: {}, scope, timeoutMs: TIMEOUT_MS });
  }

  #refuse(rule: Detection, error: UserError): void {
    const fault = {
      ...rule.place,
      what: 'the rule does not run over the lake',
      why: [messageOf(error), error.why].filter((part) => part !== undefined).join(': '),
      fix: error.fix ?? 'write it otherwise',
      rule: 'sigma',
    };
    this.#refused.push({ title: rule.title, faults: [fault] });
  }
}

function noHits(rule: Detection): RuleHits {
  return {
    rule,
    count: 0,
    first: null,
    last: null,
    events: [],
    what: [],
    principals: [],
    addresses: [],
    evidence: [],
    groups: [],
  };
}

function hitsOf(rule: Detection, row: Row): RuleHits {
  return {
    rule,
    count: Number(row['events_count'] ?? 0),
    first: text(row['first_seen']),
    last: text(row['last_seen']),
    events: texts(row['events']),
    what: texts(row['what']),
    principals: texts(row['principal']),
    addresses: texts(row['sourceipaddress']),
    evidence: texts(row['evidence']),
    groups: [],
  };
}

/** The groups of a correlation as one: each event belongs to one group only. */
function correlated(rule: SigmaCorrelation, rows: readonly Row[]): RuleHits {
  const each = rows.map((row) => hitsOf(rule, row));
  const all = (of: (hits: RuleHits) => readonly string[]): readonly string[] => [
    ...new Set(each.flatMap(of)),
  ];
  const times = (of: (hits: RuleHits) => string | null): readonly string[] =>
    each
      .map(of)
      .filter((time) => time !== null)
      .toSorted();
  return {
    rule,
    count: each.reduce((sum, { count }) => sum + count, 0),
    first: times(({ first }) => first)[0] ?? null,
    last: times(({ last }) => last).at(-1) ?? null,
    events: all(({ events }) => events).slice(0, 1000),
    what: all(({ what }) => what),
    principals: all(({ principals }) => principals),
    addresses: all(({ addresses }) => addresses),
    evidence: all(({ evidence }) => evidence),
    groups: rows.map((row, index) => groupOf(rule, row, each[index] ?? noHits(rule))),
  };
}

function groupOf(rule: SigmaCorrelation, row: Row, { count, first, last }: RuleHits): HitGroup {
  const parts = Array.isArray(row['parts']) ? row['parts'] : [];
  return {
    keys: Object.fromEntries(rule.groupBy.map((field, index) => [field, text(row[`s0_${index}`]) ?? ''])),
    count,
    first,
    last,
    rules: parts.flatMap((part: RowValue) => rule.rules[Number(part)] ?? []),
  };
}

function text(value: RowValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function texts(value: RowValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
