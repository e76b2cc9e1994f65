import type { SqlKind } from './kinds.ts';
import { REFUSED_FUNCTIONS } from './refused-functions.ts';

/**
 * What becomes of an Athena function on the embedded engine. `same`: its own function of that name means the same.
 * `fixed`: made to mean the same, by a macro of the prelude or by the translation. `refused`: not available.
 */
export interface FunctionRule {
  readonly how: 'same' | 'fixed' | 'refused';
  readonly note: string;
  /** The kind of its result, where that does not depend on its arguments. */
  readonly gives?: SqlKind;
  /** Fewest and most arguments. */
  readonly args?: readonly [number, number];
}

type Allowed = readonly [
  names: string,
  gives: SqlKind | null,
  args: readonly [number, number] | null,
  note?: string,
];

const SAME: readonly Allowed[] = [
  ['lower upper', 'text', [1, 1]],
  ['trim ltrim rtrim', 'text', [1, 2]],
  ['translate', 'text', [3, 3]],
  ['chr', 'text', [1, 1]],
  ['reverse', 'text', [1, 1]],
  ['concat_ws', 'text', [2, 20]],
  ['length', 'integer', [1, 1]],
  ['strpos position', 'integer', [2, 2]],
  ['starts_with', 'boolean', [2, 2]],
  ['contains', 'boolean', [2, 2], 'of an array; not for addresses and networks'],
  ['split', 'array', [2, 2]],
  ['regexp_extract_all', 'array', [2, 3]],
  ['abs ceil ceiling floor round sign', null, [1, 2]],
  ['mod', null, [2, 2]],
  ['sqrt cbrt exp ln log2 log10 degrees radians', 'double', [1, 1]],
  ['power pow', 'double', [2, 2]],
  ['log', 'double', [2, 2], 'the base comes first'],
  ['pi', 'double', [0, 0]],
  ['nullif', null, [2, 2]],
  ['coalesce', null, null],
  ['now', 'time', [0, 0]],
  ['year quarter month week day hour minute second', 'integer', [1, 1]],
  ['date_trunc', 'time', [2, 2], 'of a date it gives a timestamp at midnight'],
  ['count', 'integer', [0, 1]],
  ['count_if', 'integer', [1, 1]],
  ['sum min max', null, [1, 1]],
  ['avg stddev stddev_samp stddev_pop variance var_samp var_pop', 'double', [1, 1]],
  ['corr covar_pop covar_samp', 'double', [2, 2]],
  ['max_by min_by', null, [2, 2]],
  ['bool_and bool_or', 'boolean', [1, 1]],
  ['any_value', null, [1, 1]],
  ['array_agg', 'array', [1, 1]],
  ['histogram', 'map', [1, 1]],
  ['row_number rank dense_rank', 'integer', [0, 0]],
  ['ntile', 'integer', [1, 1]],
  ['percent_rank cume_dist', 'double', [0, 0]],
  ['lag lead', null, [1, 3]],
  ['first_value last_value', null, [1, 1]],
  ['nth_value', null, [2, 2]],
  ['array_intersect flatten', 'array', [1, 2]],
  ['filter', 'array', [2, 2]],
  ['map_keys map_values map_entries', 'array', [1, 1]],
  ['map', 'map', [0, 2]],
  ['map_from_entries', 'map', [1, 1]],
  ['row', 'row', null],
  ['bit_count', 'integer', [1, 1]],
  ['to_base64', 'text', [1, 1]],
  ['from_base64', 'binary', [1, 1]],
  ['unnest', null, null],
];

const FIXED: readonly Allowed[] = [
  ['concat', null, [2, 12], 'NULL when any part is'],
  ['greatest least', null, [2, 8], 'NULL when any value is'],
  ['substr substring', 'text', [2, 3], "position 0 and positions before the beginning give ''"],
  ['split_part', 'text', [3, 3], 'NULL past the last part'],
  ['lpad rpad', 'text', [3, 3], 'at most 10,000 characters'],
  ['replace', 'text', [2, 3]],
  ['url_decode', 'text', [1, 1], '+ is a space'],
  ['codepoint', 'integer', [1, 1]],
  ['levenshtein_distance hamming_distance', 'integer', [2, 2]],
  ['to_utf8', 'binary', [1, 1]],
  ['from_utf8 to_hex', 'text', [1, 1]],
  ['from_hex md5 sha256', 'binary', [1, 1]],
  [
    'url_extract_host url_extract_path url_extract_query url_extract_protocol url_extract_fragment',
    'text',
    [1, 1],
  ],
  ['url_extract_port', 'integer', [1, 1]],
  ['url_extract_parameter', 'text', [2, 2]],
  ['split_to_map', 'map', [3, 3]],
  ['regexp_like', 'boolean', [2, 2], 'patterns are RE2: no look-around, no back-references'],
  ['regexp_extract', 'text', [2, 3], 'NULL without a match'],
  ['regexp_replace', 'text', [2, 3], 'replaces every match; groups are $1'],
  ['regexp_count', 'integer', [2, 2]],
  ['regexp_split', 'array', [2, 2]],
  ['truncate', null, [1, 1]],
  ['bitwise_and bitwise_or bitwise_xor', 'integer', [2, 2]],
  ['bitwise_not', 'integer', [1, 1]],
  ['is_nan is_finite is_infinite', 'boolean', [1, 1]],
  ['infinity nan', 'double', [0, 0]],
  ['if', null, [2, 3]],
  ['try', null, [1, 1], 'not around aggregates or subqueries'],
  ['date', 'date', [1, 1]],
  ['from_iso8601_timestamp', 'time', [1, 1], 'NULL for text that is no such time (Athena stops the query)'],
  ['from_iso8601_date', 'date', [1, 1], 'NULL for text that is no such date (Athena stops the query)'],
  ['to_iso8601', 'text', [1, 1], 'always UTC, with milliseconds and Z'],
  ['from_unixtime', 'time', [1, 1]],
  ['to_unixtime', 'double', [1, 1]],
  ['at_timezone with_timezone', 'time', [2, 2], 'only UTC'],
  ['date_diff', 'integer', [3, 3], 'counts whole units'],
  ['date_add', null, [3, 3]],
  ['date_format', 'text', [2, 2], 'the format is a literal'],
  ['date_parse', 'time', [2, 2], 'the format is a literal'],
  [
    'day_of_week dow day_of_month day_of_year doy year_of_week yow week_of_year millisecond',
    'integer',
    [1, 1],
  ],
  ['last_day_of_month', 'date', [1, 1]],
  ['json_parse', 'json', [1, 1], 'members keep their order'],
  ['json_format', 'text', [1, 1]],
  ['json_extract', 'json', [2, 2], 'NULL where the text is no JSON; the path is a literal'],
  [
    'json_extract_scalar',
    'text',
    [2, 2],
    'NULL for objects, arrays and text that is no JSON; the path is a literal',
  ],
  ['json_array_get', 'json', [2, 2]],
  ['json_array_length', 'integer', [1, 1], 'NULL for what is no array'],
  ['json_array_contains', 'boolean', [2, 2]],
  ['json_size', 'integer', [2, 2]],
  ['is_json_scalar', 'boolean', [1, 1]],
  ['approx_distinct', 'integer', [1, 1], 'an estimate of its own: not the very number Athena gives'],
  ['approx_percentile', null, [2, 2], 'an estimate of its own: not the very number Athena gives'],
  ['arbitrary', null, [1, 1]],
  ['every', 'boolean', [1, 1]],
  ['map_agg', 'map', [2, 2], 'the first value of a key stays; not with FILTER or OVER'],
  ['cardinality', 'integer', [1, 1], 'of an array; of a map write cardinality(map_keys(m))'],
  ['element_at', null, [2, 2]],
  ['array_position', 'integer', [2, 2], '0 when it is not there'],
  ['array_join', 'text', [2, 3]],
  ['array_distinct array_sort', 'array', [1, 1]],
  ['array_union array_except array_remove', 'array', [2, 2]],
  ['arrays_overlap', 'boolean', [2, 2]],
  ['array_max array_min', null, [1, 1]],
  ['slice', 'array', [3, 3]],
  ['sequence', 'array', [2, 3], 'at most 10,000 numbers'],
  ['any_match all_match none_match', 'boolean', [2, 2]],
  ['transform', 'array', [2, 2]],
];

/**
 * Names that the translation writes, or that the engine's parser makes of Athena syntax (INTERVAL, EXTRACT, LIKE …).
 * They run, but a statement may not call them itself.
 */
export const INTERNAL_FUNCTIONS: Readonly<Record<string, SqlKind | null>> = Object.freeze({
  count_star: 'integer',
  approx_count_distinct: 'integer',
  approx_quantile: null,
  strptime: 'time',
  strftime: 'text',
  list_transform: 'array',
  list_filter: 'array',
  generate_subscripts: 'integer',
  timezone: 'time',
  date_part: 'integer',
  to_years: 'interval',
  to_months: 'interval',
  to_weeks: 'interval',
  to_days: 'interval',
  to_hours: 'interval',
  to_minutes: 'interval',
  to_seconds: 'interval',
  trunc: null,
  like_escape: 'boolean',
  not_like_escape: 'boolean',
  __varchar: 'text',
  __any_match: 'boolean',
  __all_match: 'boolean',
  __none_match: 'boolean',
  __json_scalar: 'text',
});

/** Every function heptad has decided about, by its lower-case Athena name. */
export const FUNCTIONS: Readonly<Record<string, FunctionRule>> = Object.freeze({
  ...Object.fromEntries(SAME.flatMap((entry) => rules('same', entry))),
  ...Object.fromEntries(FIXED.flatMap((entry) => rules('fixed', entry))),
  ...Object.fromEntries(Object.entries(REFUSED_FUNCTIONS).flatMap(([note, names]) => refusals(note, names))),
});

function rules(how: 'same' | 'fixed', [names, gives, args, note]: Allowed): [string, FunctionRule][] {
  const rule = {
    how,
    note: note ?? '',
    ...(gives === null ? {} : { gives }),
    ...(args === null ? {} : { args }),
  };
  return names.split(' ').map((name) => [name, Object.freeze(rule)]);
}

function refusals(note: string, names: string): [string, FunctionRule][] {
  return names.split(' ').map((name) => [name, Object.freeze({ how: 'refused' as const, note })]);
}
