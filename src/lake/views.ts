import type { LeafTable } from '../dialect/leaf-columns.ts';
import { CLOUDTRAIL_ORDER, LEAF_PAIR, leafColumn, LEAVES } from './cloudtrail-columns.ts';
import { exactSelect } from './cloudtrail-sql.ts';
import { flatSelect, FLAT_TABLES, type PartTable } from './flat-tables.ts';
import type { Scope } from '../model/scope.ts';
import { type ContentTable, withOpened } from './sealed-content.ts';

/** Gives the files of a table. */
export type PartPaths = (table: PartTable) => readonly string[];

const EVENT_COLUMNS = [
  ...CLOUDTRAIL_ORDER.map((key) => key.toLowerCase()),
  'event_ts',
  'evidence',
  'record',
  'byte_offset',
  'byte_length',
];
const LEAF_COLUMNS = LEAVES.map(leafColumn);

/** The events with the columns that statements read fields of `useridentity` from; nobody can name it. */
export const EVENTS_WITH_LEAVES: LeafTable = {
  names: new Set(['cloudtrail', 'cloudtrail_logs']),
  table: 'lake_cloudtrail',
  struct: 'useridentity',
  leaves: new Set(LEAF_COLUMNS),
  pair: { column: LEAF_PAIR.column, of: new Set(LEAF_PAIR.of.map(leafColumn)) },
};

const NOTHING = `(SELECT CAST(NULL AS VARCHAR) AS evidence, CAST(NULL AS INTEGER) AS record, CAST(NULL AS BIGINT) AS byte_offset, CAST(NULL AS INTEGER) AS byte_length, CAST(NULL AS VARCHAR) AS raw WHERE false)`;

/**
 * The statements that make the lake's tables over its parts, narrowed to a scope.
 * @param opened whether sealed content stands opened beside them
 */
export function viewStatements(paths: PartPaths, scope: Scope, opened = false): readonly string[] {
  return [
    `CREATE OR REPLACE VIEW lake_duplicates AS ${duplicates(paths)}`,
    `CREATE OR REPLACE VIEW lake_prints AS ${flat('sealed_prints', paths)}`,
    `CREATE OR REPLACE VIEW lake_files AS ${accounts(paths)}`,
    `CREATE OR REPLACE VIEW ${EVENTS_WITH_LEAVES.table} AS SELECT ${[...EVENT_COLUMNS, ...[...LEAF_COLUMNS, LEAF_PAIR.column].map((name) => `"${name}"`)].join(', ')} FROM ${events(paths)} e ${where([...unlessDuplicate(paths), ...narrowed(scope, 'recipientaccountid')])}`,
    `CREATE OR REPLACE VIEW cloudtrail AS SELECT ${EVENT_COLUMNS.join(', ')} FROM ${EVENTS_WITH_LEAVES.table}`,
    // The name that published queries use for the same table.
    'CREATE OR REPLACE VIEW cloudtrail_logs AS SELECT * FROM cloudtrail',
    `CREATE OR REPLACE VIEW bedrock_invocations AS ${invocations(paths, opened)} ${where([...unlessDuplicate(paths), ...narrowed(scope, 'accountid')])}`,
    ...OTHER_CLOUDS.map(
      (table) =>
        `CREATE OR REPLACE VIEW ${table} AS ${otherCloud(table, paths)} ${where(narrowed(scope, null))}`,
    ),
    `CREATE OR REPLACE VIEW ingest_problems AS ${problems(paths)}`,
  ];
}

function events(paths: PartPaths): string {
  const files = paths('cloudtrail');
  return files.length === 0 ? `(${exactSelect(NOTHING, false)})` : parquet(files);
}

/** Large bodies lie in files of their own; they come back to their record by request id. */
function invocations(paths: PartPaths, opened: boolean): string {
  const whole = (name: ContentTable): string =>
    opened ? withOpened(name, flat(name, paths)) : flat(name, paths);
  const table = whole('bedrock_invocations');
  if (paths('bedrock_bodies').length === 0) return `SELECT * FROM (${table}) e`;
  const body = (direction: string): string =>
    `(SELECT requestid, any_value(body) AS body, any_value(body_text) AS body_text, any_value(guardrail_action) AS guardrail_action,
      any_value(guardrail_assessments) AS guardrail_assessments, any_value(tool_uses) AS tool_uses, any_value(tokens) AS tokens
      FROM (${whole('bedrock_bodies')}) WHERE direction = '${direction}' GROUP BY requestid)`;
  return `SELECT e.* REPLACE (
    coalesce(e.input_body, i.body) AS input_body, coalesce(e.prompt_text, i.body_text) AS prompt_text,
    coalesce(e.output_body, o.body) AS output_body, coalesce(e.response_text, o.body_text) AS response_text,
    coalesce(e.guardrail_action, o.guardrail_action) AS guardrail_action,
    coalesce(e.guardrail_assessments, o.guardrail_assessments) AS guardrail_assessments,
    coalesce(e.tool_uses, o.tool_uses) AS tool_uses, coalesce(e.output_tokens, o.tokens) AS output_tokens)
  FROM (${table}) e LEFT JOIN ${body('input')} i ON i.requestid = e.requestid LEFT JOIN ${body('output')} o ON o.requestid = e.requestid`;
}

/** Tables of the logs of other clouds. */
const OTHER_CLOUDS = ['azure_events', 'google_events'] as const;

/** A record that was exported twice counts once; which ones these are is known by their own bytes, even where they are sealed. */
function otherCloud(table: (typeof OTHER_CLOUDS)[number], paths: PartPaths): string {
  return `SELECT * FROM (SELECT * EXCLUDE (print) FROM (${flat(table, paths)})
    QUALIFY print IS NULL OR row_number() OVER (PARTITION BY print ORDER BY evidence, record) = 1) e`;
}

/** One account a path and content: content that was told to be another's, and was lost with it, is read once more. */
function accounts(paths: PartPaths): string {
  return `SELECT * FROM (${flat('files', paths)}) QUALIFY row_number() OVER (PARTITION BY path, sha256 ORDER BY status = 'identical') = 1`;
}

function problems(paths: PartPaths): string {
  const names = '(SELECT sha256, min(path) AS path FROM lake_files GROUP BY sha256)';
  return `SELECT nullif(p.evidence, '') AS evidence, coalesce(p.path, f.path) AS path, nullif(p.record, -1) AS record, p.problem
    FROM (${flat('problems', paths)}) p LEFT JOIN ${names} f ON p.evidence = f.sha256`;
}

function duplicates(paths: PartPaths): string {
  const files = paths('duplicates');
  return files.length === 0
    ? 'SELECT CAST(NULL AS VARCHAR) AS evidence, CAST(NULL AS INTEGER) AS record WHERE false'
    : `SELECT evidence, record FROM ${parquet(files)}`;
}

/** Without duplicates the condition stays away: it would cost every query a join. */
function unlessDuplicate(paths: PartPaths): readonly string[] {
  if (paths('duplicates').length === 0) return [];
  return [
    'NOT EXISTS (SELECT 1 FROM lake_duplicates d WHERE d.evidence = e.evidence AND d.record = e.record)',
  ];
}

/**
 * Times and accounts of a scope are heptad's own text (parsed and written again), never a log's.
 * @param account the column of the AWS account; null = the table is of another cloud, which an AWS account cannot narrow
 */
function narrowed(scope: Scope, account: string | null): readonly string[] {
  const conditions: string[] = [];
  if (scope.from !== null) conditions.push(`e.event_ts >= TIMESTAMP '${plainTime(scope.from)}'`);
  if (scope.to !== null) conditions.push(`e.event_ts < TIMESTAMP '${plainTime(scope.to)}'`);
  if (scope.account !== null && account !== null)
    conditions.push(`e.${account} = '${scope.account.replaceAll(/[^0-9]/g, '')}'`);
  return conditions;
}

function plainTime(iso: string): string {
  return new Date(iso).toISOString().replace('T', ' ').replace('Z', '');
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

export function flat(
  table: Exclude<PartTable, 'cloudtrail' | 'duplicates' | 'cloudtrail_rows' | 'sealed_content'>,
  paths: PartPaths,
): string {
  const files = paths(table);
  return files.length === 0 ? flatSelect(table, NOTHING) : `SELECT * FROM ${parquet(files)}`;
}

function parquet(files: readonly string[]): string {
  return `read_parquet([${files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ')}])`;
}

/** Names of the tables a person may ask, with their columns where they are fixed. */
export const ASKABLE = [
  'cloudtrail',
  'bedrock_invocations',
  'azure_events',
  'google_events',
  'ingest_problems',
] as const;
export const INVOCATION_COLUMNS = [
  ...Object.keys(FLAT_TABLES.bedrock_invocations),
  'event_ts',
  'evidence',
  'record',
  'byte_offset',
  'byte_length',
];
