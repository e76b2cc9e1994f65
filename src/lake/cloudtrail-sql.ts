import { CLOUDTRAIL_ORDER, DOCUMENTS, SCALARS, STRUCTS } from './cloudtrail-columns.ts';

/** Columns whose struct is read from the record at once; the rarer ones are read as text first, where they occur. */
const AT_ONCE = new Set<string>(['userIdentity', 'tlsDetails']);
const DOCUMENT_SET = new Set<string>(DOCUMENTS);

/**
 * The SELECT that turns raw records (`evidence, record, byte_offset, byte_length, raw`) into rows of `cloudtrail`,
 * with the internal columns `flags` (see FLAGS) and `misfits` (columns whose value did not fit, comma-separated).
 * @param careful a record that is not JSON becomes no row instead of stopping the statement
 */
export function cloudtrailSelect(source: string, careful: boolean): string {
  const parsed = `from_json(raw, '${structure()}')`;
  return `SELECT ${CLOUDTRAIL_ORDER.map(column).join(',\n')},
  CASE WHEN ${nonIso('s.eventTime')} THEN try_cast(s.eventTime AS TIMESTAMP) ELSE try_strptime(s.eventTime, '%Y-%m-%dT%H:%M:%SZ') END AS event_ts,
  evidence, record, byte_offset, byte_length,
  CAST(${flags()} AS UTINYINT) AS flags,
  ${misfits()} AS misfits
FROM (SELECT ${careful ? `try(${parsed})` : parsed} AS s, * FROM ${source})${careful ? ' WHERE s IS NOT NULL' : ''}`;
}

/** The provenance of the records in `source` that are not JSON. */
export function unparsableSelect(source: string): string {
  return `SELECT evidence, record, byte_offset FROM ${source} WHERE try(from_json(raw, '{"eventVersion":"VARCHAR"}')) IS NULL`;
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
  if (AT_ONCE.has(key) || DOCUMENT_SET.has(key)) return `s.${key} AS ${name}`;
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
    `CASE WHEN ${nonIso('s.eventTime')} THEN CASE WHEN try_cast(s.eventTime AS TIMESTAMP) IS NULL THEN 2 WHEN s.eventTime[11] <> 'T' THEN 4 ELSE 0 END ELSE CASE WHEN s.eventTime IS NOT NULL AND try_strptime(s.eventTime, '%Y-%m-%dT%H:%M:%SZ') IS NULL THEN 2 ELSE 0 END END`,
    'CASE WHEN s.eventID IS NULL THEN 8 ELSE 0 END',
    'CASE WHEN s.userIdentity IS NULL THEN 16 ELSE 0 END',
    'CASE WHEN s.eventName IS NULL OR s.eventSource IS NULL THEN 32 ELSE 0 END',
  ].join(' + ');
}

function misfits(): string {
  const scalar = SCALARS.map((key) => `CASE WHEN ${looksNested(`s.${key}`)} THEN CASE WHEN ${isNested(key)} THEN '${key.toLowerCase()}' END END`);
  const struct = [
    `CASE WHEN s.userIdentity IS NULL THEN CASE WHEN ${isOther('userIdentity', 'OBJECT')} THEN 'useridentity' END END`,
    `CASE WHEN s.tlsDetails IS NULL AND contains(raw, '"tlsDetails"') THEN CASE WHEN ${isOther('tlsDetails', 'OBJECT')} THEN 'tlsdetails' END END`,
    `CASE WHEN s.resources[1] <> '[' THEN 'resources' END`,
    `CASE WHEN s.addendum[1] <> '{' THEN 'addendum' END`,
  ];
  const suspicious = [
    ...SCALARS.map((key) => looksNested(`s.${key}`)),
    's.userIdentity IS NULL', 's.tlsDetails IS NULL', 's.resources IS NOT NULL', 's.addendum IS NOT NULL',
  ].join(' OR ');
  return `CASE WHEN ${suspicious} THEN nullif(concat_ws(',', ${[...scalar, ...struct].join(', ')}), '') END`;
}

function isOther(key: string, wanted: string): string {
  return `coalesce(json_type(raw, '$.${key}'), 'NULL') NOT IN ('NULL', '${wanted}')`;
}
