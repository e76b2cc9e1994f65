/** The names of `count` macro parameters: a, b, c … */
function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String.fromCodePoint(0x61 + index));
}

/** One macro with a body for each number of parameters. */
function forEachCount(name: string, most: number, body: (parameters: readonly string[]) => string): string {
  const overloads = Array.from({ length: most - 1 }, (_, index) => {
    const parameters = names(index + 2);
    return `(${parameters.join(', ')}) AS ${body(parameters)}`;
  });
  return `${name}${overloads.join(', ')}`;
}

/** The engine's own passes over NULL. */
function unlessNull(name: string): (parameters: readonly string[]) => string {
  return (parameters) => {
    const missing = parameters.map((parameter) => `${parameter} IS NULL`).join(' OR ');
    return `CASE WHEN ${missing} THEN NULL ELSE system.main.${name}(${parameters.join(', ')}) END`;
  };
}

/** What stands before the host of a URL, and after it. */
const SCHEME = '^[a-zA-Z][a-zA-Z0-9+.-]*:';
const AUTHORITY = `${SCHEME}//(?:[^@/?#]*@)?`;
const REST = `${SCHEME}(?://[^/?#]*)?`;

function urlPart(name: string, pattern: string): string {
  return `${name}(u) AS nullif(system.main.regexp_extract(u, '${pattern}', 1), '')`;
}

/** Numbers and texts. */
export const TEXT_MACROS: readonly string[] = [
  forEachCount('concat', 12, (parameters) => parameters.join(' || ')),
  forEachCount('greatest', 8, unlessNull('greatest')),
  forEachCount('least', 8, unlessNull('least')),
  // Positions count from 1, negative ones from the end; outside of the text there is nothing.
  ...['substr', 'substring'].map(
    (name) =>
      `${name}(s, i) AS CASE WHEN i = 0 OR abs(i) > length(s) THEN CASE WHEN s IS NOT NULL THEN '' END ELSE system.main.substr(s, i) END,
      (s, i, n) AS CASE WHEN i = 0 OR n <= 0 OR abs(i) > length(s) THEN CASE WHEN s IS NOT NULL THEN '' END ELSE system.main.substr(s, i, n) END`,
  ),
  `split_part(s, d, n) AS CASE WHEN n < 1 THEN error('split_part: the position begins at 1') WHEN n <= len(string_split(s, d)) THEN system.main.split_part(s, d, n) END`,
  // A single call that fills memory can't be interrupted.
  ...['lpad', 'rpad'].map(
    (name) =>
      `${name}(s, n, p) AS CASE WHEN n > 10000 THEN error('${name}: at most 10,000 characters') ELSE system.main.${name}(s, CAST(n AS INTEGER), p) END`,
  ),
  "replace(s, a) AS system.main.replace(s, a, ''), (s, a, b) AS system.main.replace(s, a, b)",
  'codepoint(s) AS ord(s)',
  'levenshtein_distance(a, b) AS levenshtein(a, b)',
  'hamming_distance(a, b) AS hamming(a, b)',
  'to_utf8(s) AS encode(s)',
  'from_utf8(b) AS decode(b)',
  'to_hex(b) AS hex(b)',
  'from_hex(s) AS unhex(s)',
  'md5(b) AS unhex(system.main.md5(b))',
  'sha256(b) AS unhex(system.main.sha256(b))',
  'regexp_like(s, p) AS regexp_matches(s, p)',
  'regexp_extract(s, p) AS CASE WHEN regexp_matches(s, p) THEN system.main.regexp_extract(s, p) END, (s, p, g) AS CASE WHEN regexp_matches(s, p) THEN system.main.regexp_extract(s, p, g) END',
  String.raw`regexp_replace(s, p) AS system.main.regexp_replace(s, p, '', 'g'), (s, p, r) AS system.main.regexp_replace(s, p, system.main.regexp_replace(r, '\$(\d)', '\\\1', 'g'), 'g')`,
  'regexp_count(s, p) AS len(regexp_extract_all(s, p))',
  'regexp_split(s, p) AS regexp_split_to_array(s, p)',
  "url_decode(s) AS system.main.url_decode(system.main.replace(s, '+', ' '))",
  urlPart('url_extract_protocol', '^([a-zA-Z][a-zA-Z0-9+.-]*):'),
  urlPart('url_extract_host', String.raw`${AUTHORITY}(\[[^\]]*\]|[^:/?#]*)`),
  String.raw`url_extract_port(u) AS try_cast(system.main.regexp_extract(u, '${AUTHORITY}(?:\[[^\]]*\]|[^:/?#]*):([0-9]+)', 1) AS BIGINT)`,
  `url_extract_path(u) AS CASE WHEN regexp_matches(u, '${SCHEME}') THEN system.main.regexp_extract(u, '${REST}([^?#]*)', 1) END`,
  urlPart('url_extract_query', String.raw`${REST}[^?#]*\?([^#]*)`),
  urlPart('url_extract_fragment', '#(.*)$'),
  String.raw`url_extract_parameter(u, n) AS CASE WHEN regexp_matches(u, '[?&]' || regexp_escape(n) || '(=|&|#|$)') THEN url_decode(system.main.regexp_extract(u, '[?&]' || regexp_escape(n) || '=?([^&#]*)', 1)) END`,
  'split_to_map(s, e, k) AS map_from_entries(list_transform(string_split(s, e), lambda x: row(system.main.split_part(x, k, 1), system.main.split_part(x, k, 2))))',
  'truncate(x) AS trunc(x)',
  'bitwise_and(a, b) AS a & b',
  'bitwise_or(a, b) AS a | b',
  'bitwise_xor(a, b) AS xor(a, b)',
  'bitwise_not(a) AS ~a',
  'is_nan(x) AS isnan(x)',
  'is_finite(x) AS isfinite(x)',
  'is_infinite(x) AS isinf(x)',
  "infinity() AS CAST('infinity' AS DOUBLE)",
  "nan() AS CAST('nan' AS DOUBLE)",
  // Athena's text of what is not text: JSON texts lose their quotes, times have milliseconds and name their zone.
  `__varchar(x) AS CASE
    WHEN typeof(x) = 'JSON' THEN json_extract_string(CAST(x AS VARCHAR), '$')
    WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN strftime(try_cast(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g UTC')
    WHEN typeof(x) = 'TIMESTAMP' THEN strftime(try_cast(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
    ELSE CAST(x AS VARCHAR) END`,
];
