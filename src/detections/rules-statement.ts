import { scanSql, type TableScan } from './table-scan.ts';

/** What a finding lists at most of events, and of anything else. */
const MOST_EVENTS = 1000;
const MOST_LISTED = 100;

/** What a statement tells of the hits of a rule, or of a group of a correlation. */
export const HIT_SUMMARY = summaryOf('');

/** The same of rows in which an event may stand several times, numbered by `nth`: each event counts once. */
export const DISTINCT_HIT_SUMMARY = summaryOf(' FILTER (WHERE nth = 1)');

function summaryOf(filter: string): string {
  return [
  `count(*)${filter} AS events_count`,
  'min(happened) AS first_seen',
  'max(happened) AS last_seen',
  `slice(array_agg(ref ORDER BY event_ts, ref)${filter}, 1, ${MOST_EVENTS}) AS events`,
  distinct('what', MOST_LISTED),
  distinct('principal', MOST_LISTED),
  distinct('sourceipaddress', MOST_LISTED),
  distinct('evidence', MOST_EVENTS),
].join(', ');
}

function distinct(column: string, most: number): string {
  return `slice(array_agg(DISTINCT ${column} ORDER BY ${column}) FILTER (WHERE ${column} IS NOT NULL), 1, ${most}) AS ${column}`;
}

/** The statement that gives, for each rule of a scan that was met, its number and what its hits are. */
export function rulesStatement(scan: TableScan): string {
  return `SELECT rule, ${HIT_SUMMARY} FROM (${scanSql(scan)}) hits GROUP BY rule`;
}
