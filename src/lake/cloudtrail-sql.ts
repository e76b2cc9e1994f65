import {
  CLOUDTRAIL_ORDER,
  DOCUMENTS,
  LEAF_PAIR,
  leafColumn,
  LEAVES,
  SCALARS,
  STRUCTS,
} from './cloudtrail-columns.ts';

/** Columns whose struct is read from the record at once; the rarer ones are read as text first, where they occur. */
const AT_ONCE = new Set<string>(['userIdentity', 'tlsDetails']);
/** The leaf that nearly every such struct has: where it is NULL, the value may be no object at all. */
const FIRST_LEAF: Readonly<Record<string, string>> = { userIdentity: 'type', tlsDetails: 'tlsVersion' };
const DOCUMENT_SET = new Set<string>(DOCUMENTS);

/** Text that may rightly begin like an array or object: looked at closely even on the quick way. */
const BRACKETED = new Set<string>(['userAgent', 'errorMessage']);

/**
 * The SELECT that turns raw records (`evidence, record, byte_offset, byte_length, raw`) into rows of `cloudtrail`,
 * for records that are as AWS writes them. What it takes on trust, `needsCare` looks up in the part it wrote.
 */
export function quickSelect(source: string): string {
  return `SELECT ${CLOUDTRAIL_ORDER.map((key) => (SIMPLE.has(key) ? `s.${key} AS ${key.toLowerCase()}` : column(key))).join(',\n')},
  try_cast(s.eventTime AS TIMESTAMP) AS event_ts,
  evidence, record, byte_offset, byte_length,
  ${leaves()},
  CAST(CASE WHEN s.userIdentity IS NULL OR ${nonIso('s.eventTime')} THEN 1 ELSE 0 END AS UTINYINT) AS flags,
  ${misfitList([...BRACKETED])} AS misfits
FROM (SELECT from_json(raw, '${structure()}') AS s, * FROM ${source})`;
}

const SIMPLE = new Set<string>(SCALARS.filter((key) => !BRACKETED.has(key)));

/**
 * Whether a part written the quick way holds anything that has to be read with care: a missing or odd time, a missing
 * id, name or identity, or a value that begins like an object or array. The file's own statistics answer for all
 * columns; `flags` is raised for what no statistics tell.
 */
export function needsCare(partFile: string): string {
  const file = `'${partFile.replaceAll("'", "''")}'`;
  const must = ['eventtime', 'event_ts', 'eventid', 'eventname', 'eventsource'];
  const odd = [...SIMPLE].filter((key) => key !== 'eventTime').map((key) => key.toLowerCase());
  const ranges = odd.map(
    (name) =>
      `(path_in_schema = '${name}' AND stats_min_value < '|' AND stats_max_value >= '[' AND (stats_min_value < '\\' OR stats_max_value >= '{'))`,
  );
  return `SELECT (SELECT count(*) FROM parquet_metadata(${file}) WHERE path_in_schema IN (${must.map((name) => `'${name}'`).join(', ')}) AND coalesce(stats_null_count, 1) > 0) AS missing,
  (SELECT count(*) FROM parquet_metadata(${file}) WHERE path_in_schema = 'flags' AND coalesce(stats_max_value, '1') <> '0') AS odd,
  (SELECT list(DISTINCT path_in_schema) FROM parquet_metadata(${file}) WHERE ${ranges.join(' OR ')}) AS to_look_at`;
}

/** How many rows of a part begin like an object or array in one of these columns. */
export function nestedLooking(partFile: string, columns: readonly string[]): string {
  return `SELECT count(*) FROM read_parquet('${partFile.replaceAll("'", "''")}') WHERE ${columns.map(looksNested).join(' OR ')}`;
}

/**
 * The same, for records of any kind: odd times are put into ISO 8601, values that do not fit become NULL, and the
 * internal columns `flags` (see FLAGS) and `misfits` (columns whose value did not fit, comma-separated) say so.
 * @param careful a record that is not JSON becomes no row instead of stopping the statement
 */
export function exactSelect(source: string, careful: boolean): string {
  const parsed = `from_json(raw, '${structure()}')`;
  return `SELECT ${CLOUDTRAIL_ORDER.map(column).join(',\n')},
  try_cast(s.eventTime AS TIMESTAMP) AS event_ts,
  evidence, record, byte_offset, byte_length,
  ${leaves()},
  CAST(${flags()} AS UTINYINT) AS flags,
  ${misfitList(SCALARS)} AS misfits
FROM (SELECT ${careful ? `try(${parsed})` : parsed} AS s, * FROM ${source})${careful ? ' WHERE s IS NOT NULL' : ''}`;
}

/** The text and provenance of the records in `source` that are not JSON. */
export function unparsableSelect(source: string): string {
  return `SELECT evidence, record, byte_offset, byte_length, raw FROM ${source} WHERE try(from_json(raw, '{"eventVersion":"VARCHAR"}')) IS NULL`;
}

function leaves(): string {
  const single = LEAVES.map((leaf) => `s.userIdentity.${leaf} AS "${leafColumn(leaf)}"`);
  const both = LEAF_PAIR.of.map((leaf) => `s.userIdentity.${leaf}`).join(', ');
  return [...single, `concat_ws(' ', ${both}) AS "${LEAF_PAIR.column}"`].join(', ');
}

function structure(): string {
  const members: Record<string, unknown> = {};
  for (const key of CLOUDTRAIL_ORDER) members[key] = AT_ONCE.has(key) ? structOf(key) : 'VARCHAR';
  return JSON.stringify(members);
}

function structOf(key: string): unknown {
  return (STRUCTS as Readonly<Record<string, unknown>>)[key];
}

function column(key: string): string {
  const name = key.toLowerCase();
  if (key === 'eventTime') return `${eventTime()} AS eventtime`;
  if (DOCUMENT_SET.has(key)) return `s.${key} AS ${name}`;
  if (AT_ONCE.has(key))
    return `CASE WHEN s.${key}.${FIRST_LEAF[key]} IS NULL THEN CASE WHEN ${isOther(key, 'OBJECT')} THEN NULL ELSE s.${key} END ELSE s.${key} END AS ${name}`;
  if (Object.hasOwn(STRUCTS, key)) {
    const opening = Array.isArray(structOf(key)) ? '[' : '{';
    return `CASE WHEN s.${key}[1] = '${opening}' THEN from_json(s.${key}, '${JSON.stringify(structOf(key))}') END AS ${name}`;
  }
  return `CASE WHEN ${looksNested(`s.${key}`)} THEN CASE WHEN ${isNested(key)} THEN NULL ELSE s.${key} END ELSE s.${key} END AS ${name}`;
}

/** ISO 8601 whatever the record had, where it can be read as a time at all; otherwise the record's own text. */
function eventTime(): string {
  const readable = `coalesce(strftime(try_cast(s.eventTime AS TIMESTAMP), '%Y-%m-%dT%H:%M:%SZ'), s.eventTime)`;
  return `CASE WHEN ${nonIso('s.eventTime')} THEN CASE WHEN ${looksNested('s.eventTime')} THEN NULL ELSE ${readable} END ELSE s.eventTime END`;
}

/** Cheap: the usual form is twenty characters with a T and a Z in their places. */
function nonIso(text: string): string {
  return `(length(${text}) <> 20 OR ${text}[11] <> 'T' OR ${text}[20] <> 'Z')`;
}

/**
 * Cheap test that lets nearly every value pass: only text that begins like an object or array is looked at again.
 * The second look stands in a CASE of its own: an AND may run both sides, and parsing every record again for each
 * column costs more than all the rest.
 */
function looksNested(text: string): string {
  return `((${text} >= '{' AND ${text} < '|') OR (${text} >= '[' AND ${text} < '\\'))`;
}

function isNested(key: string): string {
  return `json_type(raw, '$.${key}') IN ('OBJECT', 'ARRAY')`;
}

function flags(): string {
  return [
    'CASE WHEN s.eventTime IS NULL THEN 1 ELSE 0 END',
    `CASE WHEN s.eventTime IS NULL THEN 0 WHEN try_cast(s.eventTime AS TIMESTAMP) IS NULL THEN 2 WHEN s.eventTime[11] <> 'T' THEN 4 ELSE 0 END`,
    'CASE WHEN s.eventID IS NULL THEN 8 ELSE 0 END',
    'CASE WHEN s.userIdentity IS NULL THEN 16 ELSE 0 END',
    'CASE WHEN s.eventName IS NULL OR s.eventSource IS NULL THEN 32 ELSE 0 END',
  ].join(' + ');
}

function misfitList(scalars: readonly string[]): string {
  const scalar = scalars.map(
    (key) =>
      `CASE WHEN ${looksNested(`s.${key}`)} THEN CASE WHEN ${isNested(key)} THEN '${key.toLowerCase()}' END END`,
  );
  const struct = [
    `CASE WHEN s.userIdentity.type IS NULL THEN CASE WHEN ${isOther('userIdentity', 'OBJECT')} THEN 'useridentity' END END`,
    `CASE WHEN s.tlsDetails.tlsVersion IS NULL AND contains(raw, '"tlsDetails"') THEN CASE WHEN ${isOther('tlsDetails', 'OBJECT')} THEN 'tlsdetails' END END`,
    `CASE WHEN s.resources[1] <> '[' THEN 'resources' END`,
    `CASE WHEN s.addendum[1] <> '{' THEN 'addendum' END`,
  ];
  const suspicious = [
    ...scalars.map((key) => looksNested(`s.${key}`)),
    's.userIdentity.type IS NULL',
    `(s.tlsDetails.tlsVersion IS NULL AND contains(raw, '"tlsDetails"'))`,
    `s.resources[1] <> '['`,
    `s.addendum[1] <> '{'`,
  ].join(' OR ');
  return `CASE WHEN ${suspicious} THEN nullif(concat_ws(',', ${[...scalar, ...struct].join(', ')}), '') END`;
}

function isOther(key: string, wanted: string): string {
  return `coalesce(json_type(raw, '$.${key}'), 'NULL') NOT IN ('NULL', '${wanted}')`;
}
