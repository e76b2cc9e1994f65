import { conditionSql } from './condition-sql.ts';
import { fieldAccess, jsonPath } from './field-access.ts';
import type { LakeTable } from './log-sources.ts';
import type { Slot } from './resolve-slots.ts';
import { ScanColumns } from './scan-columns.ts';
import type { SigmaRule } from './sigma-rule.ts';
import { literal } from './sql-text.ts';
import { CLOUDTRAIL_FIELDS, INVOCATION_FIELDS } from './table-fields.ts';

/** One scan of a table for several rules. */
export interface TableScan {
  readonly table: LakeTable;
  readonly rules: readonly ScannedRule[];
  /** Only events of these names are read; null = all. Each is a plain word. */
  readonly eventNames: readonly string[] | null;
  /** Columns of slots that no rule of this table fills. */
  readonly emptySlots?: readonly string[];
}

export interface ScannedRule {
  readonly number: number;
  readonly rule: SigmaRule;
  readonly slots: readonly Slot[];
}

/** What a scan gives of each hit, whatever the table. */
export const HIT_COLUMNS = [
  'ref',
  'what',
  'evidence',
  'principal',
  'sourceipaddress',
  'happened',
  'event_ts',
] as const;

const WHAT: Readonly<Record<LakeTable, string>> = {
  cloudtrail: 'eventname',
  bedrock_invocations: "operation || ' ' || modelid",
};

/**
 * A SELECT that gives `rule`, the columns of a hit and the slots, one row for each rule an event meets. The table is
 * read once, by the innermost SELECT; the conditions are over its columns.
 */
export function scanSql(scan: TableScan): string {
  const { table, rules, eventNames } = scan;
  const columns = new ScanColumns();
  const conditions = rules.map(
    ({ number, rule }) => `CASE WHEN ${conditionSql(rule.condition, { table, columns })} THEN ${number} END`,
  );
  const slots = slotColumns(scan, columns);
  const { principal, time, address, reference } =
    table === 'cloudtrail' ? CLOUDTRAIL_FIELDS : INVOCATION_FIELDS;
  const head = [
    `${reference} AS ref`,
    `${WHAT[table]} AS what`,
    'evidence',
    `${principal} AS principal`,
    address === 'sourceipaddress' ? address : `${address} AS sourceipaddress`,
    `${time} AS happened`,
    'event_ts',
  ];
  const where = eventNames === null ? '' : ` WHERE ${anyOf(eventNames)}`;
  const events = `SELECT ${[...head, ...columns.list()].join(', ')} FROM ${table}${where}`;
  const given = [
    ...HIT_COLUMNS,
    ...slots.inner,
    `filter(ARRAY[${conditions.join(', ')}], x -> x IS NOT NULL) AS met`,
  ];
  const matched = `SELECT ${given.join(', ')} FROM (${events}) events`;
  // Unnesting keeps all that it is given: events that no rule meets are dropped before it.
  const hits = `SELECT * FROM (${matched}) judged WHERE cardinality(met) > 0`;
  return `SELECT t.rule AS rule, ${[...HIT_COLUMNS, ...slots.outer].join(', ')} FROM (${hits}) matched CROSS JOIN UNNEST(met) AS t(rule)`;
}

function anyOf(eventNames: readonly string[]): string {
  return eventNames.length === 0 ? 'false' : `eventname IN (${eventNames.map(literal).join(', ')})`;
}

interface SlotColumns {
  /** Each value of a field once, as a column of the SELECT that judges. */
  readonly inner: readonly string[];
  /** The slot of the rule that was met. */
  readonly outer: readonly string[];
}

function slotColumns({ rules, table, emptySlots = [] }: TableScan, columns: ScanColumns): SlotColumns {
  const values = new Map<string, string>();
  const slots = new Map<string, string[]>();
  for (const { number, slots: own } of rules) {
    for (const { column, field } of own) {
      const sql = slotSql(table, field, columns);
      const name = values.get(sql) ?? `v${values.size}`;
      values.set(sql, name);
      slots.set(column, [...(slots.get(column) ?? []), `WHEN ${number} THEN ${name}`]);
    }
  }
  return {
    inner: [...values].map(([sql, name]) => `${sql} AS ${name}`),
    outer: [
      ...[...slots].map(([column, cases]) => `CASE t.rule ${cases.join(' ')} END AS ${column}`),
      ...emptySlots
        .filter((column) => !slots.has(column))
        .map((column) => `CAST(NULL AS VARCHAR) AS ${column}`),
    ].toSorted((a, b) => (lastWord(a) < lastWord(b) ? -1 : 1)),
  };
}

/** The parts of a UNION go by the order of their columns. */
function lastWord(text: string): string {
  return text.slice(text.lastIndexOf(' ') + 1);
}

function slotSql(table: LakeTable, field: string, columns: ScanColumns): string {
  const found = fieldAccess(table, field);
  if (!found.ok) return 'CAST(NULL AS VARCHAR)';
  const { access } = found;
  const value = columns.plain(access.sql);
  if (access.kind === 'number') return `CAST(${value} AS VARCHAR)`;
  return access.kind === 'json' ? `json_extract_scalar(${value}, ${literal(jsonPath(access.path))})` : value;
}
