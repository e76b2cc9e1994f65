/** Arrays and maps. */
export const ARRAY_MACROS: readonly string[] = [
  'cardinality(a) AS len(a)',
  'element_at(a, k) AS a[k]',
  'array_position(a, x) AS CASE WHEN a IS NOT NULL AND x IS NOT NULL THEN coalesce(list_position(a, x), 0) END',
  // NULL stays, and so does the order of first appearance. A lambda that speaks of the whole array copies it for each
  // element: here only for each different one.
  'array_distinct(a) AS list_transform(list_sort(list_distinct(list_transform(CASE WHEN list_count(a) < len(a) THEN list_append(list_distinct(a), NULL) ELSE list_distinct(a) END, lambda x: list_position(a, x)))), lambda i: a[i])',
  "array_sort(a) AS list_sort(a, 'ASC', 'NULLS LAST')",
  'array_max(a) AS list_max(a)',
  'array_min(a) AS list_min(a)',
  'array_remove(a, x) AS list_filter(a, lambda y: y IS DISTINCT FROM x)',
  'array_except(a, b) AS list_distinct(list_filter(a, lambda x: NOT list_contains(b, x)))',
  'array_union(a, b) AS list_distinct(list_concat(a, b))',
  'arrays_overlap(a, b) AS list_has_any(a, b)',
  // Without a text for NULL, NULLs are left out.
  'array_join(a, d) AS array_to_string(list_filter(a, lambda x: x IS NOT NULL), d), (a, d, n) AS array_to_string(list_transform(a, lambda x: coalesce(CAST(x AS VARCHAR), n)), d)',
  'sequence(a, b) AS generate_series(a, b), (a, b, s) AS generate_series(a, b, s)',
  'slice(a, s, n) AS list_slice(a, s, s + n - 1)',
  "map_agg(k, v) AS map_from_entries(list_filter(list({'k': k, 'v': v}) FILTER (WHERE k IS NOT NULL), lambda e, i: list_position(list(k) FILTER (WHERE k IS NOT NULL), e.k) = i))",
  // The verdicts of a lambda on each element: one that is NULL leaves the answer open.
  '__any_match(l) AS CASE WHEN l IS NULL THEN NULL WHEN list_contains(l, true) THEN true WHEN list_count(l) < len(l) THEN NULL ELSE false END',
  '__all_match(l) AS CASE WHEN l IS NULL THEN NULL WHEN list_contains(l, false) THEN false WHEN list_count(l) < len(l) THEN NULL ELSE true END',
  '__none_match(l) AS CASE WHEN l IS NULL THEN NULL WHEN list_contains(l, true) THEN false WHEN list_count(l) < len(l) THEN NULL ELSE true END',
];
