/** Functions of Athena that heptad does not run: what to write instead, and the names this goes for. */
export const REFUSED_FUNCTIONS: Readonly<Record<string, string>> = {
  'use date_format with a format such as %Y-%m-%d %H:%i:%s':
    'format_datetime parse_datetime to_char to_timestamp to_date',
  "use array_join(array_agg(x ORDER BY x), ', ')": 'listagg',
  'evidence must give the same answer twice; random functions do not': 'rand random uuid shuffle',
  'the address functions of Athena are not there; compare the text, or use regexp_like':
    'ip_prefix ip_subnet_min ip_subnet_max',
  'use json_extract or json_extract_scalar, whose paths look like $.a.b[0]':
    'json_value json_query json_exists json_object json_array',
  'use UNNEST, and aggregate again':
    'reduce reduce_agg zip zip_with map_filter map_concat map_zip_with transform_keys transform_values combinations ngrams array_sum array_average map_union multimap_agg multimap_from_entries array_frequency array_histogram',
  'use array_agg(DISTINCT x)': 'set_agg set_union',
  'use lpad or rpad': 'repeat',
  'use || and CAST(x AS VARCHAR)': 'format format_number',
  'use regexp_extract or strpos': 'regexp_position',
  'use slice': 'trim_array array_first array_last',
  'the engine names its types otherwise, so results would differ': 'typeof',
  'heptad has no exact match for it':
    'normalize soundex word_stem luhn_check from_base to_base url_encode crc32 xxhash64 sha1 sha512 murmur3 hmac_sha256 checksum geometric_mean kurtosis skewness entropy width_bucket e numeric_histogram approx_set approx_most_frequent bitwise_and_agg bitwise_or_agg human_readable_seconds parse_duration timezone_hour timezone_minute parse_presto_data_size regr_slope regr_intercept from_iso8601_timestamp_nanos from_unixtime_nanos to_milliseconds cosine_similarity split_to_multimap strrpos wilson_interval_lower wilson_interval_upper inverse_normal_cdf normal_cdf to_ieee754_64 to_ieee754_32',
};
