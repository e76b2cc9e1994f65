import type { LakeTable } from './log-sources.ts';
import { type CorrelationNode, fieldsOf, type Leaf, slotColumn } from './resolve-slots.ts';
import { DISTINCT_HIT_SUMMARY } from './rules-statement.ts';
import type { SigmaRule } from './sigma-rule.ts';
import { HIT_COLUMNS, type ScannedRule, scanSql } from './table-scan.ts';

/** A correlation, what it stands on, and which events have to be read for it. */
export interface CorrelationPlan {
  readonly tree: CorrelationNode;
  readonly leaves: readonly Leaf[];
  /** As of a `TableScan` of CloudTrail. */
  readonly eventNames: readonly string[] | null;
}

/**
 * The statement of a correlation: one scan of each table for all rules below it, then window functions. A row for each
 * group in which it holds, with the events that stand within a timespan in which it does; `parts` are the positions of
 * the rules that were met. Events without a time, or without a value to group by, belong to no group.
 */
export function correlationStatement(plan: CorrelationPlan): string {
  const writer = new Writer(plan);
  const top = writer.node(plan.tree);
  const { tree } = plan;
  const keys = tree.rule.groupBy.map((_, index) => slotColumn(tree.number, index));
  const following = over(
    keys,
    `RANGE BETWEEN CURRENT ROW AND INTERVAL '${tree.rule.seconds}' SECOND FOLLOWING`,
  );
  // An event that several of the rules are met by is one event.
  const nth = `row_number() OVER (PARTITION BY ${[...keys, 'ref', 'evidence'].join(', ')} ORDER BY part) AS nth`;
  const inside = `SELECT *, max(fired) ${following} AS inside, ${nth} FROM ${top}`;
  const group = keys.length === 0 ? '' : ` GROUP BY ${keys.join(', ')}`;
  const parts = 'array_agg(DISTINCT part ORDER BY part) AS parts';
  const selected = [...keys, parts, DISTINCT_HIT_SUMMARY].join(', ');
  return `WITH ${writer.tables.join(', ')} SELECT ${selected} FROM (${inside}) within WHERE inside = 1${group} HAVING count(*) > 0 ORDER BY events_count DESC, first_seen`;
}

class Writer {
  /** Common table expressions, each after those it reads. */
  readonly tables: string[] = [];
  readonly #columns: string;
  readonly #numbers: ReadonlyMap<SigmaRule, number>;

  constructor({ leaves, eventNames }: CorrelationPlan) {
    const slots = [...new Set(leaves.flatMap((leaf) => leaf.slots.map(({ column }) => column)))];
    this.#columns = [...HIT_COLUMNS, ...slots].join(', ');
    this.#numbers = new Map(leaves.map(({ rule }, number) => [rule, number]));
    const scanned = leaves.map(({ rule, slots: own }, number) => ({ number, rule, slots: own }));
    this.tables.push(`hits AS (${hitsSql({ scanned, eventNames, slots })})`);
  }

  /** Writes the table of a correlation, with `fired` 1 at each event at which it holds, and gives its name. */
  node(node: CorrelationNode): string {
    const { rule, number } = node;
    const keys = rule.groupBy.map((_, index) => slotColumn(number, index));
    const given = this.#table(`n${number}_in`, this.#input(node, keys));
    const counted = this.#counted(node, keys, given);
    const fired = rule.thresholds.map(({ comparison, value }) => `n ${comparison} ${value}`).join(' AND ');
    return this.#table(
      `n${number}`,
      `SELECT ${this.#columns}, part, CASE WHEN ${rule.type === 'temporal_ordered' ? 'n = 1' : fired} THEN 1 ELSE 0 END AS fired FROM (${counted}) counted`,
    );
  }

  /** The events of the rules a correlation names, each with the rule's position. */
  #input(node: CorrelationNode, keys: readonly string[]): string {
    const leaves = node.children.flatMap((child, part) =>
      'leaf' in child ? [{ part, number: this.#numbers.get(child.leaf) ?? -1 }] : [],
    );
    const conditions = ['event_ts IS NOT NULL', ...keys.map((key) => `${key} IS NOT NULL`)].join(' AND ');
    const selects =
      leaves.length === 0
        ? []
        : [
            `SELECT ${this.#columns}, CASE rule ${leaves.map(({ number, part }) => `WHEN ${number} THEN ${part}`).join(' ')} END AS part FROM hits WHERE rule IN (${leaves.map(({ number }) => number).join(', ')}) AND ${conditions}`,
          ];
    for (const [part, child] of node.children.entries()) {
      if ('leaf' in child) continue;
      selects.push(
        `SELECT ${this.#columns}, ${part} AS part FROM ${this.node(child)} WHERE fired = 1 AND ${conditions}`,
      );
    }
    return selects.join(' UNION ALL ');
  }

  /** The events with `n`: what the thresholds compare, over the timespan that ends at the event. */
  #counted(node: CorrelationNode, keys: readonly string[], given: string): string {
    const { rule, number } = node;
    const preceding = over(keys, `RANGE BETWEEN INTERVAL '${rule.seconds}' SECOND PRECEDING AND CURRENT ROW`);
    const value = slotColumn(number, fieldsOf(rule).length - 1);
    switch (rule.type) {
      case 'event_count':
        return `SELECT *, count(*) ${preceding} AS n FROM ${given}`;
      case 'value_sum':
        return `SELECT *, sum(TRY_CAST(${value} AS DOUBLE)) ${preceding} AS n FROM ${given}`;
      case 'value_avg':
        return `SELECT *, avg(TRY_CAST(${value} AS DOUBLE)) ${preceding} AS n FROM ${given}`;
      case 'value_count':
        return this.#distinct(node, { keys, given, value });
      case 'temporal': {
        const met = node.children.map(
          (_, part) => `max(CASE WHEN part = ${part} THEN 1 ELSE 0 END) ${preceding}`,
        );
        return `SELECT *, ${met.join(' + ')} AS n FROM ${given}`;
      }
      case 'temporal_ordered':
        return ordered(node, keys, given);
    }
  }

  /**
   * Distinct values in a sliding window without a window over DISTINCT, which Athena does not have: a value counts
   * from its event on until it comes again or grows too old, and the running sum of comings and goings is their number.
   */
  #distinct(
    { rule, number }: CorrelationNode,
    {
      keys,
      given,
      value,
    }: { readonly keys: readonly string[]; readonly given: string; readonly value: string },
  ): string {
    const again = `lead(event_ts) OVER (PARTITION BY ${[...keys, value].join(', ')} ORDER BY event_ts)`;
    const lives = this.#table(
      `n${number}_lives`,
      `SELECT *, ${again} AS again_ts, date_add('millisecond', ${rule.seconds * 1000 + 1}, event_ts) AS old_ts FROM ${given} WHERE ${value} IS NOT NULL`,
    );
    const comings = `SELECT ${this.#columns}, part, event_ts AS step_ts, 1 AS step FROM ${lives}`;
    const goings = `SELECT ${this.#columns}, part, CASE WHEN again_ts < old_ts THEN again_ts ELSE old_ts END AS step_ts, -1 AS step FROM ${lives}`;
    const partition = keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')} `;
    const running = `SELECT *, sum(step) OVER (${partition}ORDER BY step_ts) AS n FROM (${comings} UNION ALL ${goings}) steps`;
    return `SELECT * FROM (${running}) running WHERE step = 1`;
  }

  #table(name: string, sql: string): string {
    this.tables.push(`${name} AS (${sql})`);
    return name;
  }
}

/** How late the first rule may have been met for the others to have followed in order, event by event. */
function ordered(node: CorrelationNode, keys: readonly string[], given: string): string {
  const until = over(keys, 'RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW');
  const last = node.children.length - 1;
  let sql = `SELECT *, max(CASE WHEN part = 0 THEN event_ts END) ${until} AS m0 FROM ${given}`;
  for (let part = 1; part < last; part += 1)
    sql = `SELECT *, max(CASE WHEN part = ${part} THEN m${part - 1} END) ${until} AS m${part} FROM (${sql}) ordered${part}`;
  const within = `date_add('second', ${node.rule.seconds}, m${Math.max(0, last - 1)}) >= event_ts`;
  return `SELECT *, CASE WHEN part = ${last} AND ${within} THEN 1 ELSE 0 END AS n FROM (${sql}) ordered`;
}

function over(keys: readonly string[], frame: string): string {
  const partition = keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')} `;
  return `OVER (${partition}ORDER BY event_ts ${frame})`;
}

function hitsSql({
  scanned,
  eventNames,
  slots,
}: {
  readonly scanned: readonly ScannedRule[];
  readonly eventNames: readonly string[] | null;
  readonly slots: readonly string[];
}): string {
  const tables: readonly LakeTable[] = ['cloudtrail', 'bedrock_invocations'];
  return tables
    .map((table) => ({ table, rules: scanned.filter(({ rule }) => rule.table === table) }))
    .filter(({ rules }) => rules.length > 0)
    .map(({ table, rules }) =>
      scanSql({ table, rules, eventNames: table === 'cloudtrail' ? eventNames : null, emptySlots: slots }),
    )
    .join(' UNION ALL ');
}
