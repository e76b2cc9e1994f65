/** A part of a JSON text, or NULL where the text is no JSON: the engine's own would stop the statement. */
function ifJson(result: string): string {
  return `CASE WHEN json_valid(j) THEN ${result} END`;
}

/** JSON texts. The engine's own json_value gives nothing for objects and arrays, as Athena's scalar function does. */
export const JSON_MACROS: readonly string[] = [
  "json_extract_scalar(j, p) AS try(json_value(j, p) ->> '$')",
  // TRY does not go around an aggregate or a subquery; this form does, and is slower.
  `__json_scalar(j, p) AS ${ifJson("json_value(j, p) ->> '$'")}`,
  `json_extract(j, p) AS ${ifJson('system.main.json_extract(j, p)')}`,
  // Without white space, as Athena has it.
  'json_parse(s) AS json(s)',
  'json_format(j) AS CAST(json(j) AS VARCHAR)',
  `json_array_get(j, i) AS ${ifJson("system.main.json_extract(j, CASE WHEN i < 0 THEN '$[#' || i || ']' ELSE '$[' || i || ']' END)")}`,
  `json_array_length(j) AS ${ifJson("CASE WHEN json_type(j) = 'ARRAY' THEN system.main.json_array_length(j) END")}`,
  `json_array_contains(j, v) AS ${ifJson("CASE WHEN json_type(j) = 'ARRAY' THEN list_contains(json_extract_string(j, '$[*]'), CAST(v AS VARCHAR)) END")}`,
  `json_size(j, p) AS ${ifJson("CASE json_type(j, p) WHEN 'OBJECT' THEN len(json_keys(j, p)) WHEN 'ARRAY' THEN system.main.json_array_length(j, p) WHEN NULL THEN NULL ELSE 0 END")}`,
  `is_json_scalar(j) AS ${ifJson("json_type(j) NOT IN ('OBJECT', 'ARRAY')")}`,
];
