/** Units of date_add and their intervals. */
const UNITS: Readonly<Record<string, string>> = {
  millisecond: 'to_milliseconds(n)',
  second: 'to_seconds(n)',
  minute: 'to_minutes(n)',
  hour: 'to_hours(n)',
  day: 'to_days(CAST(n AS INTEGER))',
  week: 'to_weeks(CAST(n AS INTEGER))',
  month: 'to_months(CAST(n AS INTEGER))',
  quarter: 'to_months(3 * CAST(n AS INTEGER))',
  year: 'to_years(CAST(n AS INTEGER))',
};

const CHOICES = Object.entries(UNITS).map(([unit, interval]) => `WHEN '${unit}' THEN ${interval}`);

/** ISO 8601 begins with a year and a dash; `infinity`, `epoch` and their like, which the engine reads, do not. */
function ifIso(type: string): string {
  return `CASE WHEN s[5] = '-' THEN try_cast(s AS ${type}) END`;
}

/** Times and dates. */
export const TIME_MACROS: readonly string[] = [
  `from_iso8601_timestamp(s) AS ${ifIso('TIMESTAMPTZ')}`,
  `from_iso8601_date(s) AS ${ifIso('DATE')}`,
  "to_iso8601(t) AS strftime(CAST(t AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%g') || 'Z'",
  'from_unixtime(x) AS to_timestamp(x)',
  'to_unixtime(t) AS epoch(t)',
  "at_timezone(t, z) AS CASE WHEN upper(z) IN ('UTC', 'Z', 'GMT') THEN t ELSE error('at_timezone: only UTC is supported') END",
  "with_timezone(t, z) AS CASE WHEN upper(z) IN ('UTC', 'Z', 'GMT') THEN CAST(t AS TIMESTAMPTZ) ELSE error('with_timezone: only UTC is supported') END",
  'date(x) AS CAST(x AS DATE)',
  // The engine's date_diff counts boundaries crossed, its date_sub whole units as Athena does.
  'date_diff(u, a, b) AS date_sub(u, a, b)',
  `date_add(u, n, t) AS t + CASE lower(u) ${CHOICES.join(' ')} ELSE error('date_add: the unit is not known') END`,
  'day_of_week(t) AS isodow(t)',
  'dow(t) AS isodow(t)',
  'day_of_month(t) AS day(t)',
  'day_of_year(t) AS dayofyear(t)',
  'doy(t) AS dayofyear(t)',
  'week_of_year(t) AS week(t)',
  'year_of_week(t) AS isoyear(t)',
  'yow(t) AS isoyear(t)',
  'millisecond(t) AS system.main.millisecond(t) % 1000',
  'last_day_of_month(t) AS last_day(t)',
];
